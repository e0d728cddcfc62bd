import ipaddr from 'ipaddr.js'
import { join, sql, type Sql } from './sql.ts'

/** Whether a text is an address or a network, v4 or v6: `203.0.113.7`, `10.0.0.0/8`, `2001:db8::/32`. */
export const isNetwork = (text: string): boolean => ipaddr.isValidCIDR(text) || ipaddr.isValid(text)

/**
 * Whether an address lies in one of some networks; NULL for what is no address (a service's name in
 * CloudTrail). Nothing lies in no network.
 * @param networks as {@link isNetwork} takes them
 */
export function inNetworks(address: Sql, networks: readonly string[]): Sql {
  if (networks.length === 0) return sql`FALSE`
  const value = sql`try_cast(${address} AS ipaddress)`
  const ranges = networks
    .map(rangeOf)
    .map(([first, last]) => sql`${value} BETWEEN ipaddress ${first} AND ipaddress ${last}`)
  return sql`(${join(ranges, ' OR ')})`
}

/** The first and the last address of a network. */
function rangeOf(network: string): [string, string] {
  if (!network.includes('/')) return [network, network]
  const [address, bits] = ipaddr.parseCIDR(network)
  if (address.kind() === 'ipv4')
    return [
      ipaddr.IPv4.networkAddressFromCIDR(network).toString(),
      ipaddr.IPv4.broadcastAddressFromCIDR(network).toString(),
    ]
  const bytes = address.toByteArray()
  const masked = (fill: number) =>
    bytes.map((byte, i) => {
      const kept = Math.min(8, Math.max(0, bits - i * 8))
      const mask = 0xff >> kept
      return fill === 0 ? byte & ~mask : byte | mask
    })
  return [ipaddr.fromByteArray(masked(0)).toString(), ipaddr.fromByteArray(masked(1)).toString()]
}
