import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { proveSameAnswers } from './prove.ts'
import { Missing } from './missing.ts'

/** `npm run test:trino`: every statement of the product on the embedded Athena and on a real Trino. */
const { values } = parseArgs({ options: { 'skip-missing': { type: 'boolean', default: false } } })
const cache = path.join(os.homedir(), '.cache', 's3audit')
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-trino-'))
try {
  const differing = await proveSameAnswers({ cache, folder })
  process.exitCode = differing === 0 ? 0 : 1
} catch (error) {
  if (!(error instanceof Missing)) throw error
  console.error(error.message)
  process.exitCode = values['skip-missing'] ? 0 : 1
} finally {
  fs.rmSync(folder, { recursive: true, force: true })
}
