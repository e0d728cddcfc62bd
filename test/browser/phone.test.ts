import { expect, it } from 'vitest'
import { answered, channel, form, openThread, say, thread } from './support/places.ts'
import { startSite } from './support/site.ts'

const site = startSite()

const PHONE = { viewport: { width: 390, height: 800 }, hasTouch: true }
const OVERFLOW = 'document.documentElement.scrollWidth - innerWidth'

it('fits a phone: channel, form and thread one at a time, nothing wider than the screen', async () => {
  const page = await site.open(PHONE)
  await say(page, '/s3audit deletions shop-invoices 7d')
  await expect(form(page)).toAppear()
  expect(await form(page).boundingBox()).toMatchObject({ x: 0, y: 0, width: 390, height: 800 })
  await form(page).getByRole('button', { name: 'Start' }).tap()
  await answered(page)
  expect(await page.evaluate(OVERFLOW)).toBe(0)
  const answer = await openThread(page)
  expect(await thread(page).boundingBox()).toMatchObject({ x: 0, width: 390 })
  expect(await page.evaluate(OVERFLOW)).toBe(0)
  const chart = await answer.locator('figure.chart svg').boundingBox()
  expect((chart?.x ?? 0) + (chart?.width ?? 0)).toBeLessThan(390)
  await thread(page).getByRole('button', { name: 'Close thread' }).tap()
  await expect(channel(page).getByRole('link', { name: '1 reply' })).toAppear()
  await page.getByRole('button', { name: 'Channels and apps' }).tap()
  await page.getByRole('link', { name: 'data-platform' }).tap()
  await expect(page.getByRole('heading', { name: 'data-platform' })).toAppear()
})
