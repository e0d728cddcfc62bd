import fs from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import * as z from 'zod'
import type { ListedNetwork } from '../../analyses/lib/evidence/address-lists.ts'
import { isNetwork } from '../../analyses/lib/sql/networks.ts'

/** Lists as others publish them: CSV files in GeoLite2's format, or plain texts with a network in each line. */

const records = z.array(z.record(z.string(), z.string()))

const csv = (file: string) =>
  records.parse(parse(fs.readFileSync(file, 'utf8'), { columns: true, bom: true, skip_empty_lines: true }))

/**
 * The networks of a folder or a file.
 * @param list the list's name, which plain networks get for their label
 * @throws Error that says what was expected
 */
export function readList(list: string, place: string): ListedNetwork[] {
  if (!fs.statSync(place).isDirectory()) return place.endsWith('.csv') ? geoLite([place]) : plain(list, place)
  const files = fs.readdirSync(place).filter(name => name.endsWith('.csv'))
  if (files.length === 0) throw new Error(`${place} holds no CSV file.`)
  return geoLite(files.map(name => path.join(place, name)))
}

/** Blocks of a GeoLite2 Country, City or ASN folder; the English names of its places, if present. */
function geoLite(files: readonly string[]): ListedNetwork[] {
  const blocks = files.filter(file => /-Blocks-IPv[46]\.csv$/.test(file))
  if (blocks.length === 0) throw new Error('Expected files like GeoLite2-Country-Blocks-IPv4.csv.')
  const places = new Map(
    files
      .filter(file => file.endsWith('-Locations-en.csv'))
      .flatMap(csv)
      .map(place => [place.geoname_id ?? '', place]),
  )
  return blocks.flatMap(csv).flatMap(block => {
    const network = checked(block.network)
    if (block.autonomous_system_number)
      return [
        {
          network,
          label: `AS${block.autonomous_system_number}`,
          name: block.autonomous_system_organization ?? '',
        },
      ]
    const place = places.get(block.geoname_id || block.registered_country_geoname_id || '')
    return place?.country_iso_code
      ? [{ network, label: place.country_iso_code, name: place.country_name ?? '' }]
      : []
  })
}

/** One network in each line; `#` and `;` begin a comment. */
const plain = (list: string, file: string): ListedNetwork[] =>
  fs
    .readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map(line => line.replace(/[#;].*$/, '').trim())
    .filter(line => line !== '')
    .map(line => ({ network: checked(line), label: list, name: path.basename(file) }))

function checked(network: string | undefined): string {
  if (network === undefined || !isNetwork(network))
    throw new Error(`${JSON.stringify(network)} is not a network such as 10.0.0.0/8 or 2001:db8::/32.`)
  return network
}
