import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { sampleLogs } from '../../../infra/local/services/log-deps.ts'
import { findChromium } from './chromium.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The browser's executable. */
    chromium: string
    /** A folder with the sample week, which every program of these tests reads. */
    sample: string
  }
}

/** Finds the browser, and lays out the sample week once: that takes longer than starting a program. */
export default function setup({ provide }: TestProject): () => void {
  const chromium = findChromium(process.env.CHROMIUM)
  const sample = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-sample-'))
  sampleLogs(sample, new Date())
  provide('chromium', chromium)
  provide('sample', sample)
  return () => fs.rmSync(sample, { recursive: true, force: true })
}
