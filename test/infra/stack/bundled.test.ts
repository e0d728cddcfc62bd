import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Investigation } from '../../../bot/model/investigation.ts'
import { sampleLogs } from '../../../infra/local/services/log-deps.ts'
import { LOG_BUCKET } from '../../../infra/local/sample/buckets.ts'
import { messageText } from '../../../infra/local/terminal/text.ts'
import { downloadCsv } from '../../support/csv.ts'
import { ADA, INCIDENTS, startTestProduct, type TestProduct } from '../../support/product.ts'
import { buttonOf, press } from '../../support/slack-clicks.ts'
import { settings } from './support/deployment.ts'
import { needsOf, type Needed, type Role } from './support/iam-calls.ts'
import { lambdaDeps } from './support/lambda-deps.ts'
import { allows, covers, statementsOf } from './support/policies.ts'

/**
 * The functions as they would be uploaded, run by the events that would start them, and everything they then
 * call held against the policies of the template.
 */

/** Four answers over a week of logs; a busy machine takes its time. */
const PATIENCE_MS = 200_000
vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: 4 * PATIENCE_MS })

const now = new Date()
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-bundled-'))
const logs = sampleLogs(directory, now)
const deployment = settings({
  aws: { accessLogs: [{ bucket: LOG_BUCKET, prefix: 'access/' }] },
  bot: {
    buckets: ['shop-*'],
    sources: logs.settings.sources,
    // About 150 objects a day under each dated prefix: two days are gathered, a week is copied by a job, at
    // whatever time of the day this runs.
    limits: { gatherObjects: 500 },
  },
})
const deps = lambdaDeps(deployment)
let product: TestProduct
beforeAll(async () => {
  product = await startTestProduct({
    logs,
    settings: deployment.bot,
    directory: path.join(directory, 'data'),
    sweepMs: 500,
    start: deps.start,
    patienceMs: PATIENCE_MS,
  })
})
afterAll(async () => {
  await product?.stop()
  fs.rmSync(directory, { recursive: true, force: true })
})

const answered = new Map<string, Investigation>()
async function ask(text: string): Promise<Investigation> {
  const investigation = answered.get(text) ?? (await product.ask(text))
  answered.set(text, investigation)
  return investigation
}

const QUESTIONS: [string, string, string][] = [
  ['object-deletion shop-invoices 2d', 'gather', 'access-log'],
  ['access-denied shop-exports 7d', 'in-place', 'access-log'],
  ['object-deletion shop-media 7d', 'batch-copy', 'access-log'],
  ['object-deletion shop-archive 7d', 'in-place', 'cloudtrail'],
]

/** Asks, waits until an operation has been asked for, and cancels before the next pass. */
async function cancelledAfter(text: string, service: string, operation: string): Promise<Investigation> {
  const seen = Promise.withResolvers<void>()
  deps.faults((asked, name) => {
    if (asked === service && name === operation) {
      deps.gate.close()
      seen.resolve()
    }
    return undefined
  })
  const before = new Set(await product.investigations.openIds())
  await product.type(`${text} now`)
  await seen.promise
  deps.faults()
  const id = (await product.investigations.openIds()).find(one => !before.has(one)) ?? ''
  const { announcement } = (await product.investigations.load(id)) ?? {}
  const message = product.client.messages(INCIDENTS).find(({ ts }) => ts === announcement?.ts)
  await press(product, message, 'cancel-investigation')
  deps.gate.open()
  return product.closed(id)
}

describe('the bundles, in the environment of the template', () => {
  it.each(QUESTIONS)('answer a question about the sample week: %s (%s, %s)', async (text, strategy, log) => {
    const investigation = await ask(text)
    expect(investigation.problem).toBeUndefined()
    expect(product.threadText(investigation)).toContain(investigation.query?.answer?.headline)
    const read = investigation.plan?.logs?.map(one => `${one.source.log}, ${one.strategy}`)
    expect(read).toContain(`${log}, ${strategy}`)
    expect(investigation.query?.answer?.rowCount).toBeGreaterThan(0)
  })

  it('open the form, list what was asked, and give the CSV behind an answer', async () => {
    await product.type('')
    await product.type('list')
    await product.type('watches')
    await product.type('audit')
    expect(product.client.views(ADA)).toHaveLength(1)
    await product.client.home({ user: ADA })
    const investigation = await ask('object-deletion shop-invoices 2d')
    expect(await downloadCsv(product, investigation)).toHaveLength(investigation.query?.answer?.rowCount ?? 0)
    // The reconciler updates the Home tab.
    await vi.waitFor(
      () =>
        expect(JSON.stringify(product.client.state(ADA).home)).toContain(
          investigation.query?.answer?.headline,
        ),
      PATIENCE_MS,
    )
  })

  it('check how the buckets are configured, and send the script', async () => {
    await product.type('check')
    const message = await vi.waitFor(() => {
      const found = product.client.messages(INCIDENTS).findLast(one => buttonOf(one, 'check-commands'))
      if (!found) throw new Error('No result of the check yet')
      return found
    }, PATIENCE_MS)
    expect(messageText(message)).toContain('4 buckets checked: 1 has no access logs.')
    await press(product, message, 'check-commands')
    const link = /http:\/\/\S+/.exec(product.ephemeralMessages().at(-1)?.text ?? '')?.[0] ?? ''
    expect(await (await fetch(link)).text()).toContain('--bucket shop-archive')
  })

  it.each([
    ['object-deletion shop-exports 7d', 'athena', 'StartQueryExecution', 'StopQueryExecution'],
    ['access-denied shop-media 7d', 's3-control', 'CreateJob', 'UpdateJobStatus'],
  ])('stop what runs when it is cancelled: %s', async (text, service, started, stopped) => {
    const investigation = await cancelledAfter(text, service, started)
    expect(investigation.problem?.code).toBe('cancelled')
    expect(deps.recorded.some(({ operation }) => operation === stopped)).toBe(true)
  })

  it('draw a chart that Slack refuses with the font and WebAssembly beside the bundle; the other bundle has neither', async () => {
    deps.faults((service, operation, { metadata = '' }) => {
      const isAnswer = service === 'slack' && operation === 'chat.postMessage' && metadata.includes('"reply"')
      if (!isAnswer || metadata.includes('plain')) return undefined
      return { status: 200, code: 'invalid_blocks', message: 'invalid_blocks' }
    })
    const investigation = await product.ask('object-deletion shop-invoices 47h')
    deps.faults()
    expect(investigation.problem).toBeUndefined()
    const pictures = product.thread(investigation).flatMap(({ files = [] }) => files)
    expect(pictures).toMatchObject([{ title: 'Deletions over time', mimetype: 'image/png' }])
    const { reconcile, slack } = deps.stack.functions
    const drawing = [reconcile, slack].map(({ bundle }) => [
      /zrender|Resvg/.test(fs.readFileSync(bundle, 'utf8')),
      fs
        .readdirSync(path.dirname(bundle))
        .filter(name => /\.(ttf|wasm)$/.test(name))
        .toSorted(),
    ])
    expect(drawing).toEqual([
      [true, ['DejaVuSans.ttf', 'index_bg.wasm']],
      [false, []],
    ])
  })

  it('quarantine an item that no version of the bot has written', async () => {
    const Item = { id: 'feedfacefeedface', createdAt: now.toISOString(), open: '1' }
    await product.documents.send(new PutCommand({ TableName: product.services.env.TABLE_NAME, Item }))
    await expect.poll(() => product.investigations.openIds(), { timeout: PATIENCE_MS }).not.toContain(Item.id)
  })

  it('are started by every kind of event that the triggers let through', () => {
    expect([...deps.kinds].sort()).toEqual(['aws.athena', 'aws.s3', 'schedule', 'stream'])
  })
})

describe('the policies', () => {
  const roles: Record<Role, string> = {
    slack: 's3audit-eu-west-1-slack',
    reconcile: 's3audit-eu-west-1-reconcile',
    copy: 's3audit-eu-west-1-copy',
  }
  const parsed = {
    slack: statementsOf(roles.slack, deps.stack.resources),
    reconcile: statementsOf(roles.reconcile, deps.stack.resources),
    copy: statementsOf(roles.copy, deps.stack.resources),
  }
  const statements = (role: Role) => parsed[role]
  let needed: Needed[]
  beforeAll(async () => {
    for (const [text] of QUESTIONS) await ask(text)
    const all = deps.recorded.flatMap(one => needsOf(one, logs.settings.sources))
    needed = [...new Map(all.map(one => [JSON.stringify(one), one])).values()]
  })

  it('allow every call of the run, on the resource it was for', () => {
    expect(needed.length).toBeGreaterThan(100)
    const denied = needed.filter(one => !allows(statements(one.role), one))
    expect([
      ...new Set(denied.map(({ role, action, resource }) => `${role}: ${action} on ${resource}`)),
    ]).toEqual([])
  })

  it('allow nothing else, except what is listed here with its reason', () => {
    const unused = (['slack', 'reconcile', 'copy'] as const).flatMap(role =>
      statements(role).flatMap(statement =>
        statement.Action.filter(
          action => !needed.some(one => one.role === role && one.action === action && covers(statement, one)),
        ).map(action => `${role}: ${action}`),
      ),
    )
    expect([...new Set(unused)].sort()).toEqual(Object.keys(UNUSED).sort())
  })

  it.each<[string, Role, string, string]>([
    ['reads no log of another place', 'reconcile', 's3:GetObject', 'arn:aws:s3:::example-logs/elsewhere/a'],
    ['reads nothing of an audited bucket', 'reconcile', 's3:GetObject', 'arn:aws:s3:::shop-invoices/a.pdf'],
    ['writes to no log bucket', 'reconcile', 's3:PutObject', 'arn:aws:s3:::example-logs/access/a'],
    ['reads no evidence', 'slack', 's3:GetObject', 'arn:aws:s3:::s3audit-workspace/evidence/a'],
    [
      'asks nothing of Athena',
      'slack',
      'athena:StartQueryExecution',
      'arn:aws:athena:eu-west-1:111122223333:workgroup/s3audit',
    ],
    ['writes no evidence', 'copy', 's3:PutObject', 'arn:aws:s3:::s3audit-workspace/evidence/a'],
    ['deletes nothing', 'reconcile', 's3:DeleteObject', 'arn:aws:s3:::s3audit-workspace/logs/a'],
  ])('%s: %s', (_, role, action, resource) => {
    expect(allows(statements(role), { action, resource, context: {} })).toBe(false)
  })
})

const LOGS = 'Lambda writes the function’s log with its role.'
const POLLER = 'Lambda’s poller of the stream, which hands records to the function, works with its role.'
const VERSIONS = 'S3’s generated list names versions where a log bucket keeps them; the sample’s keeps none.'
const UPLOADS =
  'Athena writes results of more than a part as multipart uploads; the embedded engine does not.'
const UNUSED: Record<string, string> = {
  'slack: logs:CreateLogStream': LOGS,
  'slack: logs:PutLogEvents': LOGS,
  'reconcile: logs:CreateLogStream': LOGS,
  'reconcile: logs:PutLogEvents': LOGS,
  'reconcile: dynamodb:DescribeStream': POLLER,
  'reconcile: dynamodb:GetRecords': POLLER,
  'reconcile: dynamodb:GetShardIterator': POLLER,
  'reconcile: dynamodb:ListStreams': POLLER,
  'reconcile: dynamodb:BatchWriteItem':
    'A watch’s run is put on record as what a person does; none runs here.',
  'reconcile: sqs:SendMessage':
    'Lambda puts records that failed into the dead-letter queue with the function’s role.',
  'reconcile: s3:AbortMultipartUpload': UPLOADS,
  'reconcile: s3:ListBucketMultipartUploads': UPLOADS,
  'reconcile: s3:ListMultipartUploadParts': UPLOADS,
  'copy: s3:GetObjectVersion': VERSIONS,
  'copy: s3:GetObjectVersionTagging': VERSIONS,
}
