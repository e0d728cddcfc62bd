import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bucketsFrom } from '../../../bot/aws/buckets.ts'
import { faultSwitch } from '../../support/fault-switch.ts'
import { type EmbeddedS3, startEmbeddedS3 } from '../../infra/s3/s3-client.ts'
import { type Bot, openBot, stored } from './bot-in-slack.ts'

const ADA = 'U0ADA'
const INCIDENTS = 'C0INCIDENTS'

const faults = faultSwitch()
const clock = { now: new Date('2026-11-21T07:00:00Z') }
let bot: Bot
let s3: EmbeddedS3
beforeEach(async () => {
  bot = await openBot()
  s3 = await startEmbeddedS3({ faults: faults.faults })
  for (const Bucket of ['shop-web', 'shop-app', 'payroll'])
    await s3.client.send(new CreateBucketCommand({ Bucket }))
  bot.deps.buckets = bucketsFrom(s3.client, () => clock.now)
  Object.assign(bot.deps.settings, { channels: [INCIDENTS], buckets: ['media-prod', 'shop-*'] })
})
afterEach(async () => {
  faults.off()
  await bot.close()
  await s3.stop()
})

const type = (text: string) =>
  bot.slack.client.command({ user: ADA, channel: INCIDENTS, command: '/s3audit', text })
const form = () => bot.slack.client.views(ADA).at(-1)
const lastEphemeral = () =>
  bot.slack.client.messages(INCIDENTS, undefined, ADA).findLast(({ ephemeral_to: to }) => to === ADA)?.text
/** The buckets that the form offers for what was typed. */
async function offered(value: string, user = ADA): Promise<string[]> {
  const view_id = form()?.id ?? ''
  const typed = { user, view_id, block_id: 'bucket', action_id: 'choose-bucket', value }
  const { options = [] } = await bot.slack.client.suggestion(typed)
  return options.map(({ text }) => text.text)
}

const listed = () => faults.asked.filter(({ operation }) => operation === 'ListBuckets').length

/** A form's state in which the bucket was chosen. */
const values = (name: string) => ({
  bucket: {
    'choose-bucket': {
      type: 'external_select',
      selected_option: { text: { type: 'plain_text', text: name }, value: name },
    },
  },
})

describe('where a rule has a pattern, the form', () => {
  it('searches the buckets that the settings name and those of the account that it allows', async () => {
    await type('')
    expect(await offered('')).toEqual(['media-prod', 'shop-app', 'shop-web'])
    expect(await offered('we')).toEqual(['shop-web'])
    expect(await offered('shop-wbe')).toEqual(['shop-web', 'shop-app', 'shop-wbe (not listed by S3)'])
  })

  it('offers what the rules allow although S3 does not list it, and nothing else', async () => {
    await type('')
    expect(await offered('shop-elsewhere')).toContain('shop-elsewhere (not listed by S3)')
    expect(await offered('payroll')).toEqual([])
  })

  it('starts with a bucket that was found, and refuses another', async () => {
    await type('deletions shop-web 24h')
    const submit = (name: string) =>
      bot.slack.client.submission({ user: ADA, view_id: form()?.id ?? '', values: values(name) })
    await submit('payroll')
    expect(await stored(bot)).toEqual([])
    await submit('shop-app')
    expect((await stored(bot)).map(({ request }) => request.bucket)).toEqual(['shop-app'])
  })

  it('asks S3 once in five minutes', async () => {
    const before = listed()
    await type('')
    for (const typed of ['', 's', 'sh']) await offered(typed)
    expect(listed()).toBe(before + 1)
    await s3.client.send(new CreateBucketCommand({ Bucket: 'shop-new' }))
    expect(await offered('new')).not.toContain('shop-new')
    clock.now = new Date(clock.now.getTime() + 301_000)
    expect(await offered('new')).toEqual(['shop-new'])
  })

  it.each([
    ['refuses', { status: 403, code: 'AccessDenied', message: 'Access Denied' }],
    ['takes too long', { status: 503, code: 'SlowDown', message: 'Slow down', delayMs: 6000 }],
  ])('offers what the settings name where S3 %s', async (_, fault) => {
    const log = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    faults.on(({ operation }) => (operation === 'ListBuckets' ? fault : undefined))
    await type('')
    expect(await offered('')).toEqual(['media-prod'])
    expect(await offered('shop-web')).toEqual(['shop-web (not listed by S3)'])
    log.mockRestore()
  })
})

describe('a command', () => {
  it('knows the buckets of the account that a pattern allows, and which was perhaps meant', async () => {
    await type('shop-web deletions 24h now')
    expect(lastEphemeral()).toContain('Started: *Object deletions* in `shop-web`')
    await type('deletions payrol 24h now')
    expect(lastEphemeral()).toContain('may not be asked about the bucket `payrol`')
    await type('deletions media-prd 24h now')
    expect(lastEphemeral()).toContain('Did you mean `media-prod`?')
  })

  it('takes a bucket that S3 does not list', async () => {
    await type('deletions shop-elsewhere 24h now')
    expect(lastEphemeral()).toContain('Started: *Object deletions* in `shop-elsewhere`')
  })
})

describe('more buckets than a list can hold', () => {
  it('are searched, too', async () => {
    bot.deps.settings.buckets = Array.from({ length: 250 }, (_, at) => `bucket-${at}`)
    await type('')
    expect(await offered('')).toHaveLength(100)
    expect(await offered('bucket-24')).toHaveLength(11)
  })
})
