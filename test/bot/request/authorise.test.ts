import { describe, expect, it } from 'vitest'
import { authorise } from '../../../bot/request/authorise.ts'
import { settings } from './rules.ts'

const asked = { channel: 'C0INCIDENTS', user: 'U0ADA', bucket: 'invoices' }

describe('authorise', () => {
  it('allows the configured buckets in the configured channels', () => {
    expect(authorise(settings, asked)).toEqual({ ok: true })
  })

  it('allows nothing where nothing is configured', () => {
    const none = { ...settings, channels: [], buckets: [] }
    expect(authorise(none, asked)).toMatchObject({ ok: false, place: 'channel' })
    expect(authorise({ ...none, channels: ['C0INCIDENTS'] }, asked)).toMatchObject({
      ok: false,
      place: 'bucket',
    })
  })

  it('refuses other channels, says so and whom to ask', () => {
    expect(authorise(settings, { ...asked, channel: 'C0RANDOM' })).toMatchObject({
      place: 'channel',
      refusal: expect.stringMatching(/not answer in this channel.*<@U0OWNER>/) as unknown,
      plain: expect.not.stringContaining('<@') as unknown,
    })
  })

  it('allows direct messages only if they are listed', () => {
    const direct = { ...asked, channel: 'D0ADA' }
    expect(authorise(settings, direct)).toMatchObject({
      refusal: expect.stringContaining('direct messages') as unknown,
    })
    expect(authorise({ ...settings, channels: ['D0ADA'] }, direct)).toEqual({ ok: true })
  })

  it('names the buckets that a mistyped one may have meant', () => {
    expect(authorise(settings, { ...asked, bucket: 'media-prdo' })).toMatchObject({
      place: 'bucket',
      plain: expect.stringContaining('Did you mean media-prod?') as unknown,
    })
  })

  it('keeps a hostile bucket name from mentioning anyone', () => {
    expect(authorise(settings, { ...asked, bucket: '<!channel>' })).toMatchObject({
      refusal: expect.not.stringContaining('<!channel>') as unknown,
    })
  })
})
