import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StateValues } from '../../infra/local/slack/model/protocol.ts'
import { messageText } from '../../infra/local/terminal/text.ts'
import { expectClear } from '../support/clear-words.ts'
import { ADA, smallLogs, startTestProduct, type TestProduct } from '../support/product.ts'

/** Questions that cannot be asked: each mistake comes back with what was typed, and nothing is started. */

let product: TestProduct
beforeAll(async () => {
  product = await startTestProduct({ logs: smallLogs({ buckets: { 'my-bucket': {} }, objects: [] }) })
})
afterAll(() => product?.stop())

const DAY = 86_400_000
const day = (offset: number) => new Date(Date.now() + offset * DAY).toISOString().slice(0, 10)
const seconds = (offsetDays: number) => Math.floor((Date.now() + offsetDays * DAY) / 1000)
const at = (value: number) => ({ value: { type: 'datetimepicker', selected_date_time: value } })
const lastEphemeral = () => {
  const last = product.ephemeralMessages().at(-1)
  return last ? messageText(last) : ''
}

describe('a command', () => {
  it.each([
    ['deletons my-bucket 24h', /No question is called "deletons"\. Did you mean object-deletion/],
    [
      'ransomware my-bucket 24h',
      /Several questions are called "ransomware"\. Did you mean sse-c-encryption or ransom-note-upload or /,
    ],
    ['xyzzy my-bucket 24h', /No question is called "xyzzy"\. \/s3audit help lists them\./],
    [
      'deletions my-bukcet 24h',
      /may not be asked about the bucket `my-bukcet` here\. Did you mean `my-bucket`\?/,
    ],
    [
      'deletions zzzzzz 24h',
      /may not be asked about the bucket `zzzzzz` here\. It can be added to the rule “default” by @/,
    ],
    [`deletions my-bucket ${day(2)} to ${day(3)}`, /This time is in the future: it starts at /],
    [`deletions my-bucket ${day(-2)} to ${day(-4)}`, /The end is before the start\. Swap the two/],
    ['deletions my-bucket 91d', /This is 91 days; one question can cover at most 90 days\./],
    ['deletions my-bucket sometime', /sometime/],
    ['deletions my-bucket 24h colour:red', /colour/],
    ['deletions', /Say which bucket\./],
    ['my-bucket', /Say what you want to know\. \/s3audit help lists the questions\./],
  ])('with a mistake is answered with the mistake: %s', async (text, mistake) => {
    await product.type(`${text} now`)
    expect(lastEphemeral()).toContain(`/s3audit ${text} now`)
    expect(lastEphemeral()).toMatch(mistake)
    expectClear(lastEphemeral())
    expect(await product.investigations.openIds()).toEqual([])
  })

  it('with several mistakes is told all of them, and how to mend them together', async () => {
    await product.type(`deletons my-bukcet ${day(-2)} to ${day(-4)} now`)
    expect(lastEphemeral()).toMatch(/deletons.*my-bukcet.*The end is before the start/s)
    expect(lastEphemeral()).toContain('/s3audit object-deletion my-bucket 24h now')
  })

  it('full of markup comes back as it was typed', async () => {
    await product.type('<!channel> `x` *b* my-bucket now')
    const [last] = product.ephemeralMessages().slice(-1)
    expect(JSON.stringify(last)).not.toContain('<!channel>')
    expect(lastEphemeral()).toContain('<!channel>')
  })
})

/** Submits the form with these two ends, as pickers give them. @returns the errors at its fields */
async function submitRange(from: number, to: number): Promise<Record<string, string>> {
  await product.type(`deletions my-bucket ${day(-3)} to ${day(-2)}`)
  const view = product.client.views(ADA).at(-1)
  const values: StateValues = { from: at(from), to: at(to) }
  await product.client.submission({ user: ADA, view_id: view?.id ?? '', values })
  const event = product.events.findLast(({ type }) => type === 'view_errors')
  return event?.type === 'view_errors' && event.view_id === view?.id ? event.errors : {}
}

describe('the form', () => {
  it.each([
    ['in the future', 1, 2, /is in the future/],
    ['reversed', -1, -3, /The end is before the start/],
    ['empty', -1, -1, /The start and the end are the same moment/],
    ['too long', -91, -0.5, /one question can cover at most 90 days/],
  ])('says at the field that a window is %s', async (_, from, to, mistake) => {
    const errors = await submitRange(seconds(from), seconds(to))
    expect(errors).toEqual({ to: expect.stringMatching(mistake) })
    expectClear(Object.values(errors).join(' '))
    expect(await product.investigations.openIds()).toEqual([])
  })
})
