import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ownPlace } from '../../infra/local/services/log-deps.ts'
import { startServices } from '../../infra/local/services/services.ts'
import { unusable, UnusableState } from '../../infra/local/disk/unusable.ts'
import { INCIDENTS, datedKey, record, smallLogs } from '../support/product.ts'

/** What a crash, a full disk or a careless hand leaves of the local state: told in words, and nothing is lost by it. */

const now = () => new Date()
const deps = smallLogs({ buckets: { mine: {} }, objects: [{ bucket: 'mine-logs', key: 'a', body: 'one' }] })
const open = (directory: string) => startServices({ directory, logs: deps, now, sweepMs: 3_600_000 })

let base: string
let state: string
let warned: string
beforeEach(async () => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'damaged-state-'))
  state = path.join(base, 'workspace')
  warned = ''
  vi.spyOn(console, 'warn').mockImplementation((...said: unknown[]) => void (warned += said.join(' ')))
  await used()
})
afterEach(() => {
  vi.restoreAllMocks()
  fs.rmSync(base, { recursive: true, force: true })
})

type Running = Awaited<ReturnType<typeof open>>
const at = (name: string) => path.join(state, name)

async function running<T>(use: (services: Running) => Promise<T>): Promise<T> {
  const services = await open(state)
  services.connect({
    slack: () => Promise.reject(new Error('Nobody types')),
    reconcile: () => Promise.resolve(),
  })
  try {
    return await use(services)
  } finally {
    await services.close()
  }
}

const tables = ({ env }: Running) =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: env.AWS_ENDPOINT_URL_DYNAMODB,
      region: env.AWS_REGION,
      credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
    }),
  )
const ITEMS = 60
const id = (number: number) => `item-${number}`

/** A state with items, an object and a message. */
const used = () =>
  running(async services => {
    const documents = tables(services)
    for (let number = 0; number < ITEMS; number++)
      await documents.send(
        new PutCommand({
          TableName: services.env.TABLE_NAME,
          Item: { id: id(number), text: 'x'.repeat(500) },
        }),
      )
    services.store.createBucket('kept', { region: 'eu-west-1' })
    services.store.putBytes('kept', 'object', Buffer.from('kept'))
    const posted = await fetch(`${services.slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${services.env.SLACK_BOT_TOKEN}`,
      },
      body: JSON.stringify({ channel: INCIDENTS, text: 'an answer' }),
    })
    expect(await posted.json()).toMatchObject({ ok: true })
  })

const itemsKept = (services: Running) =>
  tables(services)
    .send(new GetCommand({ TableName: services.env.TABLE_NAME, Key: { id: id(ITEMS - 1) } }))
    .then(({ Item }) => Item !== undefined)
const messages = ({ slack }: Running) => slack.client.messages(INCIDENTS).map(({ text: said }) => said)

/** Every file below a folder, with its bytes; a lock and a log of LevelDB's say nothing. */
const content = (folder: string) =>
  Object.fromEntries(
    fs
      .readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && !/^(LOG|LOG\.old|LOCK)$|-(shm|wal)$/.test(entry.name))
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .map(file => [path.relative(folder, file), fs.readFileSync(file).toString('base64')]),
  )

const garble = (file: string, from = 0) => {
  const bytes = fs.readFileSync(file)
  bytes.subarray(from, from + 400).fill(0xaa)
  fs.writeFileSync(file, bytes)
}
const cut = (file: string) => fs.truncateSync(file, Math.floor(fs.statSync(file).size / 2))
const empty = (file: string) => fs.truncateSync(file, 0)
const inDatabase = (pattern: RegExp): string =>
  at(path.join('dynamodb', fs.readdirSync(at('dynamodb')).find(name => pattern.test(name)) ?? 'none'))

describe('a file that nothing else refers to is kept under another name, and a new one is made', () => {
  it.each<[string, string, (file: string) => void]>([
    ['empty secrets', 'secrets.json', empty],
    ['garbled secrets', 'secrets.json', garble],
    ['garbled messages', 'slack/slack.sqlite', garble],
    ['cut messages', 'slack/slack.sqlite', cut],
    ['empty messages', 'slack/slack.sqlite', empty],
    ['garbled queries', 'athena/executions.sqlite', garble],
    ['cut queries', 'athena/executions.sqlite', cut],
    ['garbled copies', 's3-control/jobs.sqlite', garble],
  ])('%s', async (_, name, damage) => {
    damage(at(name))
    const before = fs.readFileSync(at(name))
    await running(async services => {
      expect(await itemsKept(services)).toBe(true)
      expect(services.store.head('kept', 'object')).toBeDefined()
      expect(messages(services)).toEqual(name.startsWith('slack') ? [] : ['an answer'])
    })
    const [, keptAs = 'none'] = /kept as (\S+\.damaged-[0-9a-f]{8})/.exec(warned) ?? []
    expect(warned).toContain(`${at(name)} was damaged`)
    expect(fs.readFileSync(keptAs)).toEqual(before)
    // Once: the new one is whole.
    warned = ''
    await running(() => Promise.resolve())
    expect(warned).toBe('')
  })

  it('a message whose JSON is broken within a sound file', async () => {
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(at('slack/slack.sqlite'))
    database.exec(`UPDATE messages SET body = '{"text":'`)
    database.close()
    await running(services => Promise.resolve(expect(messages(services)).toEqual([])))
    expect(warned).toContain('slack.sqlite was damaged')
  })
})

describe('what others refer to is not started without: nothing is changed, and it is told what to do', () => {
  it.each<[string, () => void, () => string]>([
    ['a garbled index of objects', () => garble(at('s3/index.sqlite')), () => at('s3/index.sqlite')],
    ['a cut index of objects', () => cut(at('s3/index.sqlite')), () => at('s3/index.sqlite')],
    ['an empty index of objects', () => empty(at('s3/index.sqlite')), () => at('s3/index.sqlite')],
    ['a lost index of objects', () => fs.rmSync(at('s3/index.sqlite')), () => at('s3/index.sqlite')],
    ['tables without CURRENT', () => fs.rmSync(at('dynamodb/CURRENT')), () => at('dynamodb')],
    ['tables with a garbled CURRENT', () => garble(at('dynamodb/CURRENT')), () => at('dynamodb')],
    ['tables with a garbled log', () => garble(inDatabase(/\.log$/), 9000), () => at('dynamodb')],
    ['tables with an empty log', () => empty(inDatabase(/\.log$/)), () => at('dynamodb')],
    ['tables without a manifest', () => fs.rmSync(inDatabase(/^MANIFEST/)), () => at('dynamodb')],
    ['a garbled manifest', () => garble(inDatabase(/^MANIFEST/)), () => at('dynamodb')],
    [
      'tables that are gone while Slack’s messages are there',
      () => fs.rmSync(at('dynamodb'), { recursive: true }),
      () => at('dynamodb'),
    ],
  ])('%s', async (_, damage, file) => {
    damage()
    const folder = at(path.relative(state, file()).split(path.sep)[0] ?? '')
    const before = fs.existsSync(folder) ? content(folder) : {}
    const refused = await open(state).then(
      () => 'started',
      (error: unknown) => error,
    )
    expect(refused).toBeInstanceOf(UnusableState)
    const words = unusable(refused, state)
    expect(words).toBe(
      `${file()} is damaged. Nothing was changed. Move ${state} away to start with nothing, or keep it and start with --data elsewhere.`,
    )
    expect(content(folder)).toEqual(before)
  })

  it('the remedy works, and the tables that were moved away are whole but for the damage', async () => {
    fs.rmSync(at('dynamodb/CURRENT'))
    await expect(open(state)).rejects.toThrow('is damaged')
    fs.renameSync(state, `${state}.away`)
    await running(services => Promise.resolve(expect(messages(services)).toEqual([])))
  })
})

it('a sound state goes on, after a kill in the middle of a start too', async () => {
  fs.mkdirSync(at('dynamodb.opening-abc123'))
  await running(async services => {
    expect(await itemsKept(services)).toBe(true)
    expect(messages(services)).toEqual(['an answer'])
  })
  expect(warned).toBe('')
  expect(fs.readdirSync(state).filter(name => name.includes('opening'))).toEqual([])
})

const system = (code: string, file?: string) =>
  Object.assign(new Error(`${code}: something, mkdir`), { code, ...(file && { path: file }) })

describe('what the system says of a folder becomes words', () => {
  it.each([
    ['EROFS', 'is read-only'],
    ['EACCES', 'by this user'],
    ['EPERM', 'by this user'],
    ['ENOTDIR', 'is a file, not a folder'],
    ['EEXIST', 'is a file where a folder is needed'],
    ['EISDIR', 'is a folder where a file is needed'],
    ['ENOSPC', 'the disk is full'],
  ])('%s', (code, words) => {
    const told = unusable(system(code, '/data/x'), '/data')
    expect(told).toMatch(/^\/data\/x .*Choose another folder with --data\.$/)
    expect(told).toContain(words)
    expect(unusable(new Error('It failed', { cause: system(code) }), '/data')).toContain('/data ')
  })

  it.each(['IO error: /data/LOCK: Read-only file system', 'attempt to write a readonly database'])(
    'of a library: %s',
    message => {
      const told = unusable(new Error('Cannot open', { cause: new Error(message) }), '/data')
      expect(told).toMatch(/^\/data cannot be written to/)
    },
  )

  it('a defect of our own is none of these', () => {
    expect(unusable(new TypeError('x is not a function'), '/data')).toBeUndefined()
  })
})

const program = async (name: 'main' | 'ask', ...args: string[]) => {
  const entry = new URL(`../../infra/local/${name}.ts`, import.meta.url).pathname
  const child = spawn(process.execPath, [entry, ...args], { cwd: base, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>(resolve => child.on('exit', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, out, err }
}
const logs = () => {
  const hour = new Date(Date.now() - 3_600_000)
  const file = path.join(base, 'mine', 'my-logs', datedKey('a/', hour))
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, `${record({ bucket: 'mine', time: hour })}\n`)
  return path.join(base, 'mine')
}

describe('the programs', { timeout: 60_000 }, () => {
  it('npm start says it without a stack, and ends with 1: the data folder is a file', async () => {
    const file = path.join(base, 'file')
    fs.writeFileSync(file, '')
    const { code, err } = await program('main', '--port', '0', '--data', file, '--logs', logs())
    expect(code).toBe(1)
    expect(err).toContain(`${file} is a file where a folder is needed`)
    expect(err).not.toMatch(/^ {4}at /m)
  })

  it('npm start says it without a stack, and ends with 1: damaged tables', async () => {
    const folder = logs()
    fs.renameSync(state, path.join(base, ownPlace(folder)))
    state = path.join(base, ownPlace(folder))
    garble(at('dynamodb/CURRENT'))
    const { code, err } = await program('main', '--port', '0', '--data', base, '--logs', folder)
    expect(code).toBe(1)
    expect(err).toContain(`${at('dynamodb')} is damaged. Nothing was changed.`)
    expect(err).not.toMatch(/^ {4}at /m)
  })

  it('npm run ask says it, and ends with 1: the sample week cannot be made', async () => {
    const file = path.join(base, 'file')
    fs.writeFileSync(file, '')
    const { code, err } = await program('ask', 'help', '--data', path.join(file, 'below'))
    expect(code).toBe(1)
    expect(err).toMatch(/is a file, not a folder/)
    expect(err).not.toMatch(/^ {4}at /m)
  })
})

it('two folders of the same name have a state of their own each, the same at every start', () => {
  expect(ownPlace('a/logs')).not.toBe(ownPlace('b/logs'))
  expect(ownPlace('a/logs')).toBe(ownPlace(path.resolve('a/logs/')))
})
