import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { ask, channel, composer, newest, openThread, say, thread } from './support/places.ts'
import { ADA, GRACE, startSite } from './support/site.ts'

const site = startSite()

beforeAll(async () => {
  const page = await site.open()
  await ask(page, '/s3audit deletions shop-exports 24h now')
})

const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] }
const copied = (page: Page): Promise<string> => page.evaluate('navigator.clipboard.readText()')
const marked = (page: Page) => page.locator('article[data-revealed]')
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

/** Chooses in a message's menu, by keyboard alone. */
async function choose(page: Page, message: ReturnType<typeof newest>, item: string): Promise<void> {
  await message.getByRole('button', { name: 'More actions' }).press('Enter')
  await expect(page.getByRole('menu').getByRole('menuitem').first()).toAppear()
  await page.getByRole('menuitem', { name: item }).press('Enter')
}

it('leads to a message by a link that is copied, also for somebody else', async () => {
  const page = await site.open(CLIPBOARD)
  await openThread(page)
  await choose(page, thread(page).getByRole('article').nth(1), 'Copy link')
  const link = await copied(page)
  expect(link).toMatch(/\/archives\/C0INCIDENTS\/p\d{16}\?thread_ts=/)
  const other = await site.open({ user: GRACE })
  await other.goto(link)
  await expect(marked(other).getByText('Distinct keys')).toAppear()
  await expect(marked(other).and(other.locator(':focus'))).toAppear()
  expect(other.url()).toContain(`user=${GRACE}`)
})

it('goes back and forward between channel, thread and home', async () => {
  const page = await site.open()
  await openThread(page)
  await page.getByRole('navigation').getByRole('link', { name: 's3audit' }).last().press('Enter')
  await expect(heading(page, 's3audit')).toAppear()
  await page.goBack()
  await expect(thread(page).getByRole('article').nth(1)).toAppear()
  await page.goBack()
  await expect(thread(page)).toVanish()
  await expect(heading(page, 'incidents')).toAppear()
  await page.goForward()
  await expect(thread(page).getByRole('article').nth(1)).toAppear()
  await page.reload()
  await expect(thread(page).getByRole('article').nth(1)).toAppear()
})

const pane = (page: Page, name: string) => page.getByRole('complementary', { name })
const sidebarButton = (page: Page, name: RegExp) => page.getByRole('navigation').getByRole('button', { name })
const focused = (page: Page) => page.locator(':focus')

it('goes back and forward between the panes at the side, which stay from place to place', async () => {
  const page = await site.open()
  await openThread(page)
  await sidebarButton(page, /^Requests$/).press('Enter')
  await expect(pane(page, 'Requests').locator('summary').first()).toAppear()
  await page.getByRole('navigation').getByRole('link', { name: 'data-platform' }).press('Enter')
  await expect(heading(page, 'data-platform')).toAppear()
  await expect(pane(page, 'Requests')).toAppear()
  await sidebarButton(page, /^Faults/).press('Enter')
  await expect(pane(page, 'Faults').getByText('#data-platform is')).toAppear()
  await expect(pane(page, 'Requests')).toVanish()
  await page.goBack()
  await expect(pane(page, 'Requests')).toAppear()
  await expect(pane(page, 'Faults')).toVanish()
  await page.goBack()
  await expect(thread(page).getByRole('article').nth(1)).toAppear()
  await expect(pane(page, 'Requests')).toAppear()
  await page.goBack()
  await expect(pane(page, 'Requests')).toVanish()
  await expect(thread(page).getByRole('article').nth(1)).toAppear()
  await page.goForward()
  await expect(pane(page, 'Requests')).toAppear()
})

it('opens a pane by its address, also for somebody else, and closes it for good', async () => {
  const page = await site.open()
  await sidebarButton(page, /^Faults/).press('Enter')
  await expect(pane(page, 'Faults')).toAppear()
  const other = await site.open({ user: GRACE })
  await other.goto(page.url().replace(`user=${ADA}`, `user=${GRACE}`))
  await expect(pane(other, 'Faults').getByText('#incidents is')).toAppear()
  await expect(focused(other).and(other.getByRole('button', { name: 'Close faults' }))).toAppear()
  await other.keyboard.press('Escape')
  await expect(pane(other, 'Faults')).toVanish()
  await expect(focused(other).and(composer(other))).toAppear()
  await other.reload()
  await expect(composer(other)).toAppear()
  expect(await pane(other, 'Faults').isVisible()).toBe(false)
})

it('opens a link of the workspace in the same window, and says where a message is gone', async () => {
  const page = await site.open(CLIPBOARD)
  await say(page, 'Soon to be deleted.')
  const message = newest(page)
  await expect(message.getByText('Soon to be deleted.')).toAppear()
  await choose(page, message, 'Copy link')
  const link = await copied(page)
  await say(page, `See ${link}`)
  await newest(page).getByRole('link', { name: link }).press('Enter')
  await expect(thread(page).getByText('Soon to be deleted.')).toAppear()
  expect(page.context().pages()).toHaveLength(1)
  await thread(page).getByRole('button', { name: 'Close thread' }).press('Enter')
  const deleted = channel(page).getByRole('article').filter({ hasText: 'Soon to be deleted.' })
  await choose(page, deleted, 'Delete message')
  await page
    .getByRole('dialog', { name: 'Delete this message?' })
    .getByRole('button', { name: 'Delete' })
    .press('Enter')
  await expect(deleted).toVanish()
  await page.goto(link)
  await expect(page.getByText('That message is not here')).toAppear()
})

it('starts again from nothing, after asking, at the same address', async () => {
  const page = await site.open()
  await page.getByRole('button', { name: 'Reset' }).press('Enter')
  const question = page.getByRole('dialog', { name: 'Reset this workspace?' })
  await expect(question.getByText('all questions and their answers')).toAppear()
  await page.keyboard.press('Escape')
  await expect(question).toVanish()
  await page.getByRole('button', { name: 'Reset' }).press('Enter')
  await question.getByRole('button', { name: 'Remove and start again' }).press('Enter')
  await expect(channel(page).getByText('This is the very beginning of #incidents.')).toAppear()
  // While the program was away, the page's requests failed.
  const inVain = site.complaints.splice(0)
  expect(inVain.filter(text => !/ERR_|Failed to fetch/.test(text))).toEqual([])
  expect(page.url()).toContain(`user=${ADA}`)
  await composer(page).focus()
  await say(page, '/s3audit list')
  await expect(newest(page).getByText('No investigation in the last 30 days.')).toAppear()
  await ask(page, '/s3audit deletions shop-exports 24h now')
})
