import ipaddr from 'ipaddr.js'
import { join, sql, type Sql } from './sql.ts'

/**
 * Whether a text is an address or a network, v4 or v6: `203.0.113.7`, `10.0.0.0/8`, `2001:db8::/32`. Not what
 * else ipaddr.js reads: `10.1`, octal numbers, zones.
 */
export function isNetwork(text: string): boolean {
  if (!text.includes(':'))
    return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv4.isValidCIDRFourPartDecimal(text)
  return !text.includes('%') && (ipaddr.IPv6.isValid(text) || ipaddr.IPv6.isValidCIDR(text))
}

/**
 * Whether an address is in one of some networks; NULL for anything but an address (a service's name in
 * CloudTrail). No networks contain nothing.
 * @param networks as {@link isNetwork} takes them
 */
export function inNetworks(address: Sql, networks: readonly string[]): Sql {
  if (networks.length === 0) return sql`CASE WHEN ${asAddress(address)} IS NOT NULL THEN FALSE END`
  return sql`(${join(
    networks.map(network => inNetwork(asAddress(address), network)),
    ' OR ',
  )})`
}

/** A text as Trino's address, v4 or v6, which order by their 16 bytes; NULL for what is none. */
export const asAddress = (text: Sql): Sql => sql`try_cast(${text} AS ipaddress)`

const V4_MAPPED = ipaddr.IPv6.parse('::ffff:0:0')

/** Trino sorts v4 addresses into v6 as `::ffff:a.b.c.d`; `::/0` means v6 all the same. */
function inNetwork(address: Sql, network: string): Sql {
  const [first, last] = rangeOf(network)
  const within = sql`${address} BETWEEN ipaddress ${first.toString()} AND ipaddress ${last.toString()}`
  const isAroundV4 =
    first.kind() === 'ipv6' && V4_MAPPED.match(first, bitsOf(network)) && bitsOf(network) < 96
  if (!isAroundV4) return within
  return sql`(${within} AND ${address} NOT BETWEEN ipaddress '0.0.0.0' AND ipaddress '255.255.255.255')`
}

const bitsOf = (network: string): number => Number(network.split('/')[1] ?? 128)

/** The first and the last address of a network. @param network as {@link isNetwork} takes it */
export function rangeOf(network: string): [ipaddr.IPv4 | ipaddr.IPv6, ipaddr.IPv4 | ipaddr.IPv6] {
  if (!network.includes('/')) return [ipaddr.parse(network), ipaddr.parse(network)]
  const kind = network.includes(':') ? ipaddr.IPv6 : ipaddr.IPv4
  return [kind.networkAddressFromCIDR(network), kind.broadcastAddressFromCIDR(network)]
}
