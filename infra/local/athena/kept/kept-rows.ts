import { createHash, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import { privateFolder } from '../../disk/unusable.ts'

/**
 * What row-wise statements made of files, kept as Parquet from one process to the next: an entry is a folder with
 * the result over some files. It can always be made again, so whatever is damaged or gone is only missing.
 */

/** A file as it was read: `version` changes with its path, size and modification time. */
export interface KeptFile {
  version: string
  /** What its rows show as their path, behind the bucket. */
  key: string
}

export interface Entry {
  directory: string
  files: readonly KeptFile[]
  parquet: readonly string[]
}

/** Which of the files wanted are held by entries, and which must be read. */
export interface Found<File> {
  /** With the files of each that are wanted: all of them, or some. */
  held: { entry: Entry; wanted: File[] }[]
  missing: File[]
}

const contents = z.object({ files: z.array(z.object({ version: z.string(), key: z.string() })) })
const CONTENTS = 'files.json'

/** Characters of a statement's name in that of a folder. */
const NAME = 32

export class KeptRows {
  readonly #directory: string
  readonly #most: number
  readonly #now: () => Date

  /** @param most bytes that entries may take; those unused longest go first */
  constructor(directory: string, { most, now }: { most: number; now: () => Date }) {
    privateFolder(directory)
    this.#directory = directory
    this.#most = most
    this.#now = now
  }

  /** The entries of a statement that hold files of those wanted; each file is taken from one entry. */
  find<File extends KeptFile>(statement: string, wanted: readonly File[]): Found<File> {
    const left = new Map(wanted.map(file => [file.version, file]))
    const held: Found<File>['held'] = []
    for (const entry of this.#entries(statement)) {
      const ours = entry.files.flatMap(({ version }) => left.get(version) ?? [])
      if (ours.length === 0) continue
      for (const { version } of ours) left.delete(version)
      held.push({ entry, wanted: ours })
      markUsed(entry.directory, this.#now())
    }
    return { held, missing: [...left.values()] }
  }

  /** Keeps Parquet files that were made elsewhere on the same file system, by a second name. */
  add(statement: string, files: readonly KeptFile[], parquet: readonly string[]): void {
    const unfinished = fs.mkdtempSync(path.join(this.#directory, 'unfinished-'))
    for (const [index, file] of parquet.entries()) link(file, path.join(unfinished, `${index}.parquet`))
    const own = files.map(({ version, key }) => ({ version, key }))
    fs.writeFileSync(path.join(unfinished, CONTENTS), JSON.stringify({ files: own }))
    markUsed(unfinished, this.#now())
    fs.renameSync(unfinished, path.join(this.#directory, `${statement.slice(0, NAME)}-${randomUUID()}`))
    this.#evict()
  }

  /** Those with the most files first, so that few are needed. */
  #entries(statement: string): Entry[] {
    return this.#folders()
      .filter(name => name.startsWith(`${statement.slice(0, NAME)}-`))
      .flatMap(name => readEntry(path.join(this.#directory, name)) ?? [])
      .toSorted((a, b) => b.files.length - a.files.length)
  }

  #folders(): string[] {
    return fs.readdirSync(this.#directory)
  }

  #evict(): void {
    const folders = this.#folders().map(name => {
      const directory = path.join(this.#directory, name)
      return { directory, used: usedAt(directory), bytes: bytesIn(directory) }
    })
    let bytes = folders.reduce((sum, folder) => sum + folder.bytes, 0)
    for (const folder of folders.toSorted((a, b) => a.used - b.used)) {
      if (bytes <= this.#most) return
      fs.rmSync(folder.directory, { recursive: true, force: true })
      bytes -= folder.bytes
    }
  }
}

/** Undefined for what is damaged, half-written or removed by another process meanwhile. */
function readEntry(directory: string): Entry | undefined {
  try {
    const { files } = contents.parse(JSON.parse(fs.readFileSync(path.join(directory, CONTENTS), 'utf8')))
    const parquet = fs.readdirSync(directory).filter(name => name.endsWith('.parquet'))
    return { directory, files, parquet: parquet.map(name => path.join(directory, name)) }
  } catch {
    return undefined
  }
}

const markUsed = (directory: string, now: Date): void => {
  try {
    fs.utimesSync(directory, now, now)
  } catch {
    // Another process removed it: its files will not be found.
  }
}

function usedAt(directory: string): number {
  return fs.statSync(directory, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function bytesIn(directory: string): number {
  try {
    return fs
      .readdirSync(directory)
      .map(name => fs.statSync(path.join(directory, name), { throwIfNoEntry: false })?.size ?? 0)
      .reduce((sum, size) => sum + size, 0)
  } catch {
    return 0
  }
}

/** A second name for a file, or a copy where the file system has none. */
export function link(file: string, target: string): void {
  try {
    fs.linkSync(file, target)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'EXDEV' || error.code === 'EPERM')))
      throw error
    fs.copyFileSync(file, target)
  }
}

/** Changes with any file of the folders: what is kept depends on the code that made it. */
export function digestOf(folders: readonly string[]): string {
  const hash = createHash('sha256')
  for (const folder of folders)
    for (const name of fs.readdirSync(folder).toSorted())
      hash.update(fs.readFileSync(path.join(folder, name)))
  return hash.digest('hex')
}
