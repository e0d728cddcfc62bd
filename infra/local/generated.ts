import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

/** Before a program starts: makes what is generated from the analyses again where one of them is newer. */
const ROOT = path.join(import.meta.dirname, '../../')
const FOLDER = path.join(ROOT, 'analyses')
const TARGET = path.join(FOLDER, 'lib/catalogue')
const GENERATED = ['catalogue.ts', 'sample-answers.ts'].map(name => path.join(TARGET, name))

const modified = (file: string): number => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0

// Folders are among the entries: one changes when a file in it is added or removed.
const sources = fs
  .readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .map(name => path.join(FOLDER, name))
  .filter(file => file !== TARGET && !GENERATED.includes(file))
if (Math.min(...GENERATED.map(modified)) < Math.max(...sources.map(modified)))
  process.exitCode =
    spawnSync('npm run --silent catalogue', { cwd: ROOT, stdio: 'inherit', shell: true }).status ?? 1
