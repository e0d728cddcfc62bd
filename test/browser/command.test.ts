import { expect, it } from 'vitest'
import { answered, ask, channel, newest, openThread, say, stages, thread } from './support/places.ts'
import { ADA, DATA_PLATFORM, GRACE, RANDOM, startSite } from './support/site.ts'

const site = startSite()

it('starts at once where a command ends with "now", and echoes what it understood', async () => {
  const page = await site.open()
  await say(page, '/s3audit requesters shop-exports 24h now')
  await expect(channel(page).getByText('Only visible to you')).toAppear()
  await expect(channel(page).getByText(/^Started: Top requesters in shop-exports, .* UTC \(24 h/)).toAppear()
  await answered(page)
})

it('lists the questions for those who ask for help, each with a command that runs', async () => {
  const page = await site.open({ channel: DATA_PLATFORM })
  await say(page, '/s3audit help')
  const help = newest(page)
  await expect(help.getByText('Only visible to you')).toAppear()
  const commands = await help.locator('code').allInnerTexts()
  const example = commands.find(text => text.startsWith('/s3audit object-deletion'))
  await ask(page, example ?? '')
})

it('names the bucket that was perhaps meant, in a command that runs', async () => {
  const page = await site.open()
  await say(page, '/s3audit deletions shop-invioces 24h now')
  const mistake = newest(page)
  await expect(mistake.getByText('Did you mean shop-invoices?')).toAppear()
  const commands = await mistake.locator('code').allInnerTexts()
  expect(commands.at(-1)).toBe('/s3audit object-deletion shop-invoices 24h now')
})

it('stops on request, after asking once more, also where the message changed while it asked', async () => {
  const page = await site.open()
  await say(page, '/s3audit requesters shop-media 7d now')
  const cancel = newest(page).getByRole('button', { name: 'Cancel' })
  await cancel.click()
  const confirm = page.getByRole('dialog', { name: 'Cancel this question?' })
  await expect(stages(page).getByText('1 of 5')).toAppear()
  await confirm.getByRole('button', { name: 'Cancel it' }).click()
  await expect(stages(page).getByText('Cancelled')).toAppear()
  await expect(cancel).toVanish()
  await openThread(page)
  await expect(thread(page).getByText('This investigation was cancelled.')).toAppear()
})

it('writes to the person where it may not write to the channel, and asks again there', async () => {
  const page = await site.open({ channel: RANDOM })
  await say(page, '/s3audit deletions shop-exports 24h now')
  const direct = page.getByRole('link', { name: /^s3audit/ }).first()
  await expect(page.getByRole('navigation').getByText('unread')).toAppear()
  await direct.click()
  await expect(newest(page).getByText('I could not answer in #random')).toAppear()
  await page.getByRole('link', { name: 'random' }).first().click()
  await say(page, '/invite @s3audit')
  await expect(channel(page).getByText('s3audit was added to #random.')).toAppear()
  await direct.click()
  await newest(page).getByRole('button', { name: 'Ask again' }).click()
  await expect(channel(page).getByText('Asked again. The new answer will be posted here.')).toAppear()
  await answered(page)
})

it('shows one person what another asks, but not what only that one may see', async () => {
  const ada = await site.open({ user: ADA, channel: DATA_PLATFORM })
  const grace = await site.open({ user: GRACE, channel: DATA_PLATFORM })
  await say(grace, '/s3audit denied shop-archive 24h now')
  await expect(channel(grace).getByText('Started: Access denied')).toAppear()
  await expect(newest(ada).getByText('asked by @Grace Miller')).toAppear()
  await answered(ada)
  expect(await channel(ada).getByText('Started: Access denied').count()).toBe(0)
})

it('checks a bucket before its logs are needed, and shows how to put right what is wrong', async () => {
  const page = await site.open({ channel: DATA_PLATFORM })
  await say(page, '/s3audit check shop-archive')
  const finding = newest(page).getByText('Server access logging of shop-archive is off.')
  await expect(finding).toAppear()
  await newest(page).getByRole('button', { name: 'How to fix' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'How to fix it' })
  await expect(dialog.getByText('aws s3api put-bucket-logging')).toAppear()
  await dialog.getByRole('button', { name: 'Close' }).first().click()
})
