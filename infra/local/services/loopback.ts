import dns from 'node:dns'

const LOOPBACK = { address: '127.0.0.1', family: 4 }

const systemLookup = dns.lookup
let installed = false

/**
 * Makes every `<name>.localhost` of this process resolve to 127.0.0.1, as RFC 6761 asks; not every resolver
 * does. The S3 Control client puts the account id in front of the host, a custom endpoint's too, so that
 * `http://localhost:1234` is called as `123456789012.localhost:1234`. May be called more than once.
 */
export function resolveLocalhostNames(): void {
  if (installed) return
  installed = true
  Object.assign(dns, { lookup })
}

/** Takes the arguments of `dns.lookup`: host name, options (may be left out), callback. */
function lookup(hostname: string, ...rest: unknown[]): void {
  const callback = rest.at(-1)
  if (!hostname.endsWith('.localhost') || typeof callback !== 'function') {
    Reflect.apply(systemLookup, dns, [hostname, ...rest])
    return
  }
  const answer = wantsAll(rest[0]) ? [[LOOPBACK]] : [LOOPBACK.address, LOOPBACK.family]
  process.nextTick(() => void Reflect.apply(callback, undefined, [null, ...answer]))
}

function wantsAll(options: unknown): boolean {
  return typeof options === 'object' && options !== null && 'all' in options && options.all === true
}
