import fs from 'node:fs'
import path from 'node:path'

/**
 * A folder that is made once: `make` fills a folder beside it, which then takes its name, so one that is there
 * is whole. @returns it
 */
export function cached(folder: string, make: (unfinished: string) => void): string {
  if (fs.existsSync(folder)) return folder
  fs.mkdirSync(path.dirname(folder), { recursive: true })
  const unfinished = fs.mkdtempSync(`${folder}-`)
  try {
    make(unfinished)
    fs.renameSync(unfinished, folder)
    return folder
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true })
  }
}
