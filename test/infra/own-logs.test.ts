import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { settingsSchema } from '../../bot/model/settings.ts'
import { recogniseLogs } from '../../infra/local/own-logs/own-logs.ts'

let directory: string
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'own-logs-'))
})
afterEach(() => fs.rmSync(directory, { recursive: true }))

function put(key: string, content: string | Buffer): void {
  const file = path.join(directory, key)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, content)
}

const line = (bucket: string) =>
  `36c1f05b76016b78 ${bucket} [20/Nov/2026:07:00:38 +0000] 192.0.2.3 - 3E57427F3EXAMPLE REST.GET.OBJECT a "GET /a HTTP/1.1" 200 - 3 3 7 - "-" "curl" -\n`
const events = (...buckets: string[]) =>
  JSON.stringify({
    Records: buckets.map(bucketName => ({ eventName: 'GetObject', requestParameters: { bucketName } })),
  })
const trailFile = (account: string, region = 'eu-west-1') =>
  `${account}/CloudTrail/${region}/2026/11/20/${account}_CloudTrail_${region}_20261120T0705Z_5pYw2aB3cD4eF6gH.json.gz`

describe('dated access logs', () => {
  it('are recognised with the buckets their records name, which may share a prefix', () => {
    put('my-logs/access/2026-11-20-07-15-02-4B1D2A3C4D5E6F70', line('alpha') + line('beta'))
    put('my-logs/access/2026-11-20-07-16-02-4B1D2A3C4D5E6F71', line('alpha'))
    const { settings, logging, unrecognised } = recogniseLogs(directory)
    expect(settings).toEqual({ buckets: ['alpha', 'beta'], sources: [] })
    const place = { targetBucket: 'my-logs', targetPrefix: 'access/' }
    expect(logging).toEqual([
      { bucket: 'alpha', logging: place },
      { bucket: 'beta', logging: place },
    ])
    expect(unrecognised).toEqual([])
  })

  it('are dated by their key, not by when they were copied', () => {
    put('my-logs/logs2026-11-20-07-15-02-4B1D2A3C4D5E6F70', line('alpha'))
    const { buckets, logging } = recogniseLogs(directory)
    expect(buckets).toEqual([
      {
        name: 'my-logs',
        files: [
          {
            key: 'logs2026-11-20-07-15-02-4B1D2A3C4D5E6F70',
            path: path.join(directory, 'my-logs/logs2026-11-20-07-15-02-4B1D2A3C4D5E6F70'),
            lastModified: new Date('2026-11-20T07:15:02Z'),
          },
        ],
      },
    ])
    expect(logging[0]?.logging.targetPrefix).toBe('logs') // S3 adds no separator of its own
  })

  it('may be gzipped, complete or truncated', () => {
    const packed = gzipSync(line('alpha').repeat(5000) + line('omega'))
    put('my-logs/a/2026-11-20-07-15-02-4B1D2A3C4D5E6F70.gz', packed)
    put(
      'my-logs/b/2026-11-20-07-15-02-4B1D2A3C4D5E6F70.gz',
      gzipSync(line('gamma').repeat(99)).subarray(0, -9),
    )
    expect(recogniseLogs(directory).settings.buckets).toEqual(expect.arrayContaining(['alpha', 'gamma']))
  })

  it.each([
    [
      'two prefixes',
      ['old/2026-10-01-07-15-02-4B1D2A3C4D5E6F70', 'new/2026-11-20-07-15-02-4B1D2A3C4D5E6F71'],
    ],
    [
      'folders of days',
      [
        'a/2026/11/19/2026-11-19-07-15-02-4B1D2A3C4D5E6F70',
        'a/2026/11/20/2026-11-20-07-15-02-4B1D2A3C4D5E6F71',
      ],
    ],
    [
      'Hive folders',
      [
        'a/year=2026/month=11/day=19/2026-11-19-07-15-02-4B1D2A3C4D5E6F70',
        'a/year=2026/month=11/day=20/2026-11-20-07-15-02-4B1D2A3C4D5E6F71.gz',
      ],
    ],
    [
      'dated and partitioned keys below one prefix',
      [
        'p/2026-11-19-07-15-02-4B1D2A3C4D5E6F70',
        'p/111122223333/eu-west-1/alpha/2026/11/20/2026-11-20-07-15-02-4B1D2A3C4D5E6F71',
      ],
    ],
  ])('in %s are read together, each file once', (_, keys) => {
    for (const key of keys)
      put(`my-logs/${key}`, key.endsWith('.gz') ? gzipSync(line('alpha')) : line('alpha'))
    const { buckets, logging } = recogniseLogs(directory)
    expect(logging).toMatchObject([
      { bucket: 'alpha', logging: { targetBucket: 'my-logs', targetPrefix: 'all-places/alpha/' } },
    ])
    const together = buckets[0]?.files.filter(({ key }) => key.startsWith('all-places/alpha/')) ?? []
    expect(
      together.map(file => path.relative(path.join(directory, 'my-logs'), file.path)).toSorted(),
    ).toEqual(keys.toSorted())
    for (const { key } of together)
      expect(key).toMatch(/^all-places\/alpha\/\d{4}(-\d\d){5}-[0-9A-F]{16}(\.gz)?$/)
  })

  it('of a day of their own are listed to the day’s end, among others', () => {
    put('my-logs/old/2026-11-18-07-15-02-4B1D2A3C4D5E6F70', line('alpha'))
    put(
      'my-logs/p/111122223333/eu-west-1/alpha/2026/11/20/2026-11-20-00-00-00-4B1D2A3C4D5E6F71',
      line('alpha'),
    )
    const keys = recogniseLogs(directory).buckets[0]?.files.map(({ key }) => key) ?? []
    expect(keys.filter(key => key.startsWith('all-places/')).toSorted()).toEqual([
      expect.stringContaining('/2026-11-18-07-15-02-'),
      expect.stringContaining('/2026-11-20-23-59-59-'),
    ])
  })

  it('of a bucket of the first years are recognised, in a log bucket with such a name', () => {
    put('My_Logs/access/2026-11-20-07-15-02-4B1D2A3C4D5E6F70', line('Legacy_Bucket'))
    expect(recogniseLogs(directory).settings.buckets).toEqual(['Legacy_Bucket'])
  })
})

const partitionedKey = (bucket: string, time: string) =>
  `my-logs/p/111122223333/eu-west-1/${bucket}/2026/11/20/2026-11-20-${time}-4B1D2A3C4D5E6F70`

describe('date-partitioned access logs', () => {
  it('are a source by event time when no name has a time of day', () => {
    put(partitionedKey('alpha', '00-00-00'), line('alpha'))
    put(partitionedKey('beta', '00-00-00'), line('beta'))
    const { settings, logging } = recogniseLogs(directory)
    const source = {
      kind: 'access-log',
      id: 'my-logs-p',
      bucket: 'my-logs',
      prefix: 'p/',
      dateSource: 'EventTime',
    }
    expect(settings).toEqual({ buckets: ['alpha', 'beta'], sources: [source] })
    expect(logging[0]).toEqual({
      bucket: 'alpha',
      region: 'eu-west-1',
      logging: { targetBucket: 'my-logs', targetPrefix: 'p/', partitionDateSource: 'EventTime' },
    })
  })

  it('are a source by delivery time when the names have times', () => {
    put(partitionedKey('alpha', '00-00-00'), line('alpha'))
    put(partitionedKey('alpha', '13-20-11'), line('alpha'))
    const { settings, buckets } = recogniseLogs(directory)
    expect(settings.sources).toMatchObject([{ dateSource: 'DeliveryTime' }])
    expect(buckets[0]?.files[1]?.lastModified).toEqual(new Date('2026-11-20T13:20:11Z'))
  })
})

describe('CloudTrail files', () => {
  it.each([
    ['account', 'AWSLogs/', { prefix: '' }],
    ['account', 'some/prefix/AWSLogs/', { prefix: 'some/prefix/' }],
    ['organization', 'AWSLogs/o-abc123/', { prefix: '', organization: 'o-abc123' }],
    ['control-tower', 'o-abc123/AWSLogs/o-abc123/', { prefix: '', organization: 'o-abc123' }],
  ])('are recognised in the %s layout under %s', (layout, root, expected) => {
    put(`my-trail/${root}${trailFile('111122223333')}`, gzipSync(events('alpha', 'beta')))
    put(`my-trail/${root}${trailFile('444455556666', 'us-east-1')}`, gzipSync(events('alpha')))
    const { settings, logging } = recogniseLogs(directory)
    expect(settings.buckets).toEqual(['alpha', 'beta'])
    expect(settings.sources).toEqual([
      {
        kind: 'cloudtrail',
        id: expect.any(String),
        bucket: 'my-trail',
        layout,
        accounts: ['111122223333', '444455556666'],
        regions: ['eu-west-1', 'us-east-1'],
        ...expected,
      },
    ])
    expect(logging).toEqual([])
  })

  it('are distinguished from digests and Insights events', () => {
    put(`my-trail/AWSLogs/${trailFile('111122223333')}`, gzipSync(events('alpha')))
    put(
      `my-trail/AWSLogs/${trailFile('111122223333').replaceAll('CloudTrail', 'CloudTrail-Digest')}`,
      gzipSync(events('x')),
    )
    put(
      `my-trail/AWSLogs/${trailFile('111122223333').replaceAll('CloudTrail', 'CloudTrail-Insight')}`,
      gzipSync(events('y')),
    )
    const { settings, unrecognised } = recogniseLogs(directory)
    expect(settings.buckets).toEqual(['alpha'])
    expect(unrecognised).toEqual([])
  })

  it('may be plain JSON, with the delivery time in the name', () => {
    const key = `AWSLogs/${trailFile('111122223333')}`.replace('.gz', '')
    put(`my-trail/${key}`, events('alpha'))
    const { buckets, settings } = recogniseLogs(directory)
    expect(settings.buckets).toEqual(['alpha'])
    expect(buckets[0]?.files).toMatchObject([{ key, lastModified: new Date('2026-11-20T07:05:00Z') }])
  })
})

describe('several trails', () => {
  it('are one, which has all of their files, and loose ones besides', () => {
    const file = trailFile('111122223333')
    put(`my-trail/data/AWSLogs/${file}`, gzipSync(events('alpha')))
    put(`my-trail/mgmt/AWSLogs/${file}`, gzipSync(events('beta')))
    put(path.basename(trailFile('444455556666', 'eusc-de-east-1')), gzipSync(events('gamma')))
    const { buckets, settings } = recogniseLogs(directory)
    expect(settings.buckets).toEqual(['alpha', 'beta', 'gamma'])
    expect(settings.sources).toMatchObject([
      {
        kind: 'cloudtrail',
        prefix: 'all-places/',
        layout: 'account',
        accounts: ['111122223333', '444455556666'],
        regions: ['eu-west-1', 'eusc-de-east-1'],
      },
    ])
    const keys = buckets.flatMap(({ files }) => files.map(({ key }) => key))
    const together = keys.filter(key => key.startsWith('all-places/AWSLogs/'))
    expect(new Set(together).size).toBe(3)
    for (const key of together)
      expect(key).toMatch(/\/CloudTrail\/[a-z0-9-]+\/2026\/11\/20\/[^/]+\.json\.gz$/)
  })
})

describe('a folder', () => {
  it('may hold all kinds at once, and files that are not logs', () => {
    put('my-logs/access/2026-11-20-07-15-02-4B1D2A3C4D5E6F70', line('alpha'))
    put('my-logs/111122223333/eu-west-1/beta/2026/11/20/2026-11-20-00-00-00-4B1D2A3C4D5E6F70', line('beta'))
    put(`my-trail/AWSLogs/${trailFile('111122223333')}`, gzipSync(events('alpha', 'delta')))
    put('my-logs/access/notes.txt', 'mine')
    put('README.md', 'mine too')
    const { buckets, settings, logging, unrecognised } = recogniseLogs(directory)
    expect(buckets.map(({ name, files }) => [name, files.length])).toEqual([
      ['my-logs', 2],
      ['my-trail', 1],
    ])
    expect(settings.buckets).toEqual(['alpha', 'beta', 'delta'])
    expect(logging.map(({ bucket }) => bucket)).toEqual(['alpha', 'beta'])
    expect(unrecognised.sort()).toEqual(['README.md', path.join('my-logs', 'access', 'notes.txt')])
    expect(settingsSchema.parse({ ...settings, channels: [] }).sources).toHaveLength(2)
    expect(new Set(settings.sources.map(({ id }) => id)).size).toBe(2)
  })

  it('without any log is refused with what it should look like', () => {
    put('my-logs/notes.txt', 'nothing here')
    expect(() => recogniseLogs(directory)).toThrow(
      /No S3 access logs or CloudTrail files in .*\n.*one folder for each log bucket/,
    )
  })

  it('that does not exist is refused by name', () => {
    expect(() => recogniseLogs(path.join(directory, 'nowhere'))).toThrow(/There is no folder .*nowhere/)
  })
})

it('leaves out odd names one by one, follows links, and ends in their loops', () => {
  const log = 'my-logs/access/2026-11-20-07-15-02-4B1D2A3C4D5E6F70'
  put(log, line('alpha'))
  put('elsewhere.txt', line('beta'))
  const at = (name: string) => path.join(directory, name)
  fs.symlinkSync(at('elsewhere.txt'), at('my-logs/access/2026-11-20-07-15-02-4B1D2A3C4D5E6F71'))
  fs.symlinkSync(at('my-logs'), at('my-logs/access/loop'))
  fs.symlinkSync(at('gone'), at('dangling'))
  fs.mkdirSync(Buffer.concat([Buffer.from(at('my-logs/')), Buffer.from([0xff])]))
  const { buckets, unreadable, settings } = recogniseLogs(directory)
  expect(buckets[0]?.files).toHaveLength(2)
  expect(settings.buckets).toEqual(['alpha', 'beta'])
  expect(unreadable.toSorted()).toEqual([
    'dangling (ENOENT)',
    'my-logs/access/loop (a link to a folder that is read already)',
    'my-logs/\ufffd (its name is not UTF-8)',
  ])
})

it('says which places are read together', () => {
  put('my-logs/old/2026-11-19-07-15-02-4B1D2A3C4D5E6F70', line('alpha'))
  put('my-logs/new/2026-11-20-07-15-02-4B1D2A3C4D5E6F71', line('alpha'))
  expect(recogniseLogs(directory).places).toEqual([
    {
      bucket: 'alpha',
      places: [
        { place: 'my-logs/new/', files: 1 },
        { place: 'my-logs/old/', files: 1 },
      ],
    },
  ])
})
