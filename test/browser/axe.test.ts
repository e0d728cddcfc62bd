import fs from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { answered, channel, form, openThread, say, thread } from './support/places.ts'
import { GRACE, startSite } from './support/site.ts'

const site = startSite()

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RUN = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => [id, target.join(' '), failureSummary])))`

/** What axe finds on the page as it stands: the rule, where, and why. */
async function violations(page: Page): Promise<string[][]> {
  await page.evaluate(AXE)
  return page.evaluate<string[][]>(RUN)
}

it.each(['light', 'dark'] as const)(
  'has nothing that axe objects to, from question to answer, %s',
  async colorScheme => {
    const page = await site.open({ colorScheme })
    expect(await violations(page)).toEqual([])
    await say(page, '/s3audit help')
    await expect(channel(page).getByText('/s3audit help').last()).toAppear()
    expect(await violations(page)).toEqual([])
    await say(page, '/s3audit deletions shop-invoices 7d')
    await expect(form(page)).toAppear()
    await form(page).getByRole('combobox', { name: 'Question' }).click()
    await expect(page.getByRole('listbox').getByRole('option').first()).toAppear()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await form(page).getByRole('button', { name: 'Start' }).click()
    await answered(page)
    await openThread(page)
    await expect(thread(page).locator('figure.chart').first()).toAppear()
    expect(await violations(page)).toEqual([])
    await thread(page).getByRole('button', { name: 'Show the SQL' }).click()
    await expect(page.getByRole('dialog', { name: /SQL/ })).toAppear()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    for (const pane of ['Requests', 'Faults']) {
      await page.getByRole('button', { name: pane, exact: true }).click()
      await expect(page.getByRole('complementary', { name: pane }).getByRole('heading').first()).toAppear()
      expect(await violations(page)).toEqual([])
    }
    await page.getByRole('combobox', { name: 'Too many calls' }).selectOption('Until switched off')
    await page.getByRole('checkbox', { name: 'Archived' }).check()
    await expect(page.getByText('#incidents is archived')).toAppear()
    expect(await violations(page)).toEqual([])
    await page.getByRole('checkbox', { name: 'Archived' }).uncheck()
    await page.getByRole('combobox', { name: 'Too many calls' }).selectOption('Off')
    await page.getByRole('button', { name: 'Reset' }).click()
    await expect(page.getByRole('dialog', { name: 'Reset this workspace?' })).toAppear()
    expect(await violations(page)).toEqual([])
  },
)

it('has nothing that axe objects to in a mistake at its field, on the home tab, on a phone', async () => {
  const page = await site.open({ user: GRACE, viewport: { width: 390, height: 800 }, hasTouch: true })
  await say(page, '/s3audit')
  await expect(form(page)).toAppear()
  await form(page).getByRole('button', { name: 'Start' }).click()
  await expect(form(page).locator('.field-error').first()).toAppear()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Channels and apps' }).tap()
  expect(await violations(page)).toEqual([])
  await page.getByRole('navigation').getByRole('link', { name: 's3audit' }).last().tap()
  await expect(page.getByRole('main').getByRole('button').first()).toAppear()
  expect(await violations(page)).toEqual([])
})
