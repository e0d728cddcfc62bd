import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

/** State on disk that cannot be used. Its message names the file or folder, and what to do about it. */
export class UnusableState extends Error {
  override name = 'UnusableState'
}

/** What can be done where setting one file aside would leave the others without what they refer to. */
export const damaged = (file: string, state: string, cause?: unknown): UnusableState =>
  new UnusableState(
    `${file} is damaged. Nothing was changed. Move ${state} away to start with nothing, or keep it and start with --data elsewhere.`,
    { cause },
  )

/** Renames a file or folder, with those that belong to it. @returns its new name */
export function quarantine(file: string, companions: readonly string[] = []): string {
  const keptAs = `${file}.damaged-${randomBytes(4).toString('hex')}`
  for (const suffix of ['', ...companions])
    if (fs.existsSync(`${file}${suffix}`)) fs.renameSync(`${file}${suffix}`, `${keptAs}${suffix}`)
  return keptAs
}

/** Makes a folder that is for nobody else on this machine; one that is there keeps its mode. */
export function privateFolder(directory: string): void {
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
}

/** The usual name of the folder, which is ours alone. */
const OURS = '.s3audit'

/** Makes the folder of `--data`. Version 0.1 left its own open to everybody; one of another name may be for other things too. */
export function dataFolder(directory: string): void {
  privateFolder(directory)
  if (path.basename(directory) === OURS) fs.chmodSync(directory, 0o700)
}

const CODES: Record<string, (file: string) => string> = {
  EROFS: file => `${file} cannot be written to: its file system is read-only (EROFS)`,
  EACCES: file => `${file} cannot be read or written by this user (EACCES)`,
  EPERM: file => `${file} cannot be changed by this user (EPERM)`,
  ENOTDIR: file => `${file} cannot be made: a part of this path is a file, not a folder (ENOTDIR)`,
  EEXIST: file => `${file} is a file where a folder is needed (EEXIST)`,
  EISDIR: file => `${file} is a folder where a file is needed (EISDIR)`,
  ENOSPC: file => `${file} cannot be written: the disk is full (ENOSPC)`,
  EDQUOT: file => `${file} cannot be written: the disk quota is used up (EDQUOT)`,
}

/**
 * Why state in `directory` cannot be used, in words; undefined where the error is about something else.
 * @param error as thrown by Node, SQLite or LevelDB
 */
export function unusable(error: unknown, directory: string): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (error instanceof UnusableState) return error.message
  const code = 'code' in error ? String(error.code) : ''
  const words = CODES[code]
  if (words)
    return `${words('path' in error ? String(error.path) : directory)}. Choose another folder with --data.`
  return unusable(error.cause, directory) ?? nativeWords(error, directory)
}

/** LevelDB and SQLite say it in their own words. */
function nativeWords({ message }: Error, directory: string): string | undefined {
  if (/read-?only|permission denied/i.test(message))
    return `${directory} cannot be written to: ${message}. Choose another folder with --data.`
  if (/no space left|disk is full/i.test(message))
    return `${directory} cannot be written to: the disk is full. Choose another folder with --data.`
  return undefined
}
