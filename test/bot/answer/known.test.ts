import { describe, expect, it } from 'vitest'
import { analysisNamed, questions } from '../../../analyses/lib/catalogue/named.ts'
import { reply } from '../../../bot/answer/answer.ts'
import { announcement } from '../../../bot/answer/progress.ts'
import { sharedMessage } from '../../../bot/follow-up/shared-message.ts'
import { headlineOf, knownOf } from '../../../bot/model/known.ts'
import type { Investigation } from '../../../bot/model/investigation.ts'
import type { Coverage } from '../../../bot/model/stored/coverage.ts'
import type { LogPlan } from '../../../bot/model/stored/plan.ts'
import { requestSchema } from '../../../bot/time/request.ts'
import { asJson } from '../../../infra/local/terminal/json.ts'
import * as some from './states/investigations.ts'

/** The logs were listed at 11:55 on 21 November; access logs may come 24 hours late, CloudTrail 15 minutes. */
const WINDOW = { from: '2026-11-21T00:00:00Z', to: '2026-11-21T10:00:00Z' }
const OLD = { from: '2026-11-10T00:00:00Z', to: '2026-11-10T10:00:00Z' }
const NONE = 'No request was found in this window.'

interface Case {
  analysis?: string
  parameters?: Investigation['request']['parameters']
  window?: Investigation['request']['window']
  logs?: readonly [LogPlan, Partial<Coverage>][]
  rowCount?: number
  headline?: string
}

const recent = (...hours: number[]) => ({
  recentHours: hours.map(hour => `2026-11-21T${String(hour).padStart(2, '0')}`),
  hoursWithEvents: hours.length,
  events: hours.length,
  lines: hours.length,
})
const { lag: _, ...coverageWithoutLag } = some.COVERAGE
const SILENT = { recentHours: [], hoursWithEvents: 0, events: 0, lines: 0 }
const { LOG, TRAIL } = some

/** An answered investigation of these logs. */
function answered({
  analysis = 'object-access',
  parameters = {},
  window = WINDOW,
  logs = [[LOG, SILENT]],
  rowCount = 0,
  headline = NONE,
}: Case): Investigation {
  const plans = logs.map(([plan]) => plan)
  const coverage = logs.map(([{ source }, own]) => ({ ...coverageWithoutLag, log: source.log, ...own }))
  const read = some.readOut(plans, coverage)
  const { copy } = read
  const complete = {
    ...copy!,
    logs: copy!.logs.map(one => ({ ...one, skipped: { count: 0, samples: [] } })),
  }
  return some.withAnswer(
    {
      headline,
      figures: [{ id: 'n', label: 'Requests', value: 0, unit: 'count' }],
      notes: [],
      rowCount,
      rows: [],
      charts: [],
      next: [],
    },
    {
      ...read,
      copy: complete,
      request: {
        ...some.REQUEST,
        analysis,
        parameters,
        window,
        logs: plans.length > 1 ? 'both' : (plans[0]?.source.log ?? 'auto'),
      },
    },
  )
}

/** Each case: what was read, and how the headline must begin. */
const CASES: Record<string, [Case, string]> = {
  'no hour has records': [
    {},
    'Not known yet: none of the 10 hours has records; access logs come hours late.',
  ],
  'one hour has records': [
    { logs: [[LOG, recent(3)]] },
    `Not known yet: 9 of 10 hours have no records; access logs come hours late. In the hour that has: ${NONE}`,
  ],
  'most hours have records': [
    { logs: [[LOG, recent(0, 1, 2, 3, 4, 5, 6, 7)]] },
    `Not known yet: 2 of 10 hours have no records; access logs come hours late. In the 8 hours that have: ${NONE}`,
  ],
  'every hour has records': [{ logs: [[LOG, recent(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)]] }, NONE],
  'something was found, and little is missing': [
    { logs: [[LOG, recent(0, 1, 2, 3, 4, 5, 6, 7)]], rowCount: 3, headline: '3 requests.' },
    '3 requests. Not known yet: 2 of 10 hours have no records; access logs come hours late.',
  ],
  'something was found, and most is missing': [
    { logs: [[LOG, recent(3)]], rowCount: 3, headline: '3 requests.' },
    '3 requests. Not known yet: 9 of 10 hours have no records; access logs come hours late.',
  ],
  'rows of what did not happen': [
    { logs: [[LOG, recent(3)]], rowCount: 3, headline: 'None of the 3 requests was late.' },
    'Not known yet: 9 of 10 hours have no records; access logs come hours late. In the hour that has: None of the 3 requests was late.',
  ],
  'old hours without any records': [
    { window: OLD },
    'No records of media-prod were delivered for the 10 hours asked about:',
  ],
  'a quiet bucket with records in some old hours': [
    { window: OLD, logs: [[LOG, { ...SILENT, events: 4, lines: 4, hoursWithEvents: 2 }]] },
    NONE,
  ],
  'all lines unparsed': [
    { window: OLD, logs: [[LOG, { ...SILENT, lines: 4, unparsed: 4 }]] },
    'Not known: none of the 4 lines could be read',
  ],
  'the only line unparsed': [
    { window: OLD, logs: [[LOG, { ...SILENT, lines: 1, unparsed: 1 }]] },
    'Not known: the only line could not be read, as it is not in the format of this log.',
  ],
  'some lines unparsed': [
    { window: OLD, logs: [[LOG, { ...SILENT, events: 3, lines: 5, unparsed: 2, hoursWithEvents: 1 }]] },
    `${NONE} But 2 lines could not be read.`,
  ],
  'objects of which no line was read': [
    { window: OLD, logs: [[{ ...LOG, objects: 3 }, SILENT]] },
    'Not known: 3 log objects were found, but no line was in them.',
  ],
  'CloudTrail a quarter of an hour late': [
    {
      window: { from: '2026-11-21T09:00:00Z', to: '2026-11-21T11:50:00Z' },
      logs: [[TRAIL, { ...recent(10), lines: 9 }]],
    },
    `Not known yet: 1 of 3 hours has no records; CloudTrail delivers about 15 minutes late. In the other 2 hours: ${NONE}`,
  ],
  'CloudTrail that recorded other things': [{ window: OLD, logs: [[TRAIL, { ...SILENT, lines: 9 }]] }, NONE],
  'both logs, either has the hour': [
    {
      logs: [
        [LOG, recent(0, 1, 2, 3, 4)],
        [TRAIL, recent(5, 6, 7, 8)],
      ],
    },
    `Not known yet: 1 of 10 hours has no records; access logs come hours late. In the other 9 hours: ${NONE}`,
  ],
}

it.each(Object.entries(CASES))('says what is known: %s', (_name, [what, start]) => {
  const logs = what.logs ?? [[{ ...LOG, objects: 0 }, SILENT] as const]
  const investigation = answered({ ...what, logs: [...logs] })
  expect(headlineOf(investigation)?.slice(0, start.length)).toBe(start)
})

it('takes coverage of an older version, which names no hours, for what it was', () => {
  const { recentHours: __, ...older } = recent(3)
  expect(headlineOf(answered({ logs: [[LOG, older]] }))).toBe(NONE)
})

it('says when to look again: when most records have come so far, not before they can have', () => {
  const lag = { records: 100, within: [0, 0, 0, 10, 60, 90, 97, 100, 100, 100] }
  const investigation = answered({ logs: [[LOG, { ...recent(3), lag }]] })
  expect(knownOf(investigation)).toMatchObject({
    lookAgainAt: '2026-11-21T16:00:00Z',
    completeAt: '2026-11-22T10:00:00Z',
  })
  // Without a measure: when all should be there.
  expect(knownOf(answered({ logs: [[LOG, recent(3)]] }))?.lookAgainAt).toBe('2026-11-22T10:00:00Z')
})

/** What each question needs to be asked at all. */
function parametersOf(id: string): Investigation['request']['parameters'] {
  const { parameters } = analysisNamed(id)
  const missing = parameters.safeParse({}).error?.issues ?? []
  const given = Object.fromEntries(missing.map(({ path }) => [String(path[0]), 'a']))
  return requestSchema.shape.parameters.parse(parameters.parse(given))
}

describe.each(Object.keys(questions))('%s', id => {
  const [log = 'access-log'] = questions[id]?.reads ?? []
  const plan = log === 'access-log' ? LOG : TRAIL
  const about = { analysis: id, parameters: parametersOf(id) }
  const window = { from: '2026-11-21T11:50:00Z', to: '2026-11-21T11:55:00Z' }

  it('never says “none” of hours whose records may still come', () => {
    const investigation = some.closed(answered({ ...about, window, logs: [[plan, SILENT]] }))
    const places = {
      answer: reply(investigation),
      root: announcement(investigation),
      shared: sharedMessage(investigation, { user: 'U0ADA', link: undefined }),
      json: asJson(investigation, null),
    }
    for (const [place, shown] of Object.entries(places)) {
      const text = JSON.stringify(shown)
      expect([place, text.includes('Not known'), text.includes(NONE)]).toEqual([place, true, false])
    }
    expect(JSON.stringify(places.answer)).not.toContain('Requests')
  })

  it('offers to look again where records may still come, and nowhere else', () => {
    const young = answered({ ...about, window, logs: [[{ ...plan, objects: 0 }, SILENT]] })
    expect(JSON.stringify(reply(young).blocks)).toMatch(/Look again at about .*"Look again"/)
    const old = answered({ ...about, window: OLD, logs: [[plan, { ...recent(3), recentHours: [] }]] })
    expect(JSON.stringify(reply(old).blocks)).not.toContain('Look again')
    expect(headlineOf(old)).toBe(NONE)
  })
})
