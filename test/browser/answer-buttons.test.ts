import { beforeAll, expect, it } from 'vitest'
import { ask, channel, form, openThread, thread } from './support/places.ts'
import { DATA_PLATFORM, startSite } from './support/site.ts'

const site = startSite()

beforeAll(async () => {
  const page = await site.open()
  await ask(page, '/s3audit deletions shop-invoices 7d prefix:2024/ now')
})

it('opens the form as it was asked, by keyboard alone', async () => {
  const page = await site.open()
  const answer = await openThread(page)
  await answer.getByRole('button', { name: 'Change and run again' }).press('Enter')
  await expect(form(page)).toAppear()
  expect(await form(page).getByRole('combobox', { name: 'Bucket' }).inputValue()).toBe('shop-invoices')
  expect(await form(page).getByRole('textbox', { name: 'Key prefix (optional)' }).inputValue()).toBe('2024/')
  expect(await form(page).getByRole('radio', { name: 'From … to …' }).isChecked()).toBe(true)
  await page.keyboard.press('Escape')
  await expect(form(page)).toVanish()
})

it('shares an answer with another channel, by keyboard alone', async () => {
  const page = await site.open()
  const answer = await openThread(page)
  await answer.getByRole('button', { name: 'Share', exact: true }).press('Enter')
  const window = page.getByRole('dialog', { name: 'Share this answer' })
  await window.getByRole('combobox', { name: 'Channel' }).focus()
  await page.keyboard.type('data')
  await page.keyboard.press('Enter')
  await window.getByRole('button', { name: 'Share', exact: true }).press('Enter')
  await expect(window).toVanish()
  const there = await site.open({ channel: DATA_PLATFORM })
  await expect(channel(there).getByText(/shares: .*shop-invoices/)).toAppear()
  await expect(channel(there).getByRole('link', { name: 'The whole answer' })).toAppear()
})

it('takes down what is wrong with an answer', async () => {
  const page = await site.open()
  const answer = await openThread(page)
  await answer.getByRole('button', { name: 'This answer is wrong' }).press('Enter')
  const window = page.getByRole('dialog', { name: 'This answer is wrong' })
  await window.getByRole('textbox', { name: 'What is wrong?' }).fill('Two are missing.')
  await window.getByRole('button', { name: 'Send' }).press('Enter')
  await expect(window).toVanish()
  await expect(thread(page).getByText(/^Thank you. Your report is stored/)).toAppear()
})
