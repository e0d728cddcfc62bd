import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { count, filesBelow } from './count.mjs'
import { scan } from './scan.mjs'
import { folderOfAll } from './wording.mjs'

const START = 'f00d my-bucket [20/Nov/2026:07:00:38 +0000] 192.0.2.3'
const TAIL =
  'V1 Host+Id= SigV4 TLS_AES_128_GCM_SHA256 AuthHeader my-bucket.s3.amazonaws.com TLSv1.3 - - eu-west-1'
const record = ({
  requester = 'arn:aws:iam::1:user/a',
  operation = 'REST.GET.OBJECT',
  status = '200 - 30',
  agents = '"-" "curl"',
  tail = TAIL,
}) =>
  `${START} ${requester} 3E57427F3EXAMPLE ${operation} a%253Db "GET /a%3Db HTTP/1.1" ${status} 3 7 5 ${agents} ${tail}`

const event = (eventName: string, more: object = {}) => ({
  eventName,
  eventSource: 's3.amazonaws.com',
  eventTime: '2026-11-20T07:10:00Z',
  userIdentity: { arn: 'A' },
  requestParameters: { bucketName: 'my-bucket' },
  ...more,
})

describe('the scanner', () => {
  it.each([
    ['27 fields', record({})],
    ['26 fields', record({ tail: TAIL.replace(' eu-west-1', '') })],
    ['24 fields', record({ tail: TAIL.replace(' - - eu-west-1', '') })],
    ['18 fields', record({ tail: '-' })],
    ['fields to come, one of them quoted', record({ tail: `${TAIL} new "quoted one"` })],
    ['a host id of two words', record({ tail: TAIL.replace('Host+Id=', '12 Host+Id=') })],
    ['quotes in the user agent', record({ agents: '"-" "a "b" c"' })],
    ['a user agent that looks like the end of a record', record({ agents: '"-" "x" - y" 200 - 1 "' })],
    ['a referrer with spaces and quotes', record({ agents: '"https://x/?q="a b"" "curl"' })],
    ['nothing but dashes', record({ agents: '- -' })],
    ['an empty user agent', record({ agents: '"-" ""' })],
  ])('reads a record with %s', (_, line) => {
    expect(scan(line)).toMatchObject({
      bucket: 'my-bucket',
      operation: 'REST.GET.OBJECT',
      status: '200',
      bytesSent: '30',
      objectSize: '3',
      address: '192.0.2.3',
      requestId: '3E57427F3EXAMPLE',
    })
  })

  it('ends a requester with spaces at the request id', () => {
    const requester = 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1'
    expect(scan(record({ requester }))?.requester).toBe(requester)
  })

  it('reads times of other zones', () => {
    expect(scan(record({}).replace('+0000', '+0200'))?.time).toBe(Date.parse('2026-11-20T05:00:38Z'))
  })

  it.each([
    ['17 fields', record({ tail: '' }).trimEnd()],
    ['a cut request line', record({}).slice(0, 130)],
    ['a status that is none', record({ status: 'OK - 30' })],
    ['no operation', record({ operation: 'GET' })],
    ['two records run together', record({}) + record({})],
    ['something else', '{"message":"hello"}'],
  ])('takes no line for a record that has %s', (_, line) => expect(scan(line)).toBeUndefined())
})

describe('the folder of all keys', () => {
  it.each([
    ['a/b/', ['a/b/1', 'a/b/2', 'a/b/c/3']],
    ['a/', ['a/', 'a/b/1']],
    ['', ['a/b/1', 'ab/1']],
    ['', ['a', 'a/b']],
    ['', []],
  ])('is %j of %j', (folder, keys) => expect(folderOfAll(keys)).toBe(folder))
})

describe('the counts', () => {
  let directory: string
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'count-'))
  })
  afterEach(() => fs.rmSync(directory, { recursive: true }))
  const window = { bucket: 'my-bucket', from: '2026-11-20T07:00:00Z', to: '2026-11-20T08:00:00Z' }

  it('are of distinct records in the window of the bucket; lines and unparsed of all files', () => {
    const lines = [
      record({}),
      record({}),
      record({ operation: 'REST.DELETE.OBJECT', status: '204 - -' }),
      record({ operation: 'BATCH.DELETE.OBJECT', status: '403 AccessDenied -' }),
      'not a record',
      record({ operation: 'REST.POST.MULTI_OBJECT_DELETE' }),
      record({ operation: 'REST.PUT.BUCKETPOLICY' }),
      record({}).replace('07:00:38', '08:00:00'),
      record({}).replace('my-bucket', 'another'),
    ]
    fs.writeFileSync(path.join(directory, 'plain'), `${lines.slice(0, 5).join('\n')}\n`)
    fs.writeFileSync(path.join(directory, 'packed.gz'), gzipSync(lines.slice(5).join('\n')))
    const { facts, ...counts } = count({ files: filesBelow(directory), kind: 'access-log', ...window })
    expect(facts).toHaveLength(5)
    expect(counts).toEqual({
      lines: 9,
      records: 5,
      duplicates: 1,
      outside: 2,
      unparsed: 1,
      hours: 1,
      first: '2026-11-20T07:00:38.000Z',
      last: '2026-11-20T07:00:38.000Z',
      deletions: 1,
      failedDeletions: 1,
      denied: 1,
      configChanges: { successful: 1, failed: 0 },
      requesters: new Map([['arn:aws:iam::1:user/a', { requests: 5, errors: 1, bytes: 90 }]]),
    })
  })

  it('of CloudTrail take DeleteObject events for deletions, not their envelope, and only from trail files', () => {
    const Records = [
      event('DeleteObjects'),
      event('DeleteObject', { eventID: 1 }),
      event('DeleteObject', { eventID: 2 }),
      event('DeleteObject', { errorCode: 'AccessDenied' }),
      event('PutBucketPolicy'),
      event('PutBucketPolicy'),
    ]
    for (const folder of ['CloudTrail', 'CloudTrail-Digest']) {
      fs.mkdirSync(path.join(directory, folder))
      fs.writeFileSync(path.join(directory, folder, 'x.json'), JSON.stringify({ Records }))
    }
    expect(count({ files: filesBelow(directory), kind: 'cloudtrail', ...window })).toMatchObject({
      lines: 6,
      records: 5,
      duplicates: 1,
      deletions: 2,
      failedDeletions: 1,
      denied: 1,
      configChanges: { successful: 1, failed: 0 },
    })
  })

  it('are printed as JSON on the command line', () => {
    fs.writeFileSync(path.join(directory, 'plain'), record({}))
    const script = path.join(import.meta.dirname, 'count.mjs')
    const printed = execFileSync(process.execPath, [script, directory, window.bucket, window.from, window.to])
    expect(JSON.parse(printed.toString())).toMatchObject({
      records: 1,
      requesters: { 'arn:aws:iam::1:user/a': { bytes: 30 } },
    })
  })
})
