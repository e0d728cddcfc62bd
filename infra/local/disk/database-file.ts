import fs from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { quarantine } from './unusable.ts'

interface DatabaseFile {
  schema: string
  /** Columns of JSON, as `[table, column]`: a text that is none is damage too. */
  json?: readonly (readonly [table: string, column: string])[]
  /** Called with a damaged file, closed; what it throws ends the start. */
  whenDamaged: (file: string, cause: unknown) => void
}

/** Of SQLite: the file is malformed; it is no database; its schema cannot be read. */
const DAMAGE = new Set([11, 26])

/** Opens a SQLite file, makes it if there is none, and looks all of it over. Damage is reported before anything is read. */
export function openDatabaseFile(file: string, options: DatabaseFile): DatabaseSync {
  try {
    return checked(file, options)
  } catch (cause) {
    if (!isDamage(cause)) throw cause
    options.whenDamaged(file, cause)
    return checked(file, options)
  }
}

/** For a file that nothing else refers to: it is kept under another name, and a new one is made. */
export const startAfresh =
  (lost: string) =>
  (file: string): void => {
    const keptAs = quarantine(file, ['-wal', '-shm'])
    console.warn(`${file} was damaged: it is kept as ${keptAs}, and a new one was made. ${lost}`)
  }

class Malformed extends Error {
  readonly errcode = 11
}

function checked(file: string, { schema, json = [] }: DatabaseFile): DatabaseSync {
  // SQLite would take an empty file for a new database.
  if (fs.statSync(file, { throwIfNoEntry: false })?.size === 0 && !fs.existsSync(`${file}-wal`))
    throw new Malformed('The file is empty')
  const database = new DatabaseSync(file)
  try {
    database.exec(schema)
    const found = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check']
    if (found !== 'ok') throw new Malformed(String(found))
    for (const [table, column] of json)
      if (database.prepare(`SELECT 1 FROM ${table} WHERE NOT json_valid(${column}) LIMIT 1`).get())
        throw new Malformed(`${table}.${column} holds what is no JSON`)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function isDamage(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error)) return false
  // A file cut or garbled may read as one with other tables.
  return DAMAGE.has(Number(error.errcode)) || /no such column|malformed/.test(error.message)
}
