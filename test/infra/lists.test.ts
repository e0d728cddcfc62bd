import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ListedNetwork, listSize, onList, rowsOf } from '../../analyses/lib/evidence/address-lists.ts'
import { sql } from '../../analyses/lib/sql/sql.ts'
import { readList } from '../../infra/lists/read.ts'
import { writeList } from '../../infra/lists/write.ts'
import { openDeps, type Deps, WORKSPACE } from './athena/athena-deps.ts'

let deps: Deps
let directory: string
beforeAll(async () => {
  deps = await openDeps()
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'lists-'))
})
afterAll(async () => {
  await deps.close()
  fs.rmSync(directory, { recursive: true, force: true })
})

const listed = (network: string, label = network): ListedNetwork => ({
  network,
  label,
  name: `name of ${label}`,
})

/** A folder with files of these contents. */
function folderOf(files: Record<string, string>): string {
  const folder = fs.mkdtempSync(path.join(directory, 'source-'))
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text)
  return folder
}

describe('the rows of a network', () => {
  it('are one where it fits into a block', () => {
    expect(rowsOf(listed('203.0.113.0/24', 'NL'))).toEqual([
      {
        block: '00000000000000000000FFFFCB00',
        first_address: '00000000000000000000FFFFCB007100',
        last_address: '00000000000000000000FFFFCB0071FF',
        label: 'NL',
        name: 'name of NL',
      },
    ])
  })

  it.each([
    ['10.0.0.0/15', 2],
    ['10.0.0.0/8', 256],
    ['0.0.0.0/0', 65_536],
    ['2001:db8::/32', 1],
    ['2000::/12', 16],
    ['::1', 1],
  ])('of %s are %i, and together as long as it is', (network, rows) => {
    const found = rowsOf(listed(network))
    expect(found).toHaveLength(rows)
    const length = found.reduce(
      (sum, { first_address: first, last_address: last }) =>
        sum + BigInt(`0x${last}`) - BigInt(`0x${first}`) + 1n,
      0n,
    )
    const [address = '', bits = address.includes(':') ? '128' : '32'] = network.split('/')
    expect(length).toBe(1n << BigInt((address.includes(':') ? 128 : 32) - Number(bits)))
    expect(new Set(found.map(({ block }) => block)).size).toBe(rows)
    expect(
      found.every(
        ({ block, first_address, last_address }) =>
          first_address.startsWith(block) && last_address.startsWith(block),
      ),
    ).toBe(true)
  })
})

/** Address -> label, of those that are on the list. */
async function found(list: string, addresses: readonly string[]) {
  const events = sql`FROM (VALUES ${{ text: addresses.map(address => sql`(${address})`.text).join(', ') }}) AS t(remote_ip)`
  const rows = await deps.rows(`${onList(list, events).text} ORDER BY 1`)
  return Object.fromEntries(rows.map(([address, label]) => [address, label]))
}

async function supply(list: string, networks: ListedNetwork[]): Promise<number> {
  const place = path.join(directory, list)
  const rows = await writeList(place, networks)
  deps.put(WORKSPACE, `lists/${list}/networks.parquet`, fs.readFileSync(path.join(place, 'networks.parquet')))
  return rows
}

describe('a list', () => {
  it('finds every address of a network up to the last one, IPv4 and IPv6', async () => {
    const rows = await supply('places', [
      listed('10.0.0.0/8', 'A'),
      listed('11.0.0.0/31', 'B'),
      listed('2001:db8::/33', 'C'),
      listed('::/0', 'D'),
    ])
    expect(rows).toBe(256 + 1 + 1 + 65_536)
    const addresses = [
      '9.255.255.255',
      '10.0.0.0',
      '10.255.255.255',
      '11.0.0.1',
      '11.0.0.2',
      '2001:db8:7fff::1',
      '2001:DB8:8000::',
      'x.amazonaws.com',
    ]
    expect(await found('places', addresses)).toEqual({
      '10.0.0.0': 'A',
      '10.255.255.255': 'A',
      '11.0.0.1': 'B',
      // Where networks overlap it is the first label.
      '2001:db8:7fff::1': 'C',
      '2001:DB8:8000::': 'D',
    })
  })

  it('is read by its name only, and is empty if nobody supplied it', async () => {
    await supply('others', [listed('10.0.0.0/8', 'X')])
    expect(await found('others', ['10.0.0.1'])).toEqual({ '10.0.0.1': 'X' })
    expect(await found('nobody', ['10.0.0.1'])).toEqual({})
    expect(await deps.rows(listSize('nobody').text)).toEqual([['0']])
    expect(await deps.rows(listSize('others').text)).toEqual([['256']])
  })

  it('is replaced as a whole', async () => {
    await writeList(path.join(directory, 'again'), [listed('10.0.0.0/16'), listed('10.1.0.0/16')])
    expect(await writeList(path.join(directory, 'again'), [listed('10.0.0.0/16')])).toBe(1)
    expect(fs.readdirSync(path.join(directory, 'again'))).toEqual(['networks.parquet'])
  })
})

describe('a file of networks', () => {
  it('is a folder of GeoLite2 countries, with their English names', () => {
    const header =
      'network,geoname_id,registered_country_geoname_id,represented_country_geoname_id,is_anonymous_proxy,is_satellite_provider'
    const folder = folderOf({
      'GeoLite2-Country-Blocks-IPv4.csv': `${header}\n203.0.113.0/24,2750405,2750405,,0,0\n198.51.100.0/24,,2661886,,0,0\n192.0.2.0/24,,,,0,0\n`,
      'GeoLite2-Country-Blocks-IPv6.csv': `${header}\n2001:db8::/32,2661886,2661886,,0,0\n`,
      'GeoLite2-Country-Locations-en.csv':
        'geoname_id,locale_code,continent_code,continent_name,country_iso_code,country_name,is_in_european_union\n2750405,en,EU,Europe,NL,"Netherlands, The",1\n2661886,en,EU,Europe,SE,Sweden,1\n',
      'GeoLite2-Country-Locations-de.csv': 'geoname_id,country_iso_code,country_name\n2661886,SE,Schweden\n',
    })
    expect(readList('country', folder)).toEqual([
      { network: '203.0.113.0/24', label: 'NL', name: 'Netherlands, The' },
      { network: '198.51.100.0/24', label: 'SE', name: 'Sweden' },
      { network: '2001:db8::/32', label: 'SE', name: 'Sweden' },
    ])
  })

  it('is a folder of GeoLite2 network operators', () => {
    const folder = folderOf({
      'GeoLite2-ASN-Blocks-IPv4.csv':
        'network,autonomous_system_number,autonomous_system_organization\n203.0.113.0/24,64500,"Example, Inc."\n',
    })
    expect(readList('asn', folder)).toEqual([
      { network: '203.0.113.0/24', label: 'AS64500', name: 'Example, Inc.' },
    ])
  })

  it('is a text with a network in each line', () => {
    const folder = folderOf({ 'bad.txt': '# hostile\n203.0.113.7\n\n2001:db8::/32 ; seen\r\n' })
    expect(readList('threat', path.join(folder, 'bad.txt'))).toEqual([
      { network: '203.0.113.7', label: 'threat', name: 'bad.txt' },
      { network: '2001:db8::/32', label: 'threat', name: 'bad.txt' },
    ])
  })

  it.each([
    [{ 'bad.txt': '10.0.0.0/33\n' }, 'bad.txt', '"10.0.0.0/33" is not a network'],
    [{ 'places.csv': 'a,b\n1,2\n' }, '', 'Expected files like GeoLite2-Country-Blocks-IPv4.csv'],
    [{ 'readme.txt': '' }, '', 'holds no CSV file'],
  ])('is refused with an explanation if it is %j', (files, name, words) => {
    expect(() => readList('country', path.join(folderOf(files), name))).toThrow(words)
  })
})
