import { catalogue } from '../../../analyses/lib/catalogue/catalogue.ts'
import { bucketsToShow } from '../../../bot/access/access.ts'
import { rulesOf } from '../../../bot/access/policy.ts'
import { settingsSchema } from '../../../bot/model/settings.ts'

/** What the request tests ask against: the real catalogue, three buckets, one channel, a fixed clock. */
export const settings = settingsSchema.parse({
  channels: ['C0INCIDENTS'],
  owner: '<@U0OWNER>',
  buckets: ['media-prod', 'invoices', 'data-lake'],
  sources: [],
})

/** What anybody may ask in the one channel. */
export const access = {
  channel: 'C0INCIDENTS',
  policy: settings,
  holding: rulesOf(settings),
  refused: [],
}

export const rules = {
  catalogue,
  settings,
  access,
  buckets: bucketsToShow(access),
  now: new Date('2026-11-21T07:00:30.500Z'),
  zone: 'Europe/Berlin',
}
