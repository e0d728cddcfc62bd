import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeOrphans } from '../../../infra/local/s3/storage/bodies.ts'
import { type ObjectStore, openStore } from '../../../infra/local/s3/storage/store.ts'

const NOW = new Date('2026-03-01T12:00:00.700Z')
const STORE_MODULE = path.resolve('infra/local/s3/storage/store.ts')

let directory: string
let store: ObjectStore

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3-store-'))
  store = open()
  store.createBucket('logs', { region: 'eu-west-1' })
})

afterEach(() => {
  store.close()
  fs.rmSync(directory, { recursive: true, force: true })
})

const open = () => openStore(path.join(directory, 'store'), { now: () => NOW })
const put = (key: string, text: string) => store.putBytes('logs', key, Buffer.from(text))
const read = (key: string) => fs.readFileSync(store.head('logs', key)?.path ?? '', 'utf8')
const keys = (range = {}) => store.list('logs', range).map(object => object.key)

function filesOnDisk(): string[] {
  return fs
    .readdirSync(path.join(directory, 'store'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.name.startsWith('index.sqlite'))
    .map(entry => entry.name)
}

function* breakingEntries() {
  yield { key: 'one', bytes: Buffer.from('1') }
  throw new Error('the source broke')
}

describe('objects', () => {
  it('keeps bytes, MD5, size and the time in whole seconds', () => {
    const object = put('a/b.txt', 'hello')
    expect(object).toMatchObject({
      size: 5,
      etag: '5d41402abc4b2a76b9719d911017c592',
      storageClass: 'STANDARD',
    })
    expect(object.lastModified.toISOString()).toBe('2026-03-01T12:00:00.000Z')
    expect(read('a/b.txt')).toBe('hello')
  })

  it('stores a file by moving it', () => {
    const file = path.join(directory, 'result.csv')
    fs.writeFileSync(file, 'x,y')
    store.putFile('logs', 'result.csv', file, { contentType: 'text/csv', metadata: { query: '7' } })
    expect(fs.existsSync(file)).toBe(false)
    expect(read('result.csv')).toBe('x,y')
    expect(store.head('logs', 'result.csv')).toMatchObject({
      contentType: 'text/csv',
      metadata: { query: '7' },
    })
  })

  it('names the file of a gzip object so that readers know it by its name', () => {
    expect(put('x/trail.json.gz', '').path).toMatch(/\.gz$/)
    expect(put('x/gz', '').path).not.toMatch(/\.gz$/)
  })

  it('removes the body of what is overwritten or deleted', () => {
    put('k', 'one')
    put('k', 'two')
    expect(filesOnDisk()).toHaveLength(1)
    store.delete('logs', 'k')
    expect(filesOnDisk()).toHaveLength(0)
    expect(store.head('logs', 'k')).toBeUndefined()
  })

  it('puts all of many or none', () => {
    expect(() => store.putMany('logs', breakingEntries())).toThrow('the source broke')
    expect(keys()).toEqual([])
  })

  it('notifies listeners about every put and copy once it is recorded', () => {
    const seen: string[] = []
    store.onPut(object => seen.push(`${object.key} ${store.head('logs', object.key)?.size}`))
    const source = put('one', '1')
    store.putMany('logs', [{ key: 'two', bytes: Buffer.from('22') }])
    store.copyMany([{ source, bucket: 'logs', key: 'three' }])
    expect(seen).toEqual(['one 1', 'two 2', 'three 1'])
  })

  it('keeps a copy when its source is deleted', () => {
    const source = store.putBytes('logs', 'source.gz', Buffer.from('body'), { metadata: { a: 'b' } })
    store.copyMany([{ source, bucket: 'logs', key: 'copy.gz' }])
    store.delete('logs', 'source.gz')
    expect(read('copy.gz')).toBe('body')
    expect(store.head('logs', 'copy.gz')).toMatchObject({ metadata: { a: 'b' } })
  })
})

describe('listing', () => {
  it('orders keys by their UTF-8 bytes, not by UTF-16 units', () => {
    const ordered = ['', '!', '../x', 'A', 'Z', 'a', 'a//b', 'a/b', 'é', '\ud7ff', '\ue000', '\uffff', '😀']
    for (const key of ordered.toReversed()) put(`k${key}`, '')
    expect(keys()).toEqual(ordered.map(key => `k${key}`))
  })

  it('narrows to a prefix, also one that ends where code points jump', () => {
    for (const key of ['a', 'a%b', 'a\ud7ff1', 'a\ue000', 'b', 'a😀']) put(key, '')
    expect(keys({ prefix: 'a\ud7ff' })).toEqual(['a\ud7ff1'])
    expect(keys({ prefix: 'a%' })).toEqual(['a%b'])
    expect(keys({ prefix: 'a' })).toHaveLength(5)
  })

  it('starts after or at a key and stops at a limit', () => {
    for (const key of ['a', 'b', 'c', 'd']) put(key, '')
    expect(keys({ startAfter: 'a', limit: 2 })).toEqual(['b', 'c'])
    expect(keys({ startAt: 'c' })).toEqual(['c', 'd'])
  })
})

const mount = (name: string, text: string) => {
  const file = path.join(directory, name)
  fs.writeFileSync(file, text)
  store.mount('logs', [{ key: name, path: file, lastModified: new Date('2026-01-02T03:04:05Z') }])
  return file
}

describe('mounted files', () => {
  it('are served from their original location', () => {
    const file = mount('own.log', 'line')
    expect(store.head('logs', 'own.log')).toMatchObject({ path: file, size: 4 })
    expect(store.head('logs', 'own.log')?.lastModified.toISOString()).toBe('2026-01-02T03:04:05.000Z')
  })

  it('do not change when their object is deleted or overwritten', () => {
    const file = mount('own.log', 'line')
    put('own.log', 'other')
    store.delete('logs', 'own.log')
    mount('own.log', 'line')
    store.delete('logs', 'own.log')
    expect(fs.readFileSync(file, 'utf8')).toBe('line')
  })

  it('are copied without a byte being moved; the copy stays when they are forgotten', () => {
    const file = mount('own.log', 'line')
    const source = store.head('logs', 'own.log')
    if (source) store.copyMany([{ source, bucket: 'logs', key: 'copy.log' }])
    store.unmount('logs')
    expect(keys()).toEqual(['copy.log'])
    expect(store.head('logs', 'copy.log')).toMatchObject({ path: file, mounted: true, etag: source?.etag })
    store.delete('logs', 'copy.log')
    expect(fs.readFileSync(file, 'utf8')).toBe('line')
  })

  it('can be forgotten without touching what was put', () => {
    mount('own.log', 'line')
    put('k', '')
    store.unmount('logs')
    expect(keys()).toEqual(['k'])
  })
})

describe('after a crash', () => {
  it('finds everything that was acknowledged before kill -9', async () => {
    const script = `
      import { openStore } from ${JSON.stringify(STORE_MODULE)}
      const store = openStore(${JSON.stringify(path.join(directory, 'killed'))}, { now: () => new Date() })
      store.createBucket('b', { region: 'eu-west-1' })
      store.setConfiguration('b', 'policy', '{}')
      for (let n = 0; ; n++) { store.putBytes('b', 'k' + n, Buffer.from('body ' + n)); console.log(n) }`
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const gone = new Promise(resolve => child.once('exit', resolve))
    let last = -1
    for await (const line of createInterface({ input: child.stdout })) {
      last = Number(line)
      if (last >= 200) child.kill('SIGKILL')
    }
    await gone
    const reopened = openStore(path.join(directory, 'killed'), { now: () => NOW })
    expect(last).toBeGreaterThanOrEqual(200)
    expect(reopened.hasBucket('b')).toBe(true)
    expect(reopened.configuration('b', 'policy')).toBe('{}')
    for (let n = 0; n <= last; n++) {
      expect(fs.readFileSync(reopened.head('b', `k${n}`)?.path ?? '', 'utf8')).toBe(`body ${n}`)
    }
    reopened.close()
  })

  it('removes bodies that never came into the index, but none that another process may be recording', () => {
    const body = path.relative(path.join(directory, 'store'), put('k', 'kept').path)
    const orphan = store.incoming()
    fs.writeFileSync(orphan, 'half a body')
    store.close()
    store = open()
    expect(fs.existsSync(orphan)).toBe(true)
    removeOrphans(path.join(directory, 'store'), new Set([body]), Date.now() + 1000)
    expect(fs.existsSync(orphan)).toBe(false)
    expect(read('k')).toBe('kept')
  })

  it('keeps parts of a multipart upload', async () => {
    const upload = store.uploads.create('logs', 'joined', { contentType: 'text/plain' })
    for (const [index, text] of ['one ', 'two'].entries()) {
      const file = store.incoming()
      fs.writeFileSync(file, text)
      store.uploads.putPart(upload.id, index + 1, file, '5d41402abc4b2a76b9719d911017c592')
    }
    store.close()
    store = open()
    const again = store.uploads.get(upload.id)
    if (again) await store.uploads.complete(again, [1, 2])
    expect(read('joined')).toBe('one two')
    expect(store.head('logs', 'joined')).toMatchObject({ contentType: 'text/plain' })
    expect(filesOnDisk()).toHaveLength(1)
  })
})
