import { expect, it } from 'vitest'
import { ask, channel, newest, openThread, say, thread } from './support/places.ts'
import { startSite } from './support/site.ts'

const site = startSite()

it('watches what is typed, lists it, and runs it when asked to', async () => {
  const page = await site.open()
  await say(page, '/s3audit watch object-deletion shop-invoices every week when rows > 0')
  await expect(
    channel(page).getByText(/^Watching Object deletions in shop-invoices: every Monday/),
  ).toAppear()
  await say(page, '/s3audit watches')
  const list = newest(page)
  await expect(list.getByText('1 watch in this channel.')).toAppear()
  await list.getByRole('button', { name: 'Run now' }).click()
  await expect(channel(page).getByText(/runs within a minute/)).toAppear()
  const finding = channel(page).getByRole('article').filter({ hasText: 'Reported because: rows > 0' })
  await expect(finding.getByRole('button', { name: 'Show the answer' })).toAppear()
  await finding.getByRole('button', { name: 'More actions' }).first().click()
  await page.getByRole('menuitem', { name: 'Mute for a week' }).click()
  await expect(channel(page).getByText(/^Muted: Object deletions in shop-invoices, until/)).toAppear()
})

it('watches an answer by a form that is filled in, and says at its field what is wrong', async () => {
  const page = await site.open()
  await ask(page, '/s3audit access-denied shop-exports 24h now')
  await openThread(page)
  await thread(page).getByRole('button', { name: 'Watch this' }).click()
  const form = page.getByRole('dialog', { name: 'Watch this' })
  await expect(form.getByText('Access denied in shop-exports')).toAppear()
  const when = form.getByRole('textbox', { name: 'Report when' })
  expect(await when.inputValue()).toBe('rows > 0')
  await when.fill('refusals > 2')
  await form.getByRole('button', { name: 'Watch', exact: true }).click()
  await expect(form.getByText(/has no figure “refusals”. Its figures are rows, Refused requests/)).toAppear()
  await when.fill('refused > 2 x usual')
  await form.getByRole('button', { name: 'Watch', exact: true }).click()
  await expect(form).toVanish()
  await expect(
    channel(page).getByText(/^Watching Access denied in shop-exports: every day at 07:00/),
  ).toAppear()
})
