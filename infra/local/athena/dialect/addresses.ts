import { isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'

/** The zone behind a `%`, which Guava's parser drops. */
const ZONE = /%.*$/s

/**
 * A v6 address as Trino's type `ipaddress` holds it: 16 bytes, here 32 hexadecimal digits, which order as its
 * values do. It takes what Guava's InetAddresses.forString takes; of digits, only ASCII's.
 * @returns undefined for anything but an address
 */
export function v6Digits(text: string): string | undefined {
  // ipaddr.js reads `::1.2.3.4` as v4-mapped, as if it were `::ffff:1.2.3.4`; with a group in front it does not.
  const address = text.replace(ZONE, '').replace(/^::(?=[0-9.]+$)/, '0::')
  if (!isIPv6(address)) return undefined
  return Buffer.from(ipaddr.parse(address).toByteArray()).toString('hex')
}

const octet = '(?:[0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])'

/** Four decimal parts without leading zeros; everything else that could be an address has a colon. */
export const V4_ADDRESS = `${octet}(?:[.]${octet}){3}`

/** What stands before the four bytes of a v4 address in the 16 bytes of an `ipaddress`. */
export const V4_MAPPED = '00000000000000000000ffff'

/** An address as Trino shows it, from its 32 hexadecimal digits: v4-mapped as v4, v6 as RFC 5952 writes it. */
export function addressText(digits: string): string {
  const parsed = ipaddr.fromByteArray(Array.from(Buffer.from(digits, 'hex')))
  return parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress()
    ? parsed.toIPv4Address().toString()
    : parsed.toString()
}
