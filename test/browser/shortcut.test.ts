import { expect, it } from 'vitest'
import { form, newest, say } from './support/places.ts'
import { startSite } from './support/site.ts'

const site = startSite()

it('asks about the object that a message names, by keyboard alone', async () => {
  const page = await site.open()
  await say(page, 'Who deleted s3://shop-invoices/2024/0117.pdf?')
  const more = newest(page).getByRole('button', { name: 'More actions' })
  await more.focus()
  await page.keyboard.press('Enter')
  await expect(
    page.getByRole('menuitem', { name: 'Audit this object' }).and(page.locator(':focus')),
  ).toAppear()
  await page.keyboard.press('Enter')
  await expect(form(page)).toAppear()
  expect(await form(page).getByRole('combobox', { name: 'Question' }).inputValue()).toBe(
    'History of an object',
  )
  expect(await form(page).getByRole('combobox', { name: 'Bucket' }).inputValue()).toBe('shop-invoices')
  expect(await form(page).getByRole('textbox', { name: 'Key (optional)', exact: true }).inputValue()).toBe(
    '2024/0117.pdf',
  )
  await page.keyboard.press('Escape')
  await expect(form(page)).toVanish()
})

it('says what it looks for where a message names no object', async () => {
  const page = await site.open()
  await say(page, 'The disk is full.')
  await newest(page).hover()
  await newest(page).getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Audit this object' }).click()
  const notice = page.getByRole('dialog', { name: 'No object found' })
  await expect(notice.getByText('s3://bucket/key')).toAppear()
  await page.keyboard.press('Escape')
  await expect(notice).toVanish()
})
