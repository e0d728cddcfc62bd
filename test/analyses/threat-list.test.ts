import { afterAll, beforeAll, expect, it } from 'vitest'
import { analysisNamed } from '../../analyses/lib/catalogue/named.ts'
import { logLine } from '../../analyses/lib/samples/sample-lines.ts'
import { type EvidenceDeps, openEvidenceDeps } from './evidence-deps.ts'

let deps: EvidenceDeps
beforeAll(async () => {
  const networks = ['198.51.100.7', '2001:db8:bad::/48']
  deps = await openEvidenceDeps({
    threat: networks.map(network => ({ network, label: 'threat', name: 'tor-exits.txt' })),
  })
})
afterAll(() => deps.close())

const from = (...addresses: string[]) =>
  addresses.map(remoteIp => logLine({ operation: 'REST.GET.OBJECT', key: 'a', remoteIp }))
const ask = (lines: string[], asked = {}) =>
  deps.ask(analysisNamed('tor-or-threat-ip'), { log: 'access-log', lines, ...asked })

it('finds addresses of the list that an operator supplied, and of the settings’, not their neighbours', async () => {
  const lines = from('198.51.100.7', '198.51.100.8', '2001:db8:bad::1', '2001:db8:bae::1', '192.0.2.1', '-')
  const { rows } = await ask(lines, { settings: { threatNetworks: ['192.0.2.0/24'] } })
  expect(new Set(rows.map(row => row.remote_ip))).toEqual(
    new Set(['198.51.100.7', '2001:db8:bad::1', '192.0.2.1']),
  )
})

it('looks for what was typed alone, where something was', async () => {
  const { rows } = await ask(from('198.51.100.7', '192.0.2.1'), { parameters: { networks: '192.0.2.1' } })
  expect(rows.map(row => row.remote_ip)).toEqual(['192.0.2.1'])
})

it('says that it looked, where none came from the list', async () => {
  const { summary } = await ask(from('192.0.2.1'))
  expect(summary.headline).toBe('No request to my-bucket came from a listed address in this window.')
})
