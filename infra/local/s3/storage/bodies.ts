import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

/** The files that hold object bodies. Paths given and returned are relative to the store's directory. */
export interface Bodies {
  /** An absolute path on the same file system, for a body still being received. */
  incoming(): string
  /** Moves a finished file in. */
  adopt(file: string, key: string): string
  write(bytes: Uint8Array, key: string): string
  /** A second name for the same bytes; each name is removed on its own. */
  link(body: string, key: string): string
  remove(body: string): void
  absolute(body: string): string
}

/** Whether bodies were ever kept in this store. */
export const hasBodies = (directory: string): boolean => {
  const bodies = path.join(directory, 'bodies')
  return fs.existsSync(bodies) && fs.readdirSync(bodies).length > 0
}

/** A file younger than this may belong to a write that another process is about to record. */
const ORPHAN_AGE_MS = 60_000

/**
 * Opens the folder of bodies and removes what an earlier process left behind: bodies without an index row,
 * and uploads never finished.
 *
 * @param known the bodies that the index names
 */
export function openBodies(directory: string, known: () => Iterable<string>): Bodies {
  const absolute = (body: string) => path.join(directory, body)
  for (const folder of ['incoming', 'bodies']) fs.mkdirSync(absolute(folder), { recursive: true })
  removeOrphans(directory, new Set(known()), Date.now() - ORPHAN_AGE_MS)
  const folders = new Set<string>()

  const newBody = (key: string): string => {
    const id = randomUUID()
    const folder = path.join('bodies', id.slice(0, 2))
    if (!folders.has(folder)) fs.mkdirSync(absolute(folder), { recursive: true })
    folders.add(folder)
    // DuckDB, which reads the bodies as files, goes by the name to tell whether one is compressed.
    return path.join(folder, key.endsWith('.gz') ? `${id}.gz` : id)
  }
  const create = (key: string, fill: (target: string) => void): string => {
    const body = newBody(key)
    fill(absolute(body))
    return body
  }

  return {
    absolute,
    incoming: () => absolute(path.join('incoming', randomUUID())),
    adopt: (file, key) => create(key, target => moveFile(file, target)),
    write: (bytes, key) => create(key, target => fs.writeFileSync(target, bytes, { flag: 'wx' })),
    link: (body, key) => create(key, target => fs.linkSync(absolute(body), target)),
    remove: body => fs.rmSync(absolute(body), { force: true }),
  }
}

function moveFile(file: string, target: string): void {
  try {
    fs.renameSync(file, target)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    // Another file system, such as a temporary folder in memory.
    fs.copyFileSync(file, target)
    fs.rmSync(file)
  }
}

/**
 * Removes the files under `directory` that nobody knows and that were last moved, linked or changed before
 * `deadline`, milliseconds since 1970.
 */
export function removeOrphans(directory: string, known: ReadonlySet<string>, deadline: number): void {
  for (const folder of ['incoming', 'bodies']) {
    for (const entry of fs.readdirSync(path.join(directory, folder), {
      recursive: true,
      withFileTypes: true,
    })) {
      const file = path.join(entry.parentPath, entry.name)
      if (!entry.isFile() || known.has(path.relative(directory, file))) continue
      // ctime, not mtime: moving or linking a file keeps its mtime.
      if (fs.statSync(file).ctimeMs < deadline) fs.rmSync(file)
    }
  }
}
