import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { CHROMIUM_ARGUMENTS } from './chromium.ts'
import { composer } from './places.ts'
import { type Program, startProgram } from './program.ts'

export const ADA = 'U0ADA'
export const GRACE = 'U0GRACE'
export const INCIDENTS = 'C0INCIDENTS'
export const DATA_PLATFORM = 'C0DATAPLATFORM'
export const RANDOM = 'C0RANDOM'

/** What a browser says of its own accord about connections that the program's end has cut. */
const CUT = /ERR_(CONNECTION|INCOMPLETE|EMPTY|NETWORK|SOCKET)/

interface Place extends BrowserContextOptions {
  user?: string
  channel?: string
}

export interface Site {
  /** A person's window on a channel, in a browser that shares nothing with the others. */
  open(place?: Place): Promise<Page>
  /** Ends the program and starts it again at the same address, on the same data. */
  restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Moves the program's clock 16 minutes forward: longer than a link works. */
  wait16Minutes(): Promise<void>
  /** What the windows complained of, which fails the test; a test that expects a complaint takes it out. */
  complaints: string[]
}

/**
 * One program and one browser for the tests of a file. Whatever a test does, a window must not report an
 * error, a breach of the page's content security policy, or a request that leaves this machine.
 */
export function startSite({ logs }: { logs?: () => string } = {}): Site {
  const complaints: string[] = []
  let data = ''
  let restarted = false
  let program: Program
  let browser: Browser

  beforeAll(async () => {
    data = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-page-'))
    const sample = inject('sample')
    for (const name of fs.readdirSync(sample)) fs.symlinkSync(path.join(sample, name), path.join(data, name))
    program = await startProgram({ data, logs: logs?.() })
    browser = await chromium.launch({ executablePath: inject('chromium'), args: CHROMIUM_ARGUMENTS })
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await photograph(browser, task.name)
    await Promise.all(browser.contexts().map(context => context.close()))
    const unexpected = complaints.splice(0).filter(text => !(restarted && CUT.test(text)))
    restarted = false
    expect(unexpected).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await program?.stop()
    fs.rmSync(data, { recursive: true, force: true })
  })

  return {
    complaints,
    async open({ user = ADA, channel = INCIDENTS, ...options } = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
      context.setDefaultTimeout(30_000)
      const page = await context.newPage()
      watch(page, complaints)
      await page.goto(`${program.url}/?user=${user}#/${channel}`)
      // What was said before is there as soon as the place to write is.
      await composer(page).waitFor()
      return page
    },
    wait16Minutes: () => program.wait16Minutes(),
    async restart(signal) {
      restarted = true
      await program.stop(signal)
      program = await startProgram({ data, logs: logs?.(), port: new URL(program.url).port })
    },
  }
}

/** What a failed test's windows looked like, beside the data of other failures. */
async function photograph(browser: Browser, test: string): Promise<void> {
  const folder = path.join(os.tmpdir(), 's3audit-failed')
  const pages = browser.contexts().flatMap(context => context.pages())
  for (const [at, page] of pages.entries()) {
    const file = path.join(folder, `${test.replaceAll(/\W+/g, '-').slice(0, 80)}-${at}.png`)
    await page.screenshot({ path: file })
    console.log(`Screenshot: ${file}`)
  }
}

function watch(page: Page, complaints: string[]): void {
  page.on('pageerror', error => complaints.push(`error: ${error.message}`))
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`)
  })
  page.context().on('request', request => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol !== 'data:' && hostname !== '127.0.0.1')
      complaints.push(`asked ${hostname} for ${request.url()}`)
  })
}
