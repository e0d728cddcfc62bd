import {
  historyMessage,
  presetsMessage,
  startedMessage,
  watchesMessage,
} from '../../../../bot/watch/watches.ts'
import { noteMessage } from '../../../../bot/watch/watch-note.ts'
import { watchForm } from '../../../../bot/watch/watch-form.ts'
import { newWatch, type Note, type Watch } from '../../../../bot/model/watch.ts'
import { WATCH_PRESETS } from '../../../../bot/watch/presets.ts'
import { HOSTILE, HOSTILE_KEYS, HOSTILE_REQUESTER } from './hostile.ts'
import * as some from './investigations.ts'
import { type State, statesOf } from './state.ts'

/** Watches: how they stand, what they tell, how they are made. */

const { window: _, ...request } = some.REQUEST

const WISH = {
  request,
  schedule: { every: 'day', at: '07:00', zone: 'Europe/Vienna', weekday: 'monday' },
  condition: { kind: 'rows', operator: '>', than: 0, usual: false },
  waitHours: 3,
  digest: true,
} as const

export const fresh: Watch = newWatch(WISH, 'golden', some.NOW)

const past = (n: number, outcome: Watch['history'][number]['outcome'], value?: number) => ({
  at: `2026-11-${String(n).padStart(2, '0')}T06:00:00Z`,
  to: `2026-11-${String(n).padStart(2, '0')}T03:00:00Z`,
  hours: 24,
  outcome,
  ...(value !== undefined && { value }),
})

export const running: Watch = {
  ...fresh,
  history: [
    past(15, 'quiet', 0),
    past(16, 'told', 1204),
    past(17, 'muted', 300),
    past(18, 'failed'),
    past(19, 'quiet', 0),
    past(20, 'told', 12_345),
  ],
  mutes: [
    { kind: 'requester', value: 'arn:aws:iam::111122223333:user/ada', by: 'U0ADA' },
    { kind: 'all', value: '', by: 'U0ADA', until: '2026-11-22T12:00:00Z' },
  ],
}
const paused: Watch = { ...running, paused: { at: some.NOW.toISOString(), by: 'U0ADA' } }
const hostile: Watch = {
  ...running,
  request: { ...request, bucket: HOSTILE },
  condition: { kind: 'figure', label: HOSTILE, operator: '>', than: 2, usual: true },
  mutes: HOSTILE_KEYS.map(value => ({ kind: 'prefix' as const, value, by: 'U0ADA' })),
  shown: { requester: HOSTILE_REQUESTER, prefix: HOSTILE },
}
const long: Watch = {
  ...hostile,
  request: { ...request, bucket: 'b'.repeat(255) },
  mutes: Array.from({ length: 20 }, () => ({
    kind: 'prefix' as const,
    value: 'k'.repeat(1024),
    by: 'U0ADA',
  })),
  history: Array.from({ length: 60 }, (_, n) => past((n % 28) + 1, 'told', n * 1e9)),
  shown: { requester: 'r'.repeat(2000), prefix: 'k'.repeat(1024) },
}

const note = (kind: Note['kind'], lines: string[] = []): Note => ({
  number: 1,
  kind,
  at: some.NOW.toISOString(),
  lines,
})
const LINES = Array.from(
  { length: 5 },
  (_, n) => `2026-11-20 22:0${n}:07 · exports/2026/11/report-${n}.parquet · deleted · role nightly-cleanup`,
)
const FAILURE = [
  'media-prod has no access logs: server access logging is off.',
  'Switch server access logging on for this bucket.',
]
const answer = some.closed(some.answered())

export const WATCHING: State[] = [
  ...statesOf(noteMessage, {
    'watch, finding': [
      { ...running, shown: { requester: 'arn:aws:iam::111122223333:user/ada', prefix: 'exports/' } },
      note('finding', LINES),
      answer,
    ],
    'watch, finding of a run no longer kept': [running, note('finding', LINES), undefined],
    'watch, finding, hostile': [hostile, note('finding', HOSTILE_KEYS.slice(0, 5)), answer],
    'watch, finding, as long as can be': [
      long,
      note(
        'finding',
        Array.from({ length: 5 }, () => '<'.repeat(3000)),
      ),
      answer,
    ],
    'watch, still so': [running, note('update', LINES), answer],
    'watch, without an answer': [running, note('failed', FAILURE), undefined],
    'watch, blind': [running, note('failed', [...FAILURE, '2026-11-19T07:00:00Z']), undefined],
    'watch, without an answer, hostile': [hostile, note('failed', [HOSTILE, HOSTILE]), undefined],
    'watch, works again': [running, note('well'), undefined],
    'watch, paused for want of rights': [
      paused,
      note('paused', ['s3audit does not answer in this channel.']),
      undefined,
    ],
    'watch, digest': [running, note('digest'), undefined],
    'watch, digest of nothing': [fresh, note('digest'), undefined],
    'watch, nothing to report': [running, note('quiet', ['it found nothing to report.']), answer],
  }),
  ...statesOf(watchesMessage, {
    'watches, none': [[], { found: 0, of: '' }],
    'watches, of all kinds': [
      [fresh, running, paused, { ...running, failures: 2 }],
      { found: 4, of: 'by you' },
    ],
    'watches, more than are shown, hostile': [
      Array.from({ length: 15 }, () => hostile),
      { found: 4321, of: `about ${HOSTILE} in this channel` },
    ],
    'watches, as long as can be': [Array.from({ length: 15 }, () => long), { found: 15, of: '' }],
  }),
  ...statesOf(historyMessage, {
    'watch history': [running],
    'watch history, none yet': [fresh],
    'watch history, as long as can be': [long],
  }),
  ...statesOf(startedMessage, {
    'watch started': [fresh],
    'watch started, hostile': [hostile],
  }),
  ...statesOf(presetsMessage, {
    'watch presets': [
      'media-prod',
      WATCH_PRESETS.map(({ analysis }) => analysis),
      new Set([WATCH_PRESETS[0]?.analysis ?? '']),
    ],
    'watch presets, hostile': [HOSTILE, WATCH_PRESETS.map(({ analysis }) => analysis), new Set<string>()],
  }),
  ...statesOf(watchForm, {
    'watch form': [WISH, { request: withoutAsker(request) }],
    'watch form, changed': [
      { ...running, digest: false },
      { request: withoutAsker(request), watch: running.id },
    ],
    'watch form, hostile': [
      { ...hostile, digest: false },
      { request: withoutAsker({ ...request, bucket: HOSTILE }) },
    ],
  }),
]

function withoutAsker({ asker: _asker, ...rest }: Watch['request']) {
  return rest
}
