import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Investigation } from '../../bot/model/investigation.ts'
import { expectAnswer, expectProblem } from '../support/clear-words.ts'
import { TRAIL, trailDeletion, trailFile, trailKey } from '../support/cloudtrail.ts'
import { faultSwitch } from '../support/fault-switch.ts'
import { datedKey, record, type SmallObject, smallLogs, startTestProduct } from '../support/product.ts'
import type { TestProduct } from '../support/product.ts'

/** Log objects and buckets that are not as they should be: each says so, and what can be read is answered. */

const hourAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
const deletion = (bucket: string, key: string) =>
  record({ bucket, time: hourAgo(3), operation: 'REST.DELETE.OBJECT', key, status: 204 })
const lines = (bucket: string, ...keys: string[]) => keys.map(key => `${deletion(bucket, key)}\n`).join('')

/** Begins as a JPEG does, with line feeds, carriage returns, NULs and bytes that are no UTF-8. */
const picture = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01]),
  Buffer.from([0x0a, 0x80, 0xfe, 0x00, 0x0d, 0x0a, 0xe2, 0x80, 0xae, 0x0a, 0xff, 0xd9]),
])
const text = 'Dear diary,\nnobody deletes anything here.\n'
const cutOff = (content: string) => gzipSync(content.repeat(50)).subarray(0, -40)

const dated = (bucket: string, prefix: string, unique: string, body: string | Uint8Array): SmallObject => ({
  bucket,
  key: datedKey(prefix, hourAgo(1), unique),
  body,
})
const dayKey = (bucket: string, unique: string) => {
  const at = hourAgo(1).toISOString()
  return `days/111122223333/eu-west-1/${bucket}/${at.slice(0, 10).replaceAll('-', '/')}/${at.slice(0, 19).replaceAll(/[T:]/g, '-')}-${unique}`
}
const logsTo = (targetPrefix: string) => ({ logging: { targetBucket: 'my-logs', targetPrefix } })
const byDate = {
  logging: { targetBucket: 'my-logs', targetPrefix: 'days/', partitionDateSource: 'DeliveryTime' },
} as const
const headlineOf = ({ query }: Investigation) => query?.answer?.headline

const deletedInHalf = (key: string) =>
  JSON.stringify(trailDeletion({ bucket: 'half', time: hourAgo(3), key, requestId: key }))
/** Half a character, as JSON writes it; a text with a control character in it, and a user who is none. */
const odd = `{"Records":[${[
  deletedInHalf('a.txt'),
  deletedInHalf('half \ud83d.txt'),
  deletedInHalf('both 🎁.txt'),
  deletedInHalf('control.txt').replaceAll('control', 'con\u0001trol'),
  deletedInHalf('nobody.txt').replace(/"userIdentity":\{[^}]*\}/, '"userIdentity":"ada"'),
  deletedInHalf('z.txt'),
].join(',')}]}`

const faults = faultSwitch()
let product: TestProduct

describe('with a trail at hand', () => {
  beforeAll(async () => {
    product = await startTestProduct({
      faults: faults.faults,
      settings: {
        buckets: (
          'vanished unlogged quiet unread mixed by-date only-broken frozen partly-frozen trailed half only-broken-days ' +
          'logless'
        ).split(' '),
      },
      logs: smallLogs({
        buckets: {
          unlogged: {},
          trailed: {},
          half: {},
          quiet: logsTo('quiet/'),
          unread: logsTo('unread/'),
          mixed: logsTo('mixed/'),
          'by-date': byDate,
          'only-broken-days': byDate,
          logless: { logging: { targetBucket: 'gone-logs', targetPrefix: '' } },
          'only-broken': logsTo('broken/'),
          frozen: logsTo('frozen/'),
          'partly-frozen': logsTo('partly/'),
        },
        sources: [
          { kind: 'access-log', id: 'days', bucket: 'my-logs', prefix: 'days/', dateSource: 'DeliveryTime' },
          TRAIL,
        ],
        objects: [
          dated('my-logs', 'quiet/', 'AAAA', lines('another-bucket', 'x', 'y')),
          dated('my-logs', 'mixed/', 'AAAA', lines('mixed', 'a.txt')),
          dated('my-logs', 'mixed/', 'BBBB', picture),
          dated('my-logs', 'mixed/', 'CCCC', text),
          dated('my-logs', 'mixed/', 'DDDD', cutOff(lines('mixed', 'lost.txt'))),
          dated('my-logs', 'mixed/', 'EEEE', gzipSync(lines('mixed', 'b.txt'))),
          dated('my-logs', 'mixed/', 'FFFF', lines('mixed', 'refused.txt')),
          { bucket: 'my-logs', key: dayKey('by-date', 'AAAA'), body: lines('by-date', 'a.txt') },
          { bucket: 'my-logs', key: dayKey('by-date', 'BBBB'), body: picture },
          { bucket: 'my-logs', key: dayKey('by-date', 'CCCC'), body: text },
          {
            bucket: 'my-logs',
            key: dayKey('by-date', 'DDDD.gz'),
            body: cutOff(lines('by-date', 'lost.txt')),
          },
          {
            bucket: 'my-logs',
            key: dayKey('only-broken-days', 'AAAA.gz'),
            body: cutOff(lines('only-broken-days', 'lost.txt')),
          },
          dated('my-logs', 'broken/', 'AAAA', cutOff(lines('only-broken', 'lost.txt'))),
          { ...dated('my-logs', 'frozen/', 'AAAA', lines('frozen', 'a')), storageClass: 'GLACIER' },
          {
            ...dated('my-logs', 'partly/', 'AAAA', lines('partly-frozen', 'a')),
            storageClass: 'DEEP_ARCHIVE',
          },
          dated('my-logs', 'partly/', 'BBBB', lines('partly-frozen', 'b')),
          {
            bucket: 'my-trail',
            key: trailKey(hourAgo(2), 'AAAA'),
            body: trailFile(
              trailDeletion({ bucket: 'trailed', time: hourAgo(3), key: 'a.txt', requestId: 'R1' }),
            ),
          },
          { bucket: 'my-trail', key: trailKey(hourAgo(2), 'BBBB'), body: gzipSync('no JSON at all {') },
          { bucket: 'my-trail', key: trailKey(hourAgo(2), 'CCCC'), body: gzipSync('{}') },
          { bucket: 'my-trail', key: trailKey(hourAgo(2), 'DDDD'), body: trailFile() },
          { bucket: 'my-trail', key: trailKey(hourAgo(2), 'FFFF'), body: gzipSync(odd) },
          {
            bucket: 'my-trail',
            key: trailKey(hourAgo(2), 'EEEE'),
            body: trailFile(
              trailDeletion({ bucket: 'trailed', time: hourAgo(3), key: 'b.txt', requestId: 'R2' }),
            ).subarray(0, -20),
          },
        ],
      }),
    })
  })
  afterAll(() => product?.stop())
  afterEach(() => faults.off())

  it('answers 0 and says what was read, where the logs hold no event of the bucket', async () => {
    const investigation = await product.ask('object-deletion quiet 24h')
    const words = expectAnswer(product, investigation)
    expect(headlineOf(investigation)).toBe('No object was deleted from quiet in this window.')
    expect(words).toMatch(/server access logs: 1 log object \(\d+ B\), 2 lines; 0 events of this bucket/)
    expect(words).toMatch(/Events in 0 of 2[45] hours\./)
    expect(words).toContain('Records of this window may still arrive until about')
  })

  it('loses of a trail’s file the records that cannot be read, and no others', async () => {
    const investigation = await product.ask('object-deletion half 24h logs:cloudtrail')
    const words = expectAnswer(product, investigation)
    const keys = investigation.query?.answer?.rows.map(({ key }) => key).toSorted()
    expect(keys).toEqual(['a.txt', 'both 🎁.txt', 'half \ufffd.txt', 'z.txt'])
    expect(investigation.evidence?.coverage).toMatchObject([{ events: 4, unparsed: 2 }])
    expect(words).toContain('2 records could not be read.')
  })

  it('reads every line there is, beside log objects that are no logs, damaged, or not to be had', async () => {
    faults.on(({ operation, detail }) =>
      operation === 'GetObject' && detail.key?.endsWith('-FFFF')
        ? { status: 403, code: 'AccessDenied', message: 'Access Denied' }
        : undefined,
    )
    const investigation = await product.ask('object-deletion mixed 24h')
    const words = expectAnswer(product, investigation)
    expect(headlineOf(investigation)).toMatch(/^2 deletions in mixed; all by user ada/)
    expect(investigation.copy?.logs).toMatchObject([{ objects: 4, skipped: { count: 2 } }])
    expect(investigation.evidence?.coverage).toMatchObject([{ lines: 8, events: 2, unparsed: 6, outside: 0 }])
    expect(words).toContain('4 log objects (')
    expect(words).toContain('6 lines could not be read.')
    expect(words).toMatch(/2 log objects skipped: .*-DDDD: damaged: its gzip data end early or are broken; /)
    expect(words).toMatch(/-FFFF: access denied\./)
    expect(words).toContain('Lines that could not be read, for example:')
    expect(words).toContain('nobody deletes anything here.')
    // U+202E of the picture would turn what follows it around.
    expect(JSON.stringify(product.thread(investigation))).not.toContain('\u202e')
  })

  it('steps over what Athena cannot read in place, and names it', async () => {
    const investigation = await product.ask('object-deletion by-date 24h')
    const words = expectAnswer(product, investigation)
    expect(investigation.plan?.logs?.[0]?.strategy).toBe('in-place')
    expect(headlineOf(investigation)).toMatch(/^1 deletion in by-date/)
    expect(investigation.evidence?.coverage).toMatchObject([{ lines: 7, events: 1, unparsed: 6 }])
    expect(words).toContain('Read from server access logs: 3 log objects (')
    expect(words).toMatch(
      /1 log object skipped: s3:\/\/my-logs\/days\/.*-DDDD\.gz: damaged, or no log: Athena cannot read it/,
    )
  })

  it('steps over trail files that are no JSON or end early; those without records hold none', async () => {
    const investigation = await product.ask('object-deletion trailed 24h')
    const words = expectAnswer(product, investigation)
    expect(headlineOf(investigation)).toMatch(/^1 deletion in trailed/)
    expect(investigation.evidence?.coverage).toMatchObject([{ lines: 7, events: 1, unparsed: 2 }])
    expect(words).toContain('Read from CloudTrail: 4 log objects (')
    expect(words).toMatch(/2 log objects skipped: .*_BBBB\.json\.gz: damaged/)
    expect(words).toMatch(/_EEEE\.json\.gz: damaged/)
  })

  it('says how many log objects are archived, and answers from the others', async () => {
    const investigation = await product.ask('object-deletion partly-frozen 24h')
    const words = expectAnswer(product, investigation)
    expect(headlineOf(investigation)).toMatch(/^1 deletion in partly-frozen/)
    expect(words).toContain('1 log object skipped: 1 in an archive class (restore them first).')
  })

  it('says that all log objects are archived, not that there are none', async () => {
    const investigation = await product.ask('object-deletion frozen 24h')
    expectProblem(product, investigation, 'archived', {
      what: /Every log object of this window in s3:\/\/my-logs\/frozen\/ \(1 in all\) is in an S3 archive storage class/,
      next: /Restore them in S3, then ask again; or try the other log with logs:cloudtrail/,
    })
  })

  it.each([
    ['a gathered', 'only-broken', /broken\/.*-AAAA: damaged: its gzip data end early/],
    ['an in-place', 'only-broken-days', /only-broken-days\/.*-AAAA\.gz: damaged, or no log/],
  ])('gives no answer where %s log cannot be read at all', async (_, bucket, why) => {
    const investigation = await product.ask(`object-deletion ${bucket} 24h`)
    expectProblem(product, investigation, 'nothing-readable', {
      what: /None of the log objects of this window could be read \(1 in all\), so there is no answer\./,
      next: /The reasons are below/,
    })
    expect(product.threadText(investigation)).toMatch(why)
  })

  it('says where it looked when there are no log objects, and that this proves nothing', async () => {
    const investigation = await product.ask('object-deletion unread 24h')
    expectProblem(product, investigation, 'no-log-objects', {
      what: /No log objects were found in s3:\/\/my-logs\/unread\/ for this window \(looked for keys from unread\//,
      next: /does not mean that nothing happened.*Try another window, or the other log/,
    })
  })

  it('names the log bucket that is gone', async () => {
    const investigation = await product.ask('object-deletion logless 24h')
    expectProblem(product, investigation, 'log-bucket-gone', {
      what: /The configuration of logless sends its logs to gone-logs, but there is no bucket of that name/,
      next: /Have the logs of this bucket delivered to a bucket that exists/,
    })
  })

  it('tells a bucket that S3 does not know from one without logs', async () => {
    const vanished = await product.ask('object-deletion vanished 24h')
    expectProblem(product, vanished, 'unknown-bucket', {
      what: /There is no bucket named vanished\./,
      next: /Check the spelling/,
    })
    const unlogged = await product.ask('object-deletion unlogged 24h logs:access-log')
    expectProblem(product, unlogged, 'logging-off', {
      what: /unlogged has no access logs: server access logging is off\./,
      next: /Ask again with logs:cloudtrail, or switch logging on/,
    })
  })

  it('reads the trail of a bucket that is gone, or that may not be looked at', async () => {
    const deleted = await product.ask('bucket-deleted vanished 24h')
    expect(expectAnswer(product, deleted)).toContain('Read from CloudTrail: ')
    const denied = { status: 403, code: 'AccessDenied', message: 'Access Denied' }
    faults.on(({ operation }) => (operation.startsWith('GetBucketLo') ? denied : undefined))
    const closed = await product.ask('object-deletion trailed 24h logs:cloudtrail')
    expect(expectAnswer(product, closed)).toContain('Read from CloudTrail: ')
  })

  it('turns to the trail by itself where there are no access logs', async () => {
    const investigation = await product.ask('object-deletion unlogged 24h')
    expect(expectAnswer(product, investigation)).toContain('Read from CloudTrail: ')
  })

  it('says what AWS refused when the logging of a bucket or its log objects may not be looked at', async () => {
    const denied = { status: 403, code: 'AccessDenied', message: 'Access Denied' }
    faults.on(({ operation }) => (operation === 'GetBucketLogging' ? denied : undefined))
    expectProblem(product, await product.ask('object-deletion quiet 24h'), 'permission', {
      what: /AWS denied s3audit access: s3:GetBucketLogging on quiet is not allowed\./,
      next: /Ask the operator to allow this/,
    })
    faults.on(({ operation }) => (operation === 'ListObjectsV2' ? denied : undefined))
    expectProblem(product, await product.ask('object-deletion quiet 24h'), 'permission', {
      what: /AWS denied s3audit access: s3:ListBucket on my-logs is not allowed\./,
      next: /Ask the operator to allow this/,
    })
  })
})

describe('without a trail', () => {
  beforeAll(async () => {
    product = await startTestProduct({ logs: smallLogs({ buckets: { unlogged: {} }, objects: [] }) })
  })
  afterAll(() => product?.stop())

  it.each(['', ' logs:cloudtrail'])('says that nothing records what happens%s', async logs => {
    const investigation = await product.ask(`object-deletion unlogged 24h${logs}`)
    expectProblem(product, investigation, 'no-source', {
      what: /Nothing records what happens in unlogged: server access logging is off, and no CloudTrail trail/,
      next: /Switch server access logging on, or ask the operator to add the trail/,
    })
  })
})
