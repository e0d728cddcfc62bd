// How a report writes numbers and times, once more, apart from the product.

/** `1204` -> `1,204`. */
export function amount(number) {
  const digits = String(number)
  let written = ''
  for (let at = 0; at < digits.length; at++) {
    if (at > 0 && (digits.length - at) % 3 === 0) written += ','
    written += digits[at]
  }
  return written
}

export const plural = (number, word) => `${amount(number)} ${word}${number === 1 ? '' : 's'}`

/** Of nothing there is no share; all of it is 100, anything else has one digit and is neither all nor nothing. */
export function percent(part, whole) {
  if (whole === 0) return '–'
  if (part === whole) return '100 %'
  const digits = ((part / whole) * 100).toFixed(1)
  if (digits === '100.0') return '> 99.9 %'
  return digits === '0.0' && part > 0 ? '< 0.1 %' : `${digits} %`
}

/** Powers of a thousand; one digit below a hundred. */
export function inBytes(number) {
  let rest = number
  for (const unit of ['B', 'kB', 'MB', 'GB', 'TB']) {
    const short = unit === 'B' || Number(rest.toFixed(1)) >= 100 ? Math.round(rest) : rest.toFixed(1)
    if (Number(short) < 1000) return `${short} ${unit}`
    rest /= 1000
  }
  throw new Error('no test counts so many bytes')
}

/** Epoch milliseconds -> `2026-11-20 07:00:00`, in UTC. */
export const clock = time => new Date(time).toISOString().slice(0, 19).replace('T', ' ')

/** The same as Athena writes it. */
export const moment = time => `${clock(time)}.000`

export function stretch(first, last) {
  if (first === last) return ` at ${clock(first)} UTC`
  const [from, to] = [clock(first), clock(last)]
  return ` between ${from} and ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to} UTC`
}

/** The longest beginning up to a slash that every one of the keys has; empty where there is none. */
export function folderOfAll(keys) {
  const [one = ''] = keys
  let folder = ''
  for (let slash = one.indexOf('/'); slash !== -1; slash = one.indexOf('/', slash + 1)) {
    const longer = one.slice(0, slash + 1)
    if (!keys.every(key => key.startsWith(longer))) break
    folder = longer
  }
  return folder
}

/** What a person calls a requester. */
export function shortName(requester) {
  // Of another account's role CloudTrail tells the id alone.
  if (requester.startsWith('AROA')) return `role ${requester}`
  const [kind, ...names] = requester.split(':').slice(5).join(':').split('/')
  if (kind === 'assumed-role') return `role ${names[0]}`
  return kind === 'user' && names.length > 0 ? `user ${names.join('/')}` : requester
}
