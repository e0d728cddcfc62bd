import fs from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { answered, ask, channel, composer, openThread, thread } from './support/places.ts'
import { GRACE, startSite } from './support/site.ts'

const site = startSite()

beforeAll(async () => {
  const page = await site.open()
  await ask(page, '/s3audit deletions shop-invoices 7d now')
})

const csvMessage = (page: Page): Locator => thread(page).getByRole('article').last()

async function download(page: Page): Promise<{ name: string; rows: Record<string, string>[] }> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    csvMessage(page).getByRole('link', { name: 'Download' }).click(),
  ])
  const text = await fs.readFile(await file.path(), 'utf8')
  return { name: file.suggestedFilename(), rows: parse(text, { columns: true, bom: true }) }
}

it('answers with a headline, figures, rows, a chart, and what it rests on', async () => {
  const page = await site.open()
  const answer = await openThread(page)
  const headline = await answer.locator('b, strong').first().textContent()
  expect(headline).toMatch(/^\d,\d{3} deletions in shop-invoices; \d,\d{3} by role nightly-cleanup from /)
  const text = await answer.innerText()
  expect(text).toContain('Distinct keys')
  expect(text).toMatch(/Read from server access logs: \d+ log objects/)
  expect(text).toMatch(/Events in \d+ of 16[89] hours/)
  const table = answer.getByRole('region', { name: 'Table' }).getByRole('table')
  expect(await table.getByRole('columnheader').allInnerTexts()).toContain('Key')
  expect(await table.locator('tbody tr').count()).toBe(10)
  const chart = answer.locator('figure.chart')
  expect(await chart.locator('figcaption').textContent()).toBe('Deletions over time')
  await expect(chart.locator('svg')).toAppear()
  const counts = (await chart.locator('tbody td').allTextContents()).filter(text => text !== '0')
  expect(counts.length).toBeGreaterThan(1)
  const bars = chart.locator('svg').locator('path[fill="#1d6fb8"], path[fill="#c4601a"]')
  expect(await bars.count()).toBe(counts.length)
  expect((await chart.locator('svg').boundingBox())?.height).toBeGreaterThan(150)
})

it('turns to other rows and back, by keyboard alone', async () => {
  const page = await site.open()
  const answer = await openThread(page)
  const rows = answer.getByRole('region', { name: 'Table' }).locator('tbody tr')
  const first = await rows.allInnerTexts()
  await answer.getByRole('button', { name: 'Next rows' }).press('Enter')
  await expect(answer.getByText(/^Rows 11–20 of \d,\d{3}/)).toAppear()
  expect(await rows.allInnerTexts()).not.toEqual(first)
  await answer.getByRole('button', { name: 'Previous rows' }).press('Enter')
  await expect(answer.getByText(/^Rows 1–10 of \d,\d{3}/)).toAppear()
  expect(await rows.allInnerTexts()).toEqual(first)
})

it('hands out the whole answer as a CSV, by a link that can be renewed', async () => {
  const page = await site.open()
  const answer = await openThread(page)
  const [, more = ''] = /([\d,]+) more rows? in the CSV/.exec(await answer.innerText()) ?? []
  const count = 10 + Number(more.replace(',', ''))
  expect(count).toBeGreaterThan(1000)
  await answer.getByRole('button', { name: 'Get the CSV' }).click()
  await expect(csvMessage(page).getByText('Only visible to you')).toAppear()
  expect(await csvMessage(page).innerText()).toContain(`${count.toLocaleString('en')} rows`)
  const { name, rows } = await download(page)
  expect(name).toMatch(/^s3audit-object-deletion-shop-invoices-\d{4}-\d\d-\d\d\.csv$/)
  expect(rows).toHaveLength(count)
  expect(rows[0]).toHaveProperty('key')

  const before = await thread(page).getByRole('article').count()
  await csvMessage(page).getByRole('button', { name: 'New link' }).click()
  await expect.poll(() => thread(page).getByRole('article').count()).toBe(before + 1)
  expect((await download(page)).rows).toEqual(rows)
})

it('shows the SQL it ran, in a window that Escape closes', async () => {
  const page = await site.open()
  const answer = await openThread(page)
  const button = answer.getByRole('button', { name: 'Show the SQL' })
  await button.press('Enter')
  const modal = page.getByRole('dialog', { name: 'The SQL' })
  await expect(modal).toAppear()
  expect(await modal.innerText()).toMatch(/UNLOAD \([^]*FROM events[^]*FROM events/)
  await page.keyboard.press('Escape')
  await expect(modal).toVanish()
  await expect(button.and(page.locator(':focus'))).toAppear()
})

it('asks the same question again for the person who presses, in a message of its own', async () => {
  const ada = await site.open()
  const grace = await site.open({ user: GRACE })
  const answer = await openThread(grace)
  await answer.getByRole('button', { name: /^(Ask|Look) again$/ }).click()
  await expect(thread(grace).getByText('Asked again. The new answer will be posted here.')).toAppear()
  await expect.poll(() => channel(ada).locator('section.plan').count()).toBe(2)
  await expect(channel(ada).getByRole('article').last().getByText('asked by @Grace Miller')).toAppear()
  await Promise.all([answered(ada), answered(grace)])
  const again = await openThread(ada)
  expect(await again.innerText()).toMatch(/@Grace Miller \d,\d{3} deletions/)
})

it('lets people talk in the thread, each seen by the other', async () => {
  const ada = await site.open()
  const grace = await site.open({ user: GRACE })
  await Promise.all([openThread(ada), openThread(grace)])
  const reply = thread(grace).getByRole('textbox', { name: 'Reply…' })
  await reply.fill('I saw <img src=x> & *that* too')
  await reply.press('Enter')
  const heard = thread(ada).getByRole('article').last()
  await expect(heard.getByText('I saw <img src=x> & that too')).toAppear()
  await expect(channel(ada).getByRole('link', { name: '2 replies' })).toAppear()
  await expect(composer(ada)).toAppear()
})
