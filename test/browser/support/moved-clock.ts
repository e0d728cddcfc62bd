/**
 * Preloaded into a program (`--import`), this lets a test outwait what takes minutes: at each SIGUSR2 the program's
 * clock goes 16 minutes forward. Timers keep their pace.
 */
/** What the program prints once its clock has moved. */
const MOVED = 'The clock went forward.'
const FORWARD_MS = 16 * 60_000
let ahead = 0
process.on('SIGUSR2', () => {
  ahead += FORWARD_MS
  console.log(MOVED)
})

const RealDate = Date
const now = () => RealDate.now() + ahead

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, maker) => Reflect.construct(target, args.length === 0 ? [now()] : args, maker),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
})
