import { createHash, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { parsePutOptions, type PutOptions } from './attributes.ts'
import type { Bodies } from './bodies.ts'
import type { Catalog } from './catalog.ts'
import type { StoredObject } from './stored.ts'

export interface Upload {
  id: string
  bucket: string
  key: string
  options: PutOptions
}

export interface Part {
  /** 1 to 10,000. */
  number: number
  size: number
  etag: string
  lastModified: Date
}

interface PartRow extends Part {
  path: string
}

/** Multipart uploads. They outlive the process, as a Lambda function's uploads outlive it on AWS. */
export interface Uploads {
  create(bucket: string, key: string, options: PutOptions): Upload
  get(id: string): Upload | undefined
  /** Moves `file` in as the part of that number, in place of an earlier one. */
  putPart(id: string, number: number, file: string, etag: string): void
  /** Sorted by number. */
  parts(id: string): Part[]
  /** Joins the parts of these numbers, in this order, into the object, and forgets the upload. */
  complete(upload: Upload, numbers: readonly number[]): Promise<StoredObject>
  abort(id: string): void
}

/** The multipart uploads of a store, kept in its index and among its bodies. */
export function openUploads(
  catalog: Catalog,
  bodies: Bodies,
  {
    now,
    putFile,
  }: { now: () => Date } & {
    putFile: (bucket: string, key: string, file: string, options?: PutOptions) => StoredObject
  },
): Uploads {
  const { database } = catalog
  const insert = database.prepare('INSERT INTO upload (id, bucket, key, options) VALUES (?, ?, ?, ?)')
  const find = database.prepare('SELECT * FROM upload WHERE id = ?')
  const putPart = database.prepare(
    'INSERT OR REPLACE INTO part (upload, number, size, etag, modified, path) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const findParts = database.prepare('SELECT * FROM part WHERE upload = ? ORDER BY number')

  const rows = (id: string): PartRow[] =>
    findParts.all(id).map(row => ({
      number: Number(row['number']),
      size: Number(row['size']),
      etag: String(row['etag']),
      lastModified: new Date(Number(row['modified'])),
      path: String(row['path']),
    }))
  const forget = (id: string) => {
    const parts = rows(id)
    catalog.transaction(() => {
      database.prepare('DELETE FROM part WHERE upload = ?').run(id)
      database.prepare('DELETE FROM upload WHERE id = ?').run(id)
    })
    for (const part of parts) bodies.remove(part.path)
  }

  return {
    create(bucket, key, options) {
      const id = randomUUID()
      insert.run(id, bucket, key, JSON.stringify(options))
      return { id, bucket, key, options }
    },
    get(id) {
      const row = find.get(id)
      if (!row) return undefined
      const options = parsePutOptions(String(row['options']))
      return { id, bucket: String(row['bucket']), key: String(row['key']), options }
    },
    putPart(id, number, file, etag) {
      const old = rows(id).find(part => part.number === number)
      const { size } = fs.statSync(file)
      putPart.run(id, number, size, etag, now().getTime(), bodies.adopt(file, ''))
      if (old) bodies.remove(old.path)
    },
    parts: rows,
    async complete({ id, bucket, key, options }, numbers) {
      const byNumber = new Map(rows(id).map(part => [part.number, part]))
      const parts = numbers.map(number => byNumber.get(number)).filter(part => part !== undefined)
      const file = bodies.incoming()
      await concatenate(
        parts.map(part => bodies.absolute(part.path)),
        file,
      )
      const object = putFile(bucket, key, file, { ...options, etag: multipartEtag(parts) })
      forget(id)
      return object
    },
    abort: forget,
  }
}

async function concatenate(files: readonly string[], target: string): Promise<void> {
  await pipeline(async function* () {
    for (const file of files) yield* fs.createReadStream(file)
  }, fs.createWriteStream(target))
}

/** The MD5 of the parts' MD5s, and their number. */
function multipartEtag(parts: readonly { etag: string }[]): string {
  const hash = createHash('md5')
  for (const part of parts) hash.update(Buffer.from(part.etag, 'hex'))
  return `${hash.digest('hex')}-${parts.length}`
}
