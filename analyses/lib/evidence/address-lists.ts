import { asAddress, rangeOf } from '../sql/networks.ts'
import { sql, type Sql } from '../sql/sql.ts'

/**
 * Lists of networks that an operator supplies. An address is 32 hexadecimal digits, v4 mapped into v6, which
 * order as addresses do. A list has millions of ranges, so ranges and addresses have a block, too: the first
 * 16 bits of an address. The engines join on it, and compare within it only.
 */

/** What stands before the digits of a v4 address. */
const V4 = '00000000000000000000FFFF'
const DIGITS = 32
const BLOCK = 4

export interface ListedNetwork {
  /** As `isNetwork` takes it. */
  network: string
  /** What to count by: a country's code, an operator's number. */
  label: string
  /** How people call it. */
  name: string
}

/** A row of the table `address_lists`. */
export interface ListRow {
  block: string
  first_address: string
  last_address: string
  label: string
  name: string
}

const digitsOf = (bytes: number[]): string => {
  const digits = Buffer.from(bytes).toString('hex').toUpperCase()
  return digits.length === DIGITS ? digits : V4 + digits
}

/** The rows of a network: one for each block that it reaches into. */
export function rowsOf({ network, label, name }: ListedNetwork): ListRow[] {
  const [start, end] = rangeOf(network)
  const [first, last] = [digitsOf(start.toByteArray()), digitsOf(end.toByteArray())]
  const head = network.includes(':') ? '' : V4
  const blockOf = (digits: string) => Number.parseInt(digits.slice(head.length, head.length + BLOCK), 16)
  const [from, to] = [blockOf(first), blockOf(last)]
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const block = head + (from + i).toString(16).toUpperCase().padStart(BLOCK, '0')
    return {
      block,
      first_address: i === 0 ? first : block.padEnd(DIGITS, '0'),
      last_address: from + i === to ? last : block.padEnd(DIGITS, 'F'),
      label,
      name,
    }
  })
}

const digits = sql`to_hex(CAST(${asAddress(sql`remote_ip`)} AS varbinary))`
const block = sql`CASE WHEN starts_with(digits, ${V4}) THEN substr(digits, 1, ${V4.length + BLOCK}) ELSE substr(digits, 1, ${BLOCK}) END`

/**
 * A SELECT of `address`, `label` and `name`: each address of some events that a network of a list contains,
 * once. Where networks of one list overlap it is the first label.
 * @param from `FROM events WHERE …`
 */
export const onList = (
  list: string,
  from: Sql,
): Sql => sql`SELECT seen.address, min(listed.label) AS label, min_by(listed.name, listed.label) AS name
  FROM (SELECT address, digits, ${block} AS block FROM (SELECT DISTINCT remote_ip AS address, ${digits} AS digits ${from}) AS addresses) AS seen
  JOIN (SELECT block, first_address, last_address, label, name FROM address_lists WHERE list = ${list}) AS listed
    ON listed.block = seen.block AND seen.digits BETWEEN listed.first_address AND listed.last_address
  GROUP BY seen.address`

/** A SELECT of how many `networks` a list has: none where nobody has supplied it. */
export const listSize = (list: string): Sql =>
  sql`SELECT count(*) AS networks FROM address_lists WHERE list = ${list}`

/** Tells the reader how to supply a missing list. */
export const howToSupply = (list: string): string =>
  `s3audit looks nothing up elsewhere. Its operator can supply the list: npm run lists -- ${list} and the files to read it from, then copy what it writes to lists/ in the workspace bucket.`
