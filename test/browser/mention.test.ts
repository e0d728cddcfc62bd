import { expect, it } from 'vitest'
import { channel, composer, form, newest } from './support/places.ts'
import { RANDOM, startSite } from './support/site.ts'

const site = startSite()

it('understands a question put to it in the channel, and opens the form with it, by keyboard alone', async () => {
  const page = await site.open()
  await composer(page).focus()
  await page.keyboard.type('@s3audit who deleted invoices/2024 in shop-invoices yesterday')
  await page.keyboard.press('Enter')
  const open = newest(page).getByRole('button', { name: 'Open the form' })
  await expect(newest(page).getByText('Question: Who deleted this object')).toAppear()
  await expect(newest(page).getByText('Only visible to you')).toAppear()
  await open.focus()
  await page.keyboard.press('Enter')
  await expect(form(page)).toAppear()
  expect(await form(page).getByRole('combobox', { name: 'Question' }).inputValue()).toBe(
    'Who deleted this object',
  )
  expect(await form(page).getByRole('combobox', { name: 'Bucket' }).inputValue()).toBe('shop-invoices')
  expect(await form(page).getByRole('radio', { name: 'From … to …' }).isChecked()).toBe(true)
  expect(await form(page).getByRole('textbox', { name: 'Key prefix (optional)' }).inputValue()).toBe(
    'invoices/2024',
  )
  await page.keyboard.press('Escape')
  await expect(form(page)).toVanish()
})

it('is not there where nobody invited it, and the person learns how to', async () => {
  const page = await site.open({ channel: RANDOM })
  await composer(page).fill('@s3audit who deleted invoices/2024 in shop-invoices')
  await page.keyboard.press('Enter')
  await expect(channel(page).getByText('Type /invite @s3audit to bring it here.')).toAppear()
})
