import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { expectClear } from '../support/clear-words.ts'
import { trailDeletion, trailFile, trailKey } from '../support/cloudtrail.ts'
import { datedKey, record } from '../support/product.ts'

/** `npm run ask` over a person's own files, as a process of its own, as a person runs it. */

const CACHE = new URL('../../infra/local/compile-cache.ts', import.meta.url).href
const ASK = new URL('../../infra/local/ask.ts', import.meta.url).pathname
const hourAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)

let directory: string
beforeAll(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-own-'))
})
afterAll(() => fs.rmSync(directory, { recursive: true, force: true }))

/** A folder of logs: keys below it with what they hold. */
function logs(name: string, files: Record<string, string | Uint8Array>): string {
  const root = path.join(directory, name)
  fs.mkdirSync(root, { recursive: true })
  for (const [key, body] of Object.entries(files)) {
    const file = path.join(root, key)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, body)
  }
  return root
}

interface Ended {
  code: number | null
  out: string
  err: string
}

function ask(...args: string[]): Promise<Ended> {
  const child = spawn(
    process.execPath,
    ['--import', CACHE, ASK, ...args, '--data', path.join(directory, 'data')],
    {
      cwd: directory,
      // What a laptop has set must not lead anywhere else.
      env: { HOME: directory, AWS_PROFILE: 'production', AWS_REGION: 'ap-south-1', AWS_ENDPOINT_URL: '' },
    },
  )
  const ended = { out: '', err: '' }
  child.stdout.on('data', (data: Buffer) => (ended.out += data.toString()))
  child.stderr.on('data', (data: Buffer) => (ended.err += data.toString()))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve({ ...ended, code }))
  })
}

const deleted = (bucket: string, key: string) =>
  `${record({ bucket, time: hourAgo(3), operation: 'REST.DELETE.OBJECT', key, status: 204 })}\n`
const dated = datedKey('my-logs/access/', hourAgo(2), 'AAAAAAAAAAAAAAAA')
const dayPath = hourAgo(3).toISOString().slice(0, 10).replaceAll('-', '/')

const LAYOUTS: Record<string, { files: Record<string, string | Uint8Array>; log: string }> = {
  'dated keys': { log: 'server access logs', files: { [dated]: deleted('mine', 'a.txt') } },
  'dated keys, gzip': {
    log: 'server access logs',
    files: { [`${dated}.gz`]: gzipSync(deleted('mine', 'a.txt')) },
  },
  'partitions by day': {
    log: 'server access logs',
    files: {
      [`my-logs/111122223333/eu-west-1/mine/${dayPath}/${dayPath.replaceAll('/', '-')}-00-00-00-AAAAAAAAAAAAAAAA`]:
        deleted('mine', 'a.txt'),
    },
  },
  'partitions by day, gzip': {
    log: 'server access logs',
    files: {
      [`my-logs/p/111122223333/eu-west-1/mine/${dayPath}/${dayPath.replaceAll('/', '-')}-00-00-00-AAAAAAAAAAAAAAAA.gz`]:
        gzipSync(deleted('mine', 'a.txt')),
    },
  },
  CloudTrail: {
    log: 'CloudTrail',
    files: {
      [`my-trail/${trailKey(hourAgo(2))}`]: trailFile(
        trailDeletion({ bucket: 'mine', time: hourAgo(3), key: 'a.txt', requestId: 'R1' }),
      ),
    },
  },
  'CloudTrail, plain': {
    log: 'CloudTrail',
    files: {
      [`my-trail/${trailKey(hourAgo(2), 'AAAAAAAAAAAAAAAA', '.json')}`]: JSON.stringify({
        Records: [trailDeletion({ bucket: 'mine', time: hourAgo(3), key: 'a.txt', requestId: 'R1' })],
      }),
    },
  },
}

/** Every key of the one object that `--json` prints. */
const KEYS =
  'investigation analysis state window headline figures rowCount csvPath coverage scannedBytes seconds problem'.split(
    ' ',
  )
const COVERAGE_KEYS = 'objects bytes lines events unparsed duplicates firstEvent lastEvent'.split(' ')
const STAGES = 'plan copy evidence query report'.split(' ')

const mine = () => logs('mine', LAYOUTS['dated keys']!.files)

/** The one object of `--json`, with every key that it always has. */
function answerIn(out: string): Record<string, unknown> {
  const answer = z.record(z.string(), z.unknown()).parse(JSON.parse(out))
  expect(Object.keys(answer)).toEqual(expect.arrayContaining(KEYS))
  return answer
}

describe('a folder of logs', () => {
  it.each(Object.keys(LAYOUTS))('is answered from, as JSON and as a CSV that opens: %s', async name => {
    const { files } = LAYOUTS[name]!
    const { code, out, err } = await ask('deletions mine 24h', '--json', '--logs', logs(name, files))
    expect(err).toBe('')
    expect(code).toBe(0)
    const answer = answerIn(out)
    expect(Object.keys(answer.coverage ?? {})).toEqual(expect.arrayContaining(COVERAGE_KEYS))
    expect(Object.keys(answer.seconds ?? {})).toEqual(expect.arrayContaining(STAGES))
    expect(answer).toMatchObject({
      analysis: 'object-deletion',
      state: 'answered',
      headline: expect.stringMatching(/^1 deletion in mine; all by user ada from 203\.0\.113\.7 at /),
      rowCount: 1,
      coverage: { objects: 1, lines: 1, events: 1, unparsed: 0, duplicates: 0 },
      problem: null,
    })
    const rows = parse(fs.readFileSync(String(answer.csvPath)), { columns: true })
    expect(rows).toMatchObject([{ key: 'a.txt', requester: 'arn:aws:iam::111122223333:user/ada' }])
  })

  it('is told of in words, with the table, what it rests on and where the CSV lies', async () => {
    const { files } = LAYOUTS['dated keys']!
    const { code, out, err } = await ask('deletions mine 24h', '--logs', logs('words', files))
    expect(code).toBe(0)
    expect(out).toMatch(/1 deletion in mine; all by user ada/)
    expect(out).toMatch(/│ a\.txt +│/)
    expect(out).toContain('Read from server access logs: 1 log object')
    const [, csv = ''] = /^CSV: (.+)$/m.exec(out) ?? []
    expect(fs.existsSync(csv)).toBe(true)
    // The stages pass on the other stream.
    expect(err).toContain('Looking for the logs')
    expectClear(out)
  })
})

describe('what is no question', () => {
  it('may be help', async () => {
    const { code, out } = await ask('help', '--logs', mine())
    expect(code).toBe(0)
    expect(out).toContain('/s3audit object-deletion mine 24h now')
    expectClear(out)
  })

  it('is told back with its mistake, and the process ends with 1', async () => {
    const { code, out } = await ask('xyzzy mine 24h', '--logs', mine())
    expect(code).toBe(1)
    expect(out).toMatch(/No question is called "xyzzy"/)
    expectClear(out)
  })

  it('is told as JSON with every key, too', async () => {
    const { code, out } = await ask('deletions another 24h', '--logs', mine(), '--json')
    expect(code).toBe(1)
    const answer = answerIn(out)
    expect(answer).toMatchObject({
      state: 'not-started',
      csvPath: null,
      problem: { what: expect.stringMatching(/may not be asked about the bucket `?another/) },
    })
  })
})

describe('what has no answer', () => {
  it('ends with 1 and the problem in words', async () => {
    const { code, out } = await ask(
      `deletions mine ${hourAgo(400).toISOString().slice(0, 10)}`,
      '--logs',
      mine(),
    )
    expect(code).toBe(1)
    expect(out).toMatch(/No log objects were found in s3:\/\/my-logs\/access\/ for this window/)
    expect(out).toContain('What to do: ')
    expectClear(out)
  })

  it('ends with 1 and the problem as JSON with every key', async () => {
    const { code, out } = await ask(
      `deletions mine ${hourAgo(400).toISOString().slice(0, 10)}`,
      '--json',
      '--logs',
      mine(),
    )
    expect(code).toBe(1)
    const answer = answerIn(out)
    expect(answer).toMatchObject({
      analysis: 'object-deletion',
      state: 'failed',
      headline: null,
      csvPath: null,
      problem: { code: 'no-log-objects', what: expect.stringContaining('No log objects were found in') },
    })
  })
})

describe('a folder that holds no logs', () => {
  it.each([
    ['is empty', () => logs('empty', {}), /No S3 access logs or CloudTrail files in .*empty/],
    ['is not there', () => path.join(directory, 'nowhere'), /There is no folder .*nowhere/],
    ['holds a picture', () => logs('album', { 'my-logs/cat.jpg': 'x' }), /No S3 access logs or CloudTrail/],
  ])('is refused with what it should look like when it %s', async (_, folder, why) => {
    const { code, err } = await ask('deletions mine 24h', '--logs', folder())
    expect(code).toBe(1)
    expect(err).toMatch(why)
    expect(err).toContain('DIR/my-log-bucket/any/prefix/2026-11-20-07-15-02-4B1D2A3C4D5E6F70')
    expectClear(err)
  })

  it('is refused as JSON with every key, too', async () => {
    const { code, out } = await ask('deletions mine 24h', '--json', '--logs', path.join(directory, 'nowhere'))
    expect(code).toBe(1)
    const answer = answerIn(out)
    expect(answer).toMatchObject({
      state: 'not-started',
      problem: { what: expect.stringMatching(/nowhere/) },
    })
  })
})

it.each([['--help'], ['-h']])('says what it does and takes for %s', async option => {
  const { code, out } = await ask(option)
  expect(code).toBe(0)
  for (const known of ['--logs', '--json', '--data', 'npm run ask -- help']) expect(out).toContain(known)
})

it.each(['list mine', 'watch deletions my-bucket every day'])(
  'says that nothing is kept for “%s”',
  async text => {
    const { code, err } = await ask(text)
    expect(code).toBe(1)
    expect(err).toContain('each question stands alone')
    expectClear(err)
  },
)

it('says how it is called when an option is unknown', async () => {
  const { code, err } = await ask('help', '--log', directory)
  expect(code).toBe(1)
  expect(err).toContain("Unknown option '--log'")
  expect(err).not.toContain('positional')
  expect(err).toContain('npm run ask -- ')
  expectClear(err)
})

const between = (from: number, to: number) =>
  `${hourAgo(from).toISOString().slice(0, 19)}Z to ${hourAgo(to).toISOString().slice(0, 19)}Z`

it('answers a second question from what was read before as one that reads all again', async () => {
  const hours = Array.from({ length: 30 }, (_, hour) => hour + 2)
  const files = hours.map(hour => {
    const key = datedKey('my-logs/access/', hourAgo(hour - 1), String(hour).padStart(16, '0'))
    const line = record({
      bucket: 'kept',
      time: hourAgo(hour),
      operation: 'REST.DELETE.OBJECT',
      key: `${hour}.txt`,
      status: 204,
    })
    return [key, `${line}\n`] as const
  })
  const root = logs('kept', Object.fromEntries(files))
  const answerOf = async (window: string, ...options: string[]) => {
    const { out } = await ask(`object-deletion kept ${window}`, '--logs', root, '--json', ...options)
    const { headline, figures, rowCount, coverage, csvPath } = z.looseObject({}).parse(JSON.parse(out))
    return { headline, figures, rowCount, coverage, csv: fs.readFileSync(z.string().parse(csvPath), 'utf8') }
  }
  await answerOf(between(28.5, 8.5))
  const narrower = between(20.5, 10.5)
  const later = between(26.5, 4.5)
  expect(fs.readdirSync(path.join(directory, 'data', 'evidence')).length).toBeGreaterThan(0)
  for (const window of [narrower, later]) {
    const fresh = await answerOf(window, '--fresh')
    expect(await answerOf(window)).toEqual(fresh)
  }
  expect(await answerOf(narrower)).toMatchObject({ rowCount: 10, coverage: { events: 10 } })
})
