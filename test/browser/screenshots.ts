import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { CHROMIUM_ARGUMENTS, findChromium } from './support/chromium.ts'
import { ask, composer, form, openThread, say, thread } from './support/places.ts'
import { startProgram } from './support/program.ts'

/** `node test/browser/screenshots.ts [CHROMIUM]` retakes the README's pictures of the page. */

const TO = new URL('../../.github/', import.meta.url).pathname
const DESK = { viewport: { width: 1280, height: 860 } }
const PHONE = { viewport: { width: 390, height: 780 }, deviceScaleFactor: 1.5, hasTouch: true }

const data = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-pictures-'))
const program = await startProgram({ data })
const browser = await chromium.launch({
  executablePath: findChromium(process.argv[2]),
  args: CHROMIUM_ARGUMENTS,
})

/** A window as somebody has it, without moving parts. */
async function windowOf(place: string, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  await page.goto(`${program.url}/?user=U0ADA#/${place}`)
  return page
}

async function take(page: Page, name: string): Promise<void> {
  // Out of the way, so that nothing looks pointed at.
  await page.mouse.move(0, 0)
  await page.screenshot({ path: path.join(TO, `${name}.png`) })
  console.log(`${name}.png: ${Math.round(fs.statSync(path.join(TO, `${name}.png`)).size / 1000)} kB`)
}

try {
  const desk = await windowOf('C0INCIDENTS', DESK)
  await composer(desk).waitFor()
  await ask(desk, '/s3audit deletions shop-invoices 7d now')
  await say(desk, '/s3audit deletions shop-invoices 7d')
  await form(desk)
    .getByRole('textbox', { name: /Key prefix/ })
    .fill('tmp/')
  await take(desk, 'form')
  await desk.keyboard.press('Escape')
  await form(desk).waitFor({ state: 'hidden' })

  const dark = await windowOf('C0INCIDENTS', { ...DESK, colorScheme: 'dark' })
  const answer = await openThread(dark)
  await take(dark, 'answer')
  await answer.getByRole('button', { name: 'Save this question' }).press('Enter')
  await thread(dark).getByText('Only visible to you').waitFor()

  const phone = await windowOf('home', PHONE)
  await phone.getByRole('button', { name: 'Open the form' }).waitFor()
  await take(phone, 'home')
} finally {
  await browser.close()
  await program.stop()
  fs.rmSync(data, { recursive: true, force: true })
}
