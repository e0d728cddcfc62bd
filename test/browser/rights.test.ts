import { expect, it } from 'vitest'
import { form, newest, say } from './support/places.ts'
import { ADA, startSite } from './support/site.ts'

const site = startSite()
const SUPPORT = 'C0SUPPORT'

it('refuses who has no right here, by the name of the rule, and the owner reads that it did', async () => {
  const tom = await site.open({ user: 'U0TOM', channel: SUPPORT })
  await expect(tom.getByText('in no user group')).toAppear()
  await say(tom, '/s3audit deletions shop-invoices 24h now')
  await expect(newest(tom).getByText('You may not ask s3audit here.')).toAppear()
  await expect(newest(tom).getByText('@on-call')).toAppear()
  await say(tom, '/s3audit audit')
  await expect(newest(tom).getByText('Only the owners of s3audit may read who used it')).toAppear()

  const ada = await site.open({ user: ADA, channel: SUPPORT })
  await expect(ada.getByText('in @on-call', { exact: true })).toAppear()
  await say(ada, '/s3audit audit @tom')
  await expect(
    newest(ada).getByText(/@Tom Novak in #support · a command.* · refused for the person/),
  ).toAppear()
})

it('lets who may ask everything search the buckets of the account', async () => {
  const page = await site.open({ user: 'U0MARY', channel: SUPPORT })
  await say(page, '/s3audit')
  const bucket = form(page).getByRole('combobox', { name: 'Bucket' })
  await bucket.fill('med')
  await expect(page.getByRole('option', { name: 'shop-media' })).toAppear()
  await page.getByRole('option', { name: 'shop-media' }).click()
  expect(await bucket.inputValue()).toBe('shop-media')
})
