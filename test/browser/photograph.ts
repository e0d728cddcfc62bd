import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type HomeView, type ModalView, WebClient } from '@slack/web-api'
import { chromium, type Locator, type Page } from 'playwright-core'
import { startSlack } from '../../infra/local/slack/server.ts'
import type { Content } from '../bot/answer/states/look.ts'

/**
 * Photographs golden messages and views as the page that plays Slack shows them, to be looked at:
 * `node test/browser/photograph.ts --to /tmp/shots [--dark] [--phone] [part of a state's name ...]`.
 */

const { values, positionals } = parseArgs({
  options: {
    to: { type: 'string', default: path.join(os.tmpdir(), 's3audit-states') },
    dark: { type: 'boolean', default: false },
    phone: { type: 'boolean', default: false },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
  allowPositionals: true,
})
const GOLDEN = fileURLToPath(new URL('../bot/*/golden/*.json', import.meta.url))
const USER = 'U0ADA'
const CHANNEL = 'C0SUPPORT'
const size = values.phone ? { width: 390, height: 844 } : { width: 1100, height: 900 }

fs.mkdirSync(values.to, { recursive: true })
const browser = await chromium.launch({
  executablePath: values.chromium,
  args: ['--no-sandbox', '--disable-gpu'],
})
for (const file of fs.globSync(GOLDEN)) {
  const name = path.basename(file, '.json')
  if (positionals.length > 0 && !positionals.some(part => name.startsWith(part))) continue
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the goldens' test has checked it
  const content = JSON.parse(fs.readFileSync(file, 'utf8')) as Content
  await photograph(name, content)
}
await browser.close()

/** In a Slack of its own: nothing of another state is in the way. */
async function photograph(name: string, content: Content): Promise<void> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-photograph-'))
  const opened = { web: new WebClient() }
  const slack = await startSlack({
    directory,
    signingSecret: 'secret',
    botToken: 'xoxb-local',
    now: () => new Date(),
    pageDirectory: fileURLToPath(new URL('../../infra/local/slack/page', import.meta.url)),
    async deliver({ body = '', isBase64Encoded }) {
      const form = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString()
      const trigger_id = new URLSearchParams(form).get('trigger_id') ?? ''
      if (content.type === 'modal')
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- likewise
        await opened.web.views.open({ trigger_id, view: content as unknown as ModalView })
      return { statusCode: 200, body: '' }
    },
  })
  opened.web = new WebClient('xoxb-local', { slackApiUrl: slack.apiUrl })
  const page = await browser.newPage({ viewport: size, colorScheme: values.dark ? 'dark' : 'light' })
  const visit = (place: string) => page.goto(`${slack.url}/?user=${USER}#/${place}`)
  const shown = await show(content)
  await page.setViewportSize({ ...size, height: 4000 })
  const kind = `${values.dark ? ' dark' : ''}${values.phone ? ' phone' : ''}`
  await shown.screenshot({ path: path.join(values.to, `${name}${kind}.png`.replaceAll(' ', '-')) })
  await page.close()
  await slack.close()
  fs.rmSync(directory, { recursive: true })

  async function show({ type, text, blocks }: Content): Promise<Locator> {
    if (type === 'home') {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- likewise
      await opened.web.views.publish({ user_id: USER, view: content as unknown as HomeView })
      await visit('home')
      return settled(page, page.getByRole('main'))
    }
    if (type === 'modal') {
      await visit(CHANNEL)
      await slack.client.command({ user: USER, channel: CHANNEL, command: '/s3audit', text: '' })
      return settled(page, page.getByRole('dialog'))
    }
    const message = { channel: CHANNEL, text: text ?? '', ...(blocks && { blocks }) }
    await opened.web.chat.postMessage(message)
    await visit(CHANNEL)
    return settled(page, page.getByRole('main').getByRole('log').locator('article').last())
  }
}

async function settled(page: Page, shown: Locator): Promise<Locator> {
  await shown.waitFor()
  await page.waitForTimeout(300)
  return shown
}
