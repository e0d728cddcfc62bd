import fs from 'node:fs'
import path from 'node:path'
import type { Store } from 'dynalite/db/index.js'

/**
 * LevelDB repairs while it opens: it drops what it cannot read, removes the files that held it, and says so in its
 * LOG alone. So every file has a second name until all of them have been read.
 */
export interface SecondNames {
  /** Everything is as it was before the database was opened. To be called when it is closed. */
  restore(): void
  /** The database is intact. */
  drop(): void
}

/** Without CURRENT, LevelDB takes all other files for leftovers and removes them. */
export function lacksItsList(directory: string): boolean {
  const names = fs.readdirSync(directory)
  return !names.includes('CURRENT') && names.some(name => /^MANIFEST-|\.(?:ldb|log)$/.test(name))
}

/** Gives every file of the database a second name, in a folder beside its own. */
export function secondNames(directory: string): SecondNames {
  const beside = fs.mkdtempSync(`${directory}.opening-`)
  for (const { name } of fs.readdirSync(directory, { withFileTypes: true }).filter(entry => entry.isFile())) {
    const [from, to] = [path.join(directory, name), path.join(beside, name)]
    // These are written in place, or hold a lock: a second name would show what comes.
    if (/^(LOCK|LOG|LOG\.old)$/.test(name)) fs.copyFileSync(from, to)
    else fs.linkSync(from, to)
  }
  const drop = () => {
    // Those of a start that was killed, too.
    for (const left of fs.globSync(`${path.basename(directory)}.opening-*`, { cwd: path.dirname(directory) }))
      fs.rmSync(path.join(path.dirname(directory), left), { recursive: true, force: true })
  }
  return {
    drop,
    restore() {
      fs.rmSync(directory, { recursive: true, force: true })
      fs.renameSync(beside, directory)
    },
  }
}

/** Reads all there is. @throws where LevelDB dropped something, or cannot read it */
export async function readAll(store: Store, directory: string): Promise<void> {
  const dropped = /^.*(?:dropping \d+ bytes|Corruption:).*$/m.exec(logOf(directory))?.[0]
  if (dropped !== undefined) throw new Error(dropped)
  const entries = store.db.iterator({ gte: '', lt: '\uFFFF' })
  for await (const entry of entries) if (!entry) throw new Error('An entry cannot be read')
}

const logOf = (directory: string): string => {
  const file = path.join(directory, 'LOG')
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : ''
}
