import { capitalised } from '../../analyses/lib/words.ts'
import type { types } from '@slack/bolt'
import * as z from 'zod'
import { truncate, visible } from '../text/mrkdwn.ts'
import { comparable, conditionWords } from '../model/condition.ts'
import type { Schedule } from '../time/schedule.ts'
import { WEEKDAYS } from '../time/day.ts'
import type { WatchWish } from '../model/watch.ts'
import { hoursWords, titleOf } from './texts.ts'
import * as input from '../ask/input.ts'
import type { FormState } from '../ask/read-form.ts'
import { requestSchema } from '../time/request.ts'
import { figuresAsked, type Typed } from './watch-command.ts'

/** The modal in which a watch is made or changed, by its `callback_id`. */
export const WATCH_FORM = 'watch-form'

/** What the modal is about, kept in it until it is submitted. */
const metadataSchema = z.object({
  request: requestSchema.omit({ window: true, watch: true, asker: true }),
  /** The watch that is changed; absent where a new one is made. */
  watch: z.string().optional(),
})
export type WatchedInForm = z.infer<typeof metadataSchema>

/** Slack's limit for what a modal carries. */
const MOST_METADATA = 3000

/** Whether a modal can carry the question: one with long lists of values has to be typed. */
export const fitsForm = (about: WatchedInForm): boolean => JSON.stringify(about).length <= MOST_METADATA

const EVERY: readonly (readonly [string, string])[] = [
  ['hour', 'Every hour'],
  ['day', 'Every day'],
  ...WEEKDAYS.map(day => [day, `Every ${capitalised(day)}`] as const),
  ['month', 'On the first of every month'],
]
const WAITS = [0, 1, 3, 6, 12, 24, 48]

/** The modal, filled with what is known. */
export function watchForm(wish: WatchWish, { request, watch }: WatchedInForm): types.ModalView {
  const { schedule, condition, waitHours, digest } = wish
  const labels = ['rows', 'severity', ...comparable(figuresAsked(wish.request)).map(({ label }) => label)]
  return {
    type: 'modal',
    callback_id: WATCH_FORM,
    private_metadata: JSON.stringify({ request, watch } satisfies WatchedInForm),
    title: input.plain(watch === undefined ? 'Watch this' : 'Change this watch'),
    submit: input.plain(watch === undefined ? 'Watch' : 'Save'),
    close: input.plain('Cancel'),
    blocks: [
      {
        type: 'section',
        text: input.plain(
          truncate(`${visible(titleOf(wish))}, reported in the channel it is asked in.`, 3000),
        ),
      },
      input.block('every', 'How often', select(EVERY, everyOf(schedule))),
      hinted(
        text('at', 'At', schedule.at),
        'The time of day, such as 07:00. Hourly watches run on the hour.',
      ),
      hinted(
        text('zone', 'Time zone', schedule.zone),
        'Such as Europe/Berlin or UTC. Daylight saving time is followed.',
      ),
      hinted(
        text('when', 'Report when', conditionWords(condition)),
        `rows > 0, bytes sent > 250 GB (decimal; GiB is 1024³), share > 5 %, errors > 2 x usual, severity >= high, new, or always. You can compare: ${labels.join(', ')}.`,
      ),
      hinted(
        input.block('wait', 'Wait for late records', select(waitOptions(waitHours), `${waitHours}h`)),
        'Logs are delivered late. Each run covers only what is older than this, so records that arrive within this time are not missed.',
      ),
      {
        ...input.block('digest', 'Digest', {
          type: 'checkboxes',
          action_id: 'value',
          options: [DIGEST],
          ...(digest && { initial_options: [DIGEST] }),
        }),
        optional: true,
      },
    ],
  }
}

const DIGEST = input.option('yes', 'Post a weekly summary on Mondays')

const select = (options: readonly (readonly [string, string])[], chosen: string): types.StaticSelect => ({
  type: 'static_select',
  action_id: 'value',
  ...input.chosenFrom(
    options.map(([value, title]) => input.option(value, title)),
    chosen,
  ),
})

const waitOptions = (hours: number) =>
  [...new Set([...WAITS, hours])]
    .toSorted((one, other) => one - other)
    .map(one => [`${one}h`, one === 0 ? 'Not at all' : hoursWords(one)] as const)

const text = (id: string, label: string, value: string): types.InputBlock =>
  input.block(id, label, {
    type: 'plain_text_input',
    action_id: 'value',
    initial_value: truncate(value, 3000),
  })

const hinted = (block: types.InputBlock, hint: string): types.InputBlock => ({
  ...block,
  hint: input.plain(truncate(hint, 2000)),
})

const everyOf = ({ every, weekday }: Schedule): string => (every === 'week' ? weekday : every)

/** What the modal is about. */
export const readWatched = ({ private_metadata }: FormState): WatchedInForm =>
  metadataSchema.parse(JSON.parse(private_metadata))

/** What was filled in, as it could have been typed. */
export function readWatchForm({ state }: FormState): Typed {
  const of = (id: string) => {
    const value = input.valueOf(Object.values(state.values[id] ?? {})[0])
    return value === undefined ? '' : String(value).trim()
  }
  const [period, at, zone] = [of('every'), of('at'), of('zone')]
  const isTold = period !== 'hour' && at !== ''
  return {
    schedule: { period, ...(isTold && { at, ...(zone !== '' && { zone }) }) },
    condition: of('when'),
    wait: of('wait'),
    digest: of('digest') === 'true' ? 'weekly' : 'off',
  }
}
