import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inNetworks, isNetwork } from '../../analyses/lib/sql/networks.ts'
import { sql } from '../../analyses/lib/sql/sql.ts'
import { openDeps, type Deps } from '../infra/athena/athena-deps.ts'

let deps: Deps
beforeAll(async () => {
  deps = await openDeps()
})
afterAll(() => deps.close())

/** Whether each of some addresses, as logged, lies in the networks; null where that cannot be said. */
async function judged(networks: readonly string[], addresses: readonly (string | null)[]) {
  const values = addresses.map(address => sql`(${address})`.text).join(', ')
  const rows = await deps.rows(
    `SELECT ${inNetworks(sql`ip`, networks).text} FROM (VALUES ${values}, (NULL)) AS t(ip)`,
  )
  return rows.slice(0, addresses.length).map(([answer]) => answer ?? null)
}

const TRUE = 'true'
const FALSE = 'false'

describe('an address in networks', () => {
  it.each([
    ['10.0.0.0/8', ['9.255.255.255', '10.0.0.0', '10.255.255.255', '11.0.0.0'], [FALSE, TRUE, TRUE, FALSE]],
    ['10.1.2.3/8', ['10.0.0.0', '10.255.255.255'], [TRUE, TRUE]],
    ['203.0.113.7', ['203.0.113.6', '203.0.113.7', '203.0.113.8'], [FALSE, TRUE, FALSE]],
    ['203.0.113.7/32', ['203.0.113.6', '203.0.113.7'], [FALSE, TRUE]],
    ['0.0.0.0/0', ['0.0.0.0', '255.255.255.255', '::', '2001:db8::1'], [TRUE, TRUE, FALSE, FALSE]],
    [
      '2001:db8::/32',
      ['2001:db7:ffff::', '2001:db8::', '2001:db8:ffff::', '2001:db9::'],
      [FALSE, TRUE, TRUE, FALSE],
    ],
    ['2001:db8::/33', ['2001:db8:7fff::', '2001:db8:8000::'], [TRUE, FALSE]],
    [
      '2001:DB8:0:0::1',
      ['2001:db8::1', '2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::2'],
      [TRUE, TRUE, FALSE],
    ],
    [
      '::/0',
      ['::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '0.0.0.0', '10.0.0.1', '255.255.255.255'],
      [TRUE, TRUE, FALSE, FALSE, FALSE],
    ],
    ['::/1', ['::1', '10.0.0.1', '8000::'], [TRUE, FALSE, FALSE]],
    ['::ffff:10.0.0.0', ['10.0.0.0', '10.0.0.1'], [TRUE, FALSE]],
    ['8000::/1', ['10.0.0.1', '7fff::', '8000::'], [FALSE, FALSE, TRUE]],
  ])('%s: %j', async (network, addresses, expected) => {
    expect(await judged([network], addresses)).toEqual(expected)
  })

  it('is found in any of several, v4 and v6', async () => {
    const networks = ['10.0.0.0/8', '192.0.2.1', '2001:db8::/32']
    const addresses = ['10.9.8.7', '192.0.2.1', '192.0.2.2', '2001:db8::5', '2001:db9::5']
    expect(await judged(networks, addresses)).toEqual([TRUE, TRUE, FALSE, TRUE, FALSE])
  })

  it('lies in none where there are none', async () => {
    expect(await judged([], ['10.0.0.1', '::1', null, 's3.amazonaws.com'])).toEqual([
      FALSE,
      FALSE,
      null,
      null,
    ])
  })

  it.each([['10.0.0.0/8'], ['::/0'], ['0.0.0.0/0']])(
    'cannot be said of what is no address (%s)',
    async network => {
      const strangers = [
        null,
        '-',
        '',
        'delivery.logs.amazonaws.com',
        'AWS Internal/1',
        '10.0.0',
        '010.0.0.1',
        '10.0.0.256',
        '1::2::3',
      ]
      expect(new Set(await judged([network], strangers))).toEqual(new Set([null]))
    },
  )
})

describe('a network as people write it', () => {
  it.each(['10.0.0.0/8', '203.0.113.7', '0.0.0.0/0', '2001:db8::/32', '::1', '::/0', '::ffff:10.0.0.1'])(
    'is %s',
    text => {
      expect(isNetwork(text)).toBe(true)
    },
  )

  it.each([
    '',
    '10',
    '10.1',
    '0x7f.1',
    '010.0.0.1',
    '10.1/8',
    '10.0.0.0/33',
    '10.0.0.0/',
    '2001:db8::/129',
    'fe80::1%eth0',
    '1::2::3',
    'example.com',
    ' 10.0.0.1',
  ])('is not %j', text => {
    expect(isNetwork(text)).toBe(false)
  })
})
