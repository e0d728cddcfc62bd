import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { sampleLogs } from '../../infra/local/log-world.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The browser's executable. */
    chromium: string
    /** A folder with the sample week, which every program of these tests reads. */
    sample: string
  }
}

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Finds the browser, and lays out the sample week once: that takes longer than starting a program. */
export default function setup({ provide }: TestProject): () => void {
  const chromium = [process.env.CHROMIUM, ...PLACES].find(place => place && fs.existsSync(place))
  if (!chromium)
    throw new Error('No Chromium was found: apt-get install chromium, or say in CHROMIUM where it is.')
  const sample = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-sample-'))
  sampleLogs(sample, new Date())
  provide('chromium', chromium)
  provide('sample', sample)
  return () => fs.rmSync(sample, { recursive: true, force: true })
}
