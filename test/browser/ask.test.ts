import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { answered, form, stages } from './places.ts'
import { startSite } from './site.ts'

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
    const title = document.querySelector('.main .plan strong')?.textContent
    if (title && title !== window.seen.at(-1)) window.seen.push(title)
  }).observe(document.body, { childList: true, subtree: true, characterData: true })`

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

it('takes a question by keyboard alone and shows its stages pass until it is answered', async () => {
  const page = await site.open()
  // The cursor waits in the composer.
  await expect(
    page.getByRole('textbox', { name: 'Message #incidents' }).and(page.locator(':focus')),
  ).toAppear()
  await page.keyboard.type('/s3a')
  await expect(page.getByRole('option', { name: '/s3audit' })).toAppear()
  await press(page, 'Enter', 'Enter')
  await expect(form(page)).toAppear()
  await page.keyboard.type('delet')
  await expect(page.getByRole('option', { name: 'Object deletions' })).toAppear()
  await press(page, 'Enter')
  await expect(form(page).getByText('What was deleted, when and by whom?')).toAppear()
  await press(page, 'Tab')
  await page.keyboard.type('media')
  await press(page, 'Enter', 'Tab', 'ArrowDown')
  await expect.poll(() => form(page).getByRole('radio', { name: 'The last 7 days' }).isChecked()).toBe(true)
  await page.evaluate(NOTE_STAGES)
  await form(page).getByRole('button', { name: 'Start' }).press('Enter')
  await answered(page)
  const seen = await page.evaluate<string[]>('window.seen')
  expect(seen).toEqual(STAGES.filter(stage => seen.includes(stage)))
  expect(seen.length).toBeGreaterThan(2)
  expect(seen.at(-1)).toBe('Answered in the thread')
  await expect(stages(page).getByText('5 of 5')).toAppear()
})
