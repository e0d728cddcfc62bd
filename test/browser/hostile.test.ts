import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { datedKey, record } from '../support/product.ts'
import { ask, openThread } from './support/places.ts'
import { startSite } from './support/site.ts'

const IMAGE = '<img src=x onerror=document.title="taken">'
const BROADCAST = '<!channel>'
const LINK = '<https://example.com|harmless>'
const KEYS = [IMAGE, BROADCAST, LINK, '*bold*', '=1+1', "'=1+1"]

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-logs-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

/** A folder of somebody's own access logs, in which strangers chose the keys. */
function hostileLogs(): string {
  const time = new Date(Date.now() - 2 * 3_600_000)
  const lines = KEYS.map((key, second) =>
    record({
      bucket: 'my-bucket',
      time: new Date(+time + second * 1000),
      operation: 'REST.DELETE.OBJECT',
      key: encodeURIComponent(encodeURIComponent(key)),
      status: 204,
      userAgent: IMAGE.replaceAll('"', ''),
    }),
  )
  const file = path.join(folder, 'my-logs', datedKey('access/', new Date(+time + 1_800_000)))
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, `${[...lines, `${IMAGE} is no record`].join('\n')}\n`)
  return folder
}

const site = startSite({ logs: hostileLogs })

it('shows keys that are markup as the text they are, and runs none of it', async () => {
  const page = await site.open()
  await ask(page, '/s3audit deletions my-bucket 24h now')
  const answer = await openThread(page)
  for (const key of KEYS) await expect(answer.getByRole('cell', { name: key, exact: true })).toAppear()
  await expect(answer.getByText(`${IMAGE} is no record`)).toAppear()
  expect(await answer.locator('img, .mention:has-text("channel"), td a').count()).toBe(0)
  expect(await page.title()).not.toContain('taken')
})

it('notices what a page must not do: the watch of these tests is awake', async () => {
  const page = await site.open()
  await page.evaluate(`
    const image = document.createElement('img')
    image.src = 'https://example.com/picture.png'
    document.body.append(image)
    console.error('broken')`)
  await expect.poll(() => site.complaints.join('\n')).toMatch(/Content Security Policy/)
  expect(site.complaints).toContain('error: broken')
  site.complaints.splice(0)
})
