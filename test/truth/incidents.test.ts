import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { analysisNamed, questions } from '../../analyses/lib/catalogue/named.ts'
import { takenFrom } from '../../bot/model/follow-up.ts'
import { parseParameters } from '../../bot/ask/grammar/fields.ts'
import type { Investigation } from '../../bot/model/investigation.ts'
import { sampleLogs } from '../../infra/local/services/log-world.ts'
import { startTestProduct, type TestProduct } from '../support/product.ts'

vi.setConfig({ testTimeout: 600_000, hookTimeout: 240_000 })

/** The sample's last three days, in which most of its incidents lie; before them there is something to compare with. */
const NOON_AFTER = new Date('2025-11-22T12:00:00Z')
const WINDOW = '2025-11-19T00:00:00Z..2025-11-22T00:00:00Z'

const THREATS = Object.entries(questions).filter(([, { group }]) => group === 'Threats')
const BUCKETS = ['shop-invoices', 'shop-media', 'shop-exports', 'shop-archive']

/**
 * What of the planted incidents a threat's question finds. A mass deletion and a suspended versioning are answers to
 * questions of other groups.
 */
const FOUND: Record<string, readonly string[]> = {
  'shop-invoices': [],
  'shop-media': [],
  // A broken policy locks the reports out: many refusals, which the answer calls somebody, or something broken.
  'shop-exports': ['bucket-enumeration'],
  // The scanner that looks for .env and the like every day.
  'shop-archive': ['credential-file-read'],
}

let directory: string
let product: TestProduct
beforeAll(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-incidents-'))
  product = await startTestProduct({
    logs: sampleLogs(directory, NOON_AFTER),
    passSeconds: 8,
    patienceMs: 120_000,
  })
})
afterAll(async () => {
  await product?.stop()
  fs.rmSync(directory, { recursive: true, force: true })
})

describe.each(BUCKETS)('%s', bucket => {
  it('has the threats that were planted, and no other', async () => {
    const logs = bucket === 'shop-archive' ? 'cloudtrail' : 'both'
    const first = await product.ask(`requesters-by-operations ${bucket} ${WINDOW} logs:${logs}`)
    const found: string[] = []
    for (const [id, { reads }] of THREATS) {
      if (logs === 'cloudtrail' && !reads.includes('cloudtrail')) continue
      const answered = await askOf(first, id)
      expect([id, answered.problem]).toEqual([id, undefined])
      if ((answered.query?.answer?.rowCount ?? 0) > 0) found.push(id)
    }
    expect(found).toEqual(FOUND[bucket])
  })
})

/** Asks one more question of the same evidence, or of its own where it compares with the time before. */
async function askOf(first: Investigation, analysis: string): Promise<Investigation> {
  const defaults = parseParameters(analysisNamed(analysis), {})
  const parameters = defaults.ok ? defaults.parameters : {}
  const request = { ...first.request, analysis, parameters, logs: 'auto' as const }
  const taken = takenFrom(first, request, 7, new Date())
  const { id } = await product.investigations.create(request, `${first.id}:${analysis}`, taken)
  return product.closed(id)
}
