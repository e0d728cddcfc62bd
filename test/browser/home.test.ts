import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { ask, choose, form, openThread, thread } from './support/places.ts'
import { DATA_PLATFORM, GRACE, startSite } from './support/site.ts'

const site = startSite()

const home = (page: Page) => page.getByRole('main')
const openHome = (page: Page): Promise<void> =>
  page.getByRole('navigation').getByRole('link', { name: 's3audit' }).last().press('Enter')

it('starts a question by keyboard alone, and follows it to its end', async () => {
  const page = await site.open({ user: GRACE })
  await openHome(page)
  await expect(home(page).getByText('You have not asked anything recently.')).toAppear()
  await home(page).getByRole('button', { name: 'Ask about a bucket' }).press('Enter')
  await expect(form(page)).toAppear()
  await form(page).getByRole('combobox', { name: 'Answer in' }).focus()
  await page.keyboard.type('#inc')
  await page.keyboard.press('Enter')
  // The form is rendered again for the channel, which closes a list that was opened too early.
  const bucket = page.getByRole('option', { name: 'shop-exports', exact: true })
  await expect
    .poll(async () => {
      await form(page).getByRole('combobox', { name: 'Bucket' }).click()
      return bucket.isVisible()
    })
    .toBe(true)
  await bucket.click()
  await choose(page, 'Question', 'Object deletions')
  await expect(form(page).getByText('Key prefix')).toAppear()
  await form(page).getByRole('button', { name: 'Start' }).press('Enter')
  await expect(form(page)).toVanish()
  await expect(home(page).getByText(/Object deletions in shop-exports/)).toAppear()
  await expect(home(page).getByText('Running for')).toVanish()
  await expect(home(page).getByText(/deletions? in shop-exports/)).toAppear()
  await home(page).getByRole('button', { name: 'Show' }).first().press('Enter')
  const one = page.getByRole('dialog', { name: 'Investigation' })
  await expect(one.getByRole('link', { name: 'Open the thread' })).toAppear()
  await page.keyboard.press('Escape')
})

it('keeps a question that was saved below its answer, and opens the form with it', async () => {
  const page = await site.open({ channel: DATA_PLATFORM })
  await ask(page, '/s3audit deletions shop-invoices 7d now')
  const answer = await openThread(page)
  await answer.getByRole('button', { name: 'Save this question' }).press('Enter')
  await expect(thread(page).getByText(/^Saved. Ask it again from your s3audit Home/)).toAppear()
  await openHome(page)
  await expect(home(page).getByText('Object deletions in shop-invoices, the last 7 days')).toAppear()
  await home(page).getByRole('button', { name: 'Open the form' }).press('Enter')
  await expect(form(page)).toAppear()
  expect(await form(page).getByRole('combobox', { name: 'Bucket' }).inputValue()).toBe('shop-invoices')
  expect(await form(page).getByRole('radio', { name: 'The last 7 days' }).isChecked()).toBe(true)
  await page.keyboard.press('Escape')
  await expect(form(page)).toVanish()
  await home(page).getByRole('button', { name: 'Remove' }).press('Enter')
  await expect(home(page).getByRole('button', { name: 'Open the form' })).toVanish()
})
