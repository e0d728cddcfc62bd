import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { channel, composer, form, newest, say } from './support/places.ts'
import { GRACE, startSite } from './support/site.ts'

const site = startSite()

const sidebarButton = (page: Page, name: RegExp) => page.getByRole('navigation').getByRole('button', { name })
const faults = (page: Page) => page.getByRole('complementary', { name: 'Faults' })
const requests = (page: Page) => page.getByRole('complementary', { name: 'Requests' })

/** Turns a switch to the choice after the present one. */
async function turn(page: Page, name: string): Promise<void> {
  await sidebarButton(page, /^Faults/).press('Enter')
  await faults(page).getByRole('combobox', { name }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Escape')
  await expect(faults(page)).toVanish()
}

it('lets a fault happen once, by keyboard alone, and shows that it is on and where it struck', async () => {
  const [page, other] = [await site.open(), await site.open({ user: GRACE })]
  await turn(page, 'The trigger has expired')
  for (const each of [page, other]) await expect(sidebarButton(each, /^Faults 1 on$/)).toAppear()
  await say(page, '/s3audit')
  await expect(newest(page).getByText('That took longer than Slack allows')).toAppear()
  await expect(sidebarButton(other, /^Faults$/)).toAppear()
  await sidebarButton(page, /^Requests$/).press('Enter')
  await requests(page).getByRole('searchbox').fill('expired_trigger')
  const struck = requests(page).locator('summary')
  await expect.poll(() => struck.count()).toBe(1)
  expect(await struck.innerText()).toMatch(/views\.open\s+fault\s+200 expired_trigger_id/)
  await page.keyboard.press('Escape')
  await say(page, '/s3audit')
  await expect(form(page)).toAppear()
  await page.keyboard.press('Escape')
})

it('starts one question of a form that is sent twice', async () => {
  const page = await site.open()
  const before = await channel(page).locator('section.plan').count()
  await say(page, '/s3audit deletions shop-exports 24h')
  await expect(form(page)).toAppear()
  await page.keyboard.press('Escape')
  await turn(page, 'Presses and submissions arrive twice')
  await say(page, '/s3audit deletions shop-exports 24h')
  await form(page).getByRole('button', { name: 'Start' }).press('Enter')
  await expect(channel(page).getByText('Answered in the thread').last()).toAppear()
  expect(await channel(page).locator('section.plan').count()).toBe(before + 1)
  await sidebarButton(page, /^Requests$/).press('Enter')
  await requests(page).getByRole('searchbox').fill('view_submission')
  await expect.poll(() => requests(page).locator('summary').count()).toBe(2)
})

it('closes an archived channel for everybody, until it is unarchived', async () => {
  const [page, other] = [await site.open(), await site.open({ user: GRACE })]
  await sidebarButton(page, /^Faults/).press('Enter')
  const archived = faults(page).getByRole('checkbox', { name: 'Archived' })
  await archived.press('Space')
  for (const each of [page, other]) {
    await expect(each.getByText('#incidents is archived: nobody can write here.')).toAppear()
    expect(await composer(each).isVisible()).toBe(false)
  }
  await expect(archived.and(page.locator(':focus'))).toAppear()
  await archived.press('Space')
  for (const each of [page, other]) await expect(composer(each)).toAppear()
})
