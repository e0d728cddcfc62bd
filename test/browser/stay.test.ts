import { expect, it } from 'vitest'
import { answered, ask, channel, openThread, say, stages, thread } from './support/places.ts'
import { startSite } from './support/site.ts'

const site = startSite()

it('keeps channel and thread through a reload', async () => {
  const page = await site.open()
  await ask(page, '/s3audit deletions shop-invoices 24h now')
  const answer = await (await openThread(page)).innerText()
  await page.reload()
  await expect(thread(page).getByRole('article').nth(1)).toAppear()
  expect(await thread(page).getByRole('article').nth(1).innerText()).toBe(answer)
  await expect(stages(page).getByText('Answered in the thread')).toAppear()
})

it.each(['SIGTERM', 'SIGKILL'] as const)(
  'keeps everything through %s of the program; the page connects again by itself and work goes on',
  async signal => {
    const page = await site.open()
    const before = await channel(page).locator('section.plan').count()
    await say(page, '/s3audit requesters shop-invoices 7d now')
    await expect.poll(() => channel(page).locator('section.plan').count()).toBe(before + 1)
    await site.restart(signal)
    await expect(page.getByText('Connection lost. Reconnecting…')).toVanish()
    await answered(page)
    await openThread(page)
    expect(await channel(page).locator('section.plan').count()).toBe(before + 1)
  },
)

it('keeps a message that arrives while the state is being read, however old that state is', async () => {
  const page = await site.open()
  const address = page.url()
  await page.goto('about:blank')
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let reads = 0
  await page.route('**/client/state?user=*', async route => {
    const response = await route.fetch()
    // The first is what the page starts with, the second is read when the stream opens.
    if (++reads === 2) await held
    await route.fulfill({ response })
  })
  await page.goto(address)
  await expect.poll(() => reads).toBe(2)
  const answered = page.waitForResponse(response => response.url().endsWith('/client/message'))
  await say(page, 'Said in between.')
  await answered
  const read = page.waitForResponse(response => response.url().includes('/client/state?user='))
  release()
  await (await read).finished()
  await say(page, 'Said after it.')
  await expect(channel(page).getByText('Said after it.')).toAppear()
  await expect(channel(page).getByText('Said in between.')).toAppear()
})
