import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { answered, ask, channel, choose, form, newest, openThread, say } from './support/places.ts'
import { GRACE, startSite } from './support/site.ts'

const site = startSite()
const HOUR = 3_600_000

const moment = (page: Page, label: 'From' | 'To'): Locator => form(page).getByLabel(label, { exact: true })
const start = (page: Page): Promise<void> => form(page).getByRole('button', { name: 'Start' }).click()
const chosen = (page: Page, label: string): Promise<string> =>
  form(page).getByRole('combobox', { name: label }).inputValue()

const cancel = async (page: Page): Promise<void> => {
  await form(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(form(page)).toVanish()
}

/** `2026-11-20 07:00`, by the clocks in UTC. */
const utc = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')

/** What a date-time input takes, by the clocks of a zone. */
const wall = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' })
    .format(at)
    .replace(' ', 'T')

it('opens filled in from a typed command', async () => {
  const page = await site.open()
  await say(page, '/s3audit deletions shop-invoices 24h')
  await expect(form(page).getByRole('combobox', { name: 'Question' }).and(page.locator(':focus'))).toAppear()
  expect(await chosen(page, 'Question')).toBe('Object deletions')
  expect(await chosen(page, 'Bucket')).toBe('shop-invoices')
  expect(await form(page).getByRole('radio', { name: 'The last 24 hours' }).isChecked()).toBe(true)
  await cancel(page)
})

it('changes its fields with the question and keeps what was entered', async () => {
  const page = await site.open()
  await say(page, '/s3audit')
  await choose(page, 'Bucket', 'shop-media')
  await form(page).getByRole('radio', { name: 'The last hour' }).check()
  await choose(page, 'Question', 'Object deletions')
  const prefix = form(page).getByRole('textbox', { name: 'Key prefix' })
  await prefix.fill('thumbnails/')
  await choose(page, 'Question', 'Bucket configuration changes')
  await expect(prefix).toVanish()
  expect(await chosen(page, 'Bucket')).toBe('shop-media')
  expect(await form(page).getByRole('radio', { name: 'The last hour' }).isChecked()).toBe(true)
  await cancel(page)
})

it('is still open after a reload', async () => {
  const page = await site.open()
  await say(page, '/s3audit deletions shop-exports 1h')
  await expect(form(page)).toAppear()
  await page.reload()
  await expect(form(page).getByRole('combobox', { name: 'Question' }).and(page.locator(':focus'))).toAppear()
  expect(await chosen(page, 'Bucket')).toBe('shop-exports')
  await cancel(page)
})

it('takes times in the zone of the person, and echoes them in UTC', async () => {
  const page = await site.open({ user: GRACE, timezoneId: 'Asia/Tokyo' })
  await say(page, '/s3audit deletions shop-invoices')
  await form(page).getByRole('radio', { name: 'From … to …' }).check()
  await expect(moment(page, 'From')).toAppear()
  await expect(form(page).getByText('America/New_York').first()).toAppear()
  const from = Math.floor(Date.now() / HOUR) * HOUR - 30 * HOUR
  await moment(page, 'From').fill(wall(from, 'America/New_York'))
  await moment(page, 'To').fill(wall(from + 6 * HOUR, 'America/New_York'))
  await start(page)
  await expect(form(page)).toVanish()
  await expect(newest(page).getByText(`${utc(from)} to ${utc(from + 6 * HOUR)} UTC (6 h`)).toAppear()
})

it('tells a mistake at its field, where it can be corrected', async () => {
  const page = await site.open()
  await say(page, '/s3audit')
  await expect(form(page)).toAppear()
  await start(page)
  const question = form(page).locator('[data-block-id="question"]')
  await expect(question.locator('.field-error')).toAppear()
  expect(await form(page).getByRole('combobox', { name: 'Question' }).getAttribute('aria-invalid')).toBe(
    'true',
  )
  await choose(page, 'Question', 'Object deletions')
  await choose(page, 'Bucket', 'shop-exports')
  await form(page).getByRole('radio', { name: 'From … to …' }).check()
  await expect(moment(page, 'To')).toAppear()
  const [from, to] = [await moment(page, 'From').inputValue(), await moment(page, 'To').inputValue()]
  await moment(page, 'From').fill(to)
  await moment(page, 'To').fill(from)
  await start(page)
  await expect(form(page).getByText('The end is before the start.')).toAppear()
  await expect(moment(page, 'To').and(page.locator(':focus'))).toAppear()
  const plans = channel(page).locator('section.plan')
  const before = await plans.count()
  await moment(page, 'From').fill(from)
  await moment(page, 'To').fill(to)
  await start(page)
  await expect(form(page)).toVanish()
  await plans.nth(before).waitFor()
  await answered(page)
  // Whether anything was deleted in the last day depends on the hour: the bucket is named either way.
  expect(await (await openThread(page)).innerText()).toMatch(/(in|from) shop-exports/)
})

it('opens with what was asked last, and offers that first, by keyboard alone', async () => {
  const page = await site.open({ user: GRACE })
  await ask(page, '/s3audit access-denied shop-archive 24h now')
  await say(page, '/s3audit')
  await expect(form(page)).toAppear()
  expect(await chosen(page, 'Question')).toBe('Access denied')
  expect(await chosen(page, 'Bucket')).toBe('shop-archive')
  await form(page).getByRole('combobox', { name: 'Question' }).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await page.keyboard.press('ArrowDown')
  const list = page.getByRole('listbox')
  await expect(list.getByText('Asked recently')).toAppear()
  expect(await list.getByRole('option').first().innerText()).toContain('Access denied')
  await page.keyboard.press('Escape')
  await cancel(page)
})
