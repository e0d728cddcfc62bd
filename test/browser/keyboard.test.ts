import fs from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { answered, channel, composer, form, newest, stages, tabTo, thread } from './support/places.ts'
import { DATA_PLATFORM, startSite } from './support/site.ts'

/** The whole job without a mouse: nothing here but keys, from where the page puts the cursor. */

const site = startSite()

/** Titles of the stages, as the page showed them one after the other. */
const STAGES = [
  'Looking for the logs …',
  'Collecting the logs …',
  'Reading the logs …',
  'Answering …',
  'Reporting …',
  'Answered in the thread',
]

/** Notes what a person would see pass; the window it is noted in is gone after a reload. */
const NOTE_STAGES = `
  window.seen = []
  new MutationObserver(() => {
    const title = [...document.querySelectorAll('.main .plan strong')].at(-1)?.textContent
    if (title && title !== window.seen.at(-1)) window.seen.push(title)
  }).observe(document.body, { childList: true, subtree: true, characterData: true })`

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const type = async (page: Page, text: string, ...keys: string[]) => {
  await page.keyboard.type(text)
  await press(page, ...keys)
}
const focused = (page: Page) => page.locator(':focus')
const startButton = (page: Page) => form(page).getByRole('button', { name: 'Start' })

it('asks, corrects a mistake, cancels, asks again and follows up', async () => {
  const page = await site.open()
  await expect(composer(page).and(focused(page))).toAppear()
  await type(page, '/s3a')
  await expect(page.getByRole('option', { name: '/s3audit' })).toAppear()
  await press(page, 'Enter', 'Enter')
  await tabTo(page, startButton(page))
  await press(page, 'Enter')
  const question = form(page).getByRole('combobox', { name: 'Question' })
  await expect(question.and(focused(page)).and(page.locator('[aria-invalid]'))).toAppear()
  await type(page, 'access den')
  await expect(page.getByRole('option', { name: 'Access denied' }).first()).toAppear()
  await press(page, 'Enter')
  await tabTo(page, form(page).getByRole('combobox', { name: 'Bucket' }))
  await type(page, 'exports', 'Enter', 'Tab', 'ArrowDown')
  await expect.poll(() => form(page).getByRole('radio', { name: 'The last 7 days' }).isChecked()).toBe(true)
  await tabTo(page, startButton(page))
  await press(page, 'Enter')
  await expect(form(page)).toVanish()

  await tabTo(page, newest(page).getByRole('button', { name: 'Cancel' }), 'Shift+Tab')
  await press(page, 'Enter')
  await expect(page.getByRole('dialog', { name: 'Cancel this question?' })).toAppear()
  await press(page, 'Enter')
  await expect(stages(page).getByText('Cancelled')).toAppear()

  await tabTo(page, composer(page))
  await page.evaluate(NOTE_STAGES)
  await type(page, '/s3audit access-denied shop-exports 7d now', 'Enter')
  await answered(page)
  const seen = (await page.evaluate<string[]>('window.seen')).filter(stage => STAGES.includes(stage))
  expect(seen).toEqual(STAGES.filter(stage => seen.includes(stage)))
  expect(seen.length).toBeGreaterThan(2)

  await tabTo(page, newest(page).getByRole('link', { name: '1 reply' }), 'Shift+Tab')
  await press(page, 'Enter')
  const before = await channel(page).locator('section.plan').count()
  await tabTo(
    page,
    thread(page)
      .getByRole('button', { name: /^What else did/ })
      .first(),
    'Shift+Tab',
  )
  await press(page, 'Enter')
  await expect.poll(() => channel(page).locator('section.plan').count()).toBe(before + 1)
  await answered(page)
})

/** Downloads by Enter on the link, and reads the file. */
async function download(page: Page): Promise<Record<string, string>[]> {
  await tabTo(page, thread(page).getByRole('article').last().getByRole('link', { name: 'Download' }))
  const [file, opened] = await Promise.all([
    page.waitForEvent('download'),
    page.waitForEvent('popup'),
    press(page, 'Enter'),
  ])
  // Chromium opens a window for the download and closes it; until then the next key may go there.
  if (!opened.isClosed()) await opened.waitForEvent('close')
  return parse(await fs.readFile(await file.path(), 'utf8'), { columns: true, bom: true })
}

it('has the CSV on disk, with the rows of the answer, also after its link has expired', async () => {
  const page = await site.open({ channel: DATA_PLATFORM })
  await type(page, '/s3audit deletions shop-invoices 7d now', 'Enter')
  await answered(page)
  await tabTo(page, newest(page).getByRole('link', { name: '1 reply' }), 'Shift+Tab')
  await press(page, 'Enter')
  const answer = thread(page).getByRole('article').nth(1)
  await tabTo(page, answer.getByRole('button', { name: 'Get the CSV' }), 'Shift+Tab')
  await press(page, 'Enter')
  await expect(thread(page).getByText('Only visible to you')).toAppear()
  const rows = await download(page)
  const table = answer.getByRole('region', { name: 'Table' })
  const shown = await table.locator('tbody tr').evaluateAll(found => found.map(row => row.textContent))
  expect(shown).toHaveLength(10)
  const total = Number(/([\d,]+) deletions in/.exec(await answer.innerText())?.[1]?.replace(',', ''))
  expect(rows).toHaveLength(total)
  // The table names a requester as people do, the CSV by its ARN.
  for (const [at, text] of shown.entries())
    for (const value of [rows[at]?.key, rows[at]?.kind, rows[at]?.requester?.split('/').at(-1)])
      expect(text).toContain(value ?? 'a value')

  await site.wait16Minutes()
  const link = thread(page).getByRole('article').last().getByRole('link', { name: 'Download' })
  const [refusal] = await Promise.all([page.waitForEvent('popup'), press(page, 'Enter')])
  await expect(refusal.getByText('Request has expired').last()).toAppear()
  await refusal.close()
  await expect(link.and(focused(page))).toAppear()
  await tabTo(page, thread(page).getByRole('button', { name: 'New link' }))
  await press(page, 'Enter')
  await expect.poll(() => thread(page).getByText('Only visible to you').count()).toBe(2)
  expect(await download(page)).toEqual(rows)
})

it('is refused as somebody else, by the name of the rule', async () => {
  const page = await site.open()
  await tabTo(page, page.getByRole('combobox', { name: 'You are' }), 'Shift+Tab')
  await type(page, 'Tom')
  await page.waitForURL(/user=U0TOM/)
  await expect(composer(page).and(focused(page))).toAppear()
  await press(page, 'Alt+ArrowDown', 'Alt+ArrowDown')
  await expect(page.getByRole('textbox', { name: 'Message #support' }).and(focused(page))).toAppear()
  await type(page, '/s3audit deletions shop-invoices 24h now', 'Enter')
  await expect(newest(page).getByText('You may not ask s3audit here.')).toAppear()
  await expect(newest(page).getByText(/“on-call”/)).toAppear()
})

it('asks from the home tab and reads the answer there, in a window as narrow as a phone', async () => {
  const page = await site.open({ viewport: { width: 390, height: 800 } })
  await tabTo(page, page.getByRole('button', { name: 'Channels and apps' }))
  await press(page, 'Enter')
  await tabTo(page, page.getByRole('navigation').getByRole('link', { name: 's3audit' }).last())
  await press(page, 'Enter')
  const home = page.getByRole('main')
  await tabTo(page, home.getByRole('button', { name: 'Ask about a bucket' }))
  await press(page, 'Enter')
  await tabTo(page, form(page).getByRole('combobox', { name: 'Answer in' }))
  await type(page, '#inc', 'Enter')
  await tabTo(page, startButton(page))
  await press(page, 'Enter')
  await expect(form(page)).toVanish()
  await expect(home.getByText('Running for')).toVanish()
  await tabTo(page, home.getByRole('button', { name: 'Show' }).first())
  await press(page, 'Enter')
  await tabTo(page, page.getByRole('dialog').getByRole('link', { name: 'Open the thread' }))
  await press(page, 'Enter')
  await expect(thread(page).getByRole('article').nth(1)).toAppear()
})
