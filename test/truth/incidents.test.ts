import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { analysisNamed, questions } from '../../analyses/lib/catalogue/named.ts'
import { parseParameters } from '../../bot/ask/grammar/fields.ts'
import { takenFrom } from '../../bot/model/follow-up.ts'
import type { Investigation } from '../../bot/model/investigation.ts'
import { sampleLogs } from '../../infra/local/services/log-deps.ts'
import { startTestProduct, type TestProduct } from '../support/product.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 240_000 })

/** The sample's last three days, in which most of its incidents lie; before them there is something to compare with. */
const NOON_AFTER = new Date('2025-11-22T12:00:00Z')
const WINDOW = '2025-11-19T00:00:00Z..2025-11-22T00:00:00Z'

type Severity = 'high' | 'medium' | 'low' | undefined

/** The planted incidents, by bucket: the question that looks for each, what its answer says, and how severe it is. */
const PLANTED: Record<string, readonly [question: string, says: RegExp, severity: Severity][]> = {
  'shop-invoices': [
    [
      'mass-deletion',
      /^1,224 objects .* deleted by role nightly-cleanup .* between 2025-11-20 02:05:01/,
      'high',
    ],
    [
      'versioning-suspended',
      /versioning suspended by user jonas\.weber .* 2025-11-20 01:58:20 UTC/,
      'medium',
    ],
    ['old-tls', /^144 requests .* TLS below 1\.2; all by user legacy-erp/, 'medium'],
    ['sigv2-requests', /^144 requests .* SigV2; all by user legacy-erp/, 'low'],
    ['lifecycle-actions', /^300 lifecycle actions .* under tmp\//, undefined],
  ],
  'shop-media': [
    ['anonymous-access', /^136 anonymous requests .* from 203\.0\.113\.7 .* 51 objects, 45\.1 MB/, 'medium'],
    [
      'throttling',
      /^S3 answered 900 requests .* 503 SlowDown; all under thumbnails\/ .* role thumbnailer/,
      undefined,
    ],
  ],
  'shop-exports': [
    [
      'access-denied',
      /^546 requests .* refused; 476 by role reporting \(2 sessions\) .*began \d+ seconds? after user anna.keller changed the policy/,
      undefined,
    ],
    // A broken policy locks the reports out: many refusals, which the answer calls somebody, or something broken.
    ['bucket-enumeration', /the most by role reporting .* 242 refusals/, 'medium'],
    ['bucket-policy-changed', /^2 changes .* by user anna\.keller at 2025-11-21 17:06:48/, undefined],
  ],
  // The scanner that looks for .env and the like every day.
  'shop-archive': [
    ['credential-file-read', /^21 requests .* all by \(anonymous\) from 192\.0\.2\.250/, 'medium'],
  ],
}

/** Questions for a threat that everyday traffic must not answer, however much of it there is. */
const THREATS = Object.keys(questions).filter(id => questions[id]?.group === 'Threats')

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

describe.each(Object.entries(PLANTED))('%s', (bucket, planted) => {
  let first: Investigation
  beforeAll(async () => {
    const logs = bucket === 'shop-archive' ? 'cloudtrail' : 'both'
    first = await product.ask(`requesters-by-operations ${bucket} ${WINDOW} logs:${logs}`)
  })

  it.each(planted)('%s finds what was planted', async (question, says, severity) => {
    const { problem, query } = await askOf(first, question)
    expect(problem).toBeUndefined()
    expect(query?.answer?.headline).toMatch(says)
    expect(query?.answer?.severity?.level).toBe(severity)
    expect(query?.answer?.rowCount).toBeGreaterThan(0)
  })

  it.runIf(bucket === 'shop-invoices')('holds no threat but those', async () => {
    const found: string[] = []
    for (const id of THREATS) {
      const { problem, query } = await askOf(first, id)
      expect([id, problem]).toEqual([id, undefined])
      if ((query?.answer?.rowCount ?? 0) > 0) found.push(id)
    }
    expect(found).toEqual([])
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
