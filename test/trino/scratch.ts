import fs from 'node:fs'
import path from 'node:path'

const NAME = /^s3audit-trino-(\d+)-/

/**
 * A new folder below `parent` for what a run of this process keeps while it lasts. What runs have left there whose
 * process was killed is removed. @returns it
 */
export function scratchIn(parent: string): string {
  for (const name of fs.readdirSync(parent)) {
    const [, owner] = NAME.exec(name) ?? []
    if (owner && !isAlive(Number(owner))) fs.rmSync(path.join(parent, name), { recursive: true, force: true })
  }
  return fs.mkdtempSync(path.join(parent, `s3audit-trino-${process.pid}-`))
}

/** Signal 0 only checks that a process exists; EPERM means that it belongs to another user and exists. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
