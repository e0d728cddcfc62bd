import { catalogue } from '../../../analyses/lib/catalogue.ts'
import { settingsSchema } from '../../../bot/settings.ts'

/** What the request tests ask against: the real catalogue, three buckets, one channel, a fixed clock. */
export const settings = settingsSchema.parse({
  channels: ['C0INCIDENTS'],
  owner: '<@U0OWNER>',
  buckets: ['media-prod', 'invoices', 'data-lake'],
  sources: [],
})

export const rules = {
  catalogue,
  settings,
  now: new Date('2026-11-21T07:00:30.500Z'),
  zone: 'Europe/Berlin',
}
