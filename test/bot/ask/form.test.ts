import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { Analysis } from '../../../analyses/lib/analysis.ts'
import { type Draft, isPreset, PRESETS } from '../../../bot/ask/grammar/draft.ts'
import type { FormContext } from '../../../bot/ask/form-context.ts'
import { formView } from '../../../bot/ask/form.ts'
import { formContext, formErrors, type FormState, isStale, readForm } from '../../../bot/ask/read-form.ts'
import { requestSchema } from '../../../bot/time/request.ts'
import { requestFrom, windowOf } from '../../../bot/ask/validate.ts'
import { viewErrors } from '../../../infra/local/slack/blocks/view.ts'
import { rules } from '../access/rules.ts'

/** An analysis with every kind of parameter, beside the real ones. */
const everything: Analysis = {
  ...rules.catalogue['object-deletion'],
  title: 'E'.repeat(100),
  answers: 'a'.repeat(500),
  parameters: z.object({
    prefix: z
      .string()
      .default('')
      .describe('h'.repeat(400))
      .meta({ title: 'Prefix', placeholder: 'p'.repeat(200) }),
    top: z.int().min(1).max(100).default(10).meta({ title: 'Rows' }),
    ratio: z.number().optional(),
    group: z.enum(['key', 'requester']).default('key').meta({ title: 'Group by' }),
    failed: z.boolean().default(false).meta({ title: 'Failed ones too' }),
  }),
}
const single: Analysis = {
  ...everything,
  title: 'Single log',
  reads: ['cloudtrail'],
  parameters: z.object({}),
}
const catalogue = { ...rules.catalogue, everything, single }

const context: FormContext = { catalogue, buckets: rules.buckets, channel: 'C0INCIDENTS', now: rules.now }
const asking = {
  ...context,
  channel: 'C0INCIDENTS',
  settings: rules.settings,
  asker: { user: 'U0ADA', team: 'T0', timeZone: 'Europe/Berlin' },
}
const ask: Draft = { question: 'everything', bucket: 'invoices', parameters: {} }
const blockIds = (draft: Draft, from = context) => formView(draft, from).blocks.map(block => block.block_id)

const state = z.looseObject({
  block_id: z.string(),
  element: z.looseObject({ type: z.string(), action_id: z.string() }),
})
const options = z.array(z.object({ value: z.string() })).optional()
const initial = z.object({
  type: z.string(),
  initial_value: z.string().optional(),
  initial_option: z.object({ value: z.string() }).optional(),
  initial_options: options,
  initial_date_time: z.number().optional(),
})

/** What Slack submits of a form that nobody touched: its initial values. */
function submitted(draft: Draft, from = context): FormState {
  const view = formView(draft, from)
  const inputs = view.blocks.filter(({ type }) => type === 'input').map(block => state.parse(block))
  const values = inputs.map(({ block_id, element }) => {
    const { type, ...shown } = initial.parse(element)
    const value = {
      type,
      value: shown.initial_value ?? null,
      selected_option: shown.initial_option ?? null,
      selected_options: shown.initial_options ?? [],
      selected_date_time: shown.initial_date_time ?? null,
    }
    return [block_id, { [element.action_id]: value }] as const
  })
  return { private_metadata: view.private_metadata ?? '', state: { values: Object.fromEntries(values) } }
}

const drafts: [string, Draft][] = [
  ['an empty draft', { parameters: {} }],
  ...Object.keys(catalogue).map((question): [string, Draft] => [question, { question, parameters: {} }]),
  ['from–to', { ...ask, time: { kind: 'range' } }],
  [
    'long texts',
    { ...ask, parameters: { prefix: 'x'.repeat(4000), top: '5000', group: 'nonsense', failed: 'yes' } },
  ],
]

describe('formView', () => {
  it.each(drafts)('stays within what Slack accepts for %s', (_name, draft) => {
    expect(viewErrors(formView(draft, context), 'modal')).toEqual([])
    const many = Array.from({ length: 101 }, (_, at) => `bucket-${at}`)
    for (const buckets of [[], many.slice(1), many]) {
      expect(viewErrors(formView(draft, { ...context, buckets }), 'modal')).toEqual([])
    }
  })

  it('asks for an analysis’ fields only once it is chosen, and for the log only where there is a choice', () => {
    expect(blockIds({ parameters: {} })).toEqual(['question', 'bucket', 'time'])
    expect(blockIds({ question: 'access-denied', parameters: {} })).toEqual(
      'question answers bucket time access-denied:logs access-denied:prefix access-denied:requester'.split(
        ' ',
      ),
    )
    expect(blockIds({ question: 'single', parameters: {} })).toEqual([
      'question',
      'answers',
      'bucket',
      'time',
    ])
  })

  it('shows the two pickers only for from–to, filled with the last day', () => {
    expect(blockIds({ ...ask, time: { kind: '7d' } })).not.toContain('from')
    const { state: shown } = submitted({ parameters: {}, time: { kind: 'range' } })
    const end = Date.parse('2026-11-21T07:00:00Z') / 1000
    expect(shown.values.from?.value?.selected_date_time).toBe(end - 86_400)
    expect(shown.values.to?.value?.selected_date_time).toBe(end)
  })

  it('takes a typed bucket where there are more than a select can hold', () => {
    const from = { ...context, buckets: Array.from({ length: 101 }, (_, at) => `bucket-${at}`) }
    expect(readForm(submitted({ bucket: 'bucket-7', parameters: {} }, from), catalogue).bucket).toBe(
      'bucket-7',
    )
  })

  it('carries ids and nothing else in its metadata', () => {
    const none = { buckets: [], questions: [] }
    expect(formContext(submitted(ask))).toEqual({ channel: 'C0INCIDENTS', asksChannel: false, recent: none })
    const recent = { buckets: ['invoices'], questions: ['access-denied'] }
    const { private_metadata: metadata = '' } = formView(ask, { ...context, recent })
    expect(formContext({ private_metadata: metadata }).recent).toEqual(recent)
    // A form that an earlier version has opened.
    expect(formContext({ private_metadata: '{"channel":"C0INCIDENTS"}' }).recent).toEqual(none)
  })
})

describe('readForm', () => {
  it('reads back what the form was drawn from', () => {
    const draft: Draft = {
      question: 'everything',
      bucket: 'invoices',
      logs: 'cloudtrail',
      time: { kind: 'range', from: 1_795_000_000, to: 1_795_000_600 },
      parameters: { prefix: 'a b/', top: '7', ratio: '0.5', group: 'requester', failed: true },
    }
    expect(readForm(submitted(draft), catalogue)).toEqual(draft)
  })

  it('keeps what was typed when the question changes to one with the same parameter', () => {
    const typed = readForm(submitted({ ...ask, parameters: { prefix: 'logs/' } }), catalogue)
    const redrawn = submitted({ ...typed, question: 'access-denied' })
    expect(readForm(redrawn, catalogue)).toMatchObject({
      bucket: 'invoices',
      parameters: { prefix: 'logs/' },
    })
  })

  it('notices a form that was submitted before its fields arrived', () => {
    const shown = submitted({ question: 'access-denied', parameters: {} })
    const draft = readForm(shown, catalogue)
    expect(isStale(shown, draft, catalogue)).toBe(false)
    expect(isStale(shown, { ...draft, question: 'everything' }, catalogue)).toBe(true)
    expect(isStale(shown, { ...draft, time: { kind: 'range' } }, catalogue)).toBe(true)
  })

  it('does not take an object’s own properties for questions', () => {
    const shown = submitted({ parameters: {} })
    const chosen = {
      'choose-question': { type: 'external_select', selected_option: { value: 'constructor' } },
    }
    shown.state.values.question = chosen
    expect(readForm(shown, catalogue).question).toBeUndefined()
  })
})

const request = (draft: Draft) => requestFrom(draft, asking)

describe('requestFrom', () => {
  it('makes a request of a form that nobody touched further', () => {
    const result = request(readForm(submitted(ask), catalogue))
    expect(result).toEqual({
      ok: true,
      request: {
        analysis: 'everything',
        bucket: 'invoices',
        window: { from: '2026-11-20T07:00:30Z', to: '2026-11-21T07:00:30Z' },
        parameters: { prefix: '', top: 10, group: 'key', failed: false },
        logs: 'auto',
        channel: 'C0INCIDENTS',
        asker: asking.asker,
      },
    })
    expect(result.ok && requestSchema.safeParse(result.request).success).toBe(true)
  })

  it.each(Object.keys(rules.catalogue))('makes a request of %s without any parameter', question => {
    expect(request({ question, bucket: 'invoices', parameters: {} })).toMatchObject({ ok: true })
  })

  it('names every mistake at its place', () => {
    const range = { kind: 'range', from: 1_795_000_600, to: 1_795_000_000 } as const
    expect(request({ parameters: {} })).toEqual({
      ok: false,
      errors: { question: 'Choose what you want to know.', bucket: 'Choose a bucket.' },
    })
    expect(request({ ...ask, time: range })).toMatchObject({
      errors: { to: expect.stringContaining('end is before') as unknown },
    })
    expect(request({ ...ask, time: { kind: 'range', from: 1 } })).toEqual({
      ok: false,
      errors: { to: 'Choose a date and a time.' },
    })
  })

  it.each([
    [{ top: '5000' }, { top: 'Type a whole number from 1 to 100.' }],
    [{ top: '1.5' }, { top: 'Type a whole number from 1 to 100.' }],
    [{ ratio: 'much' }, { ratio: 'Type a number.' }],
    [{ group: 'x' }, { group: 'Choose one of key, requester.' }],
    [{ failed: 'perhaps' }, { failed: 'Say yes or no.' }],
  ])('says in words what is wrong with %o', (parameters, errors) => {
    expect(request({ ...ask, parameters })).toEqual({ ok: false, errors })
  })

  it('reads typed values as the types of their parameters', () => {
    const parameters = { top: '7', ratio: '0.5', group: 'Requester', failed: 'yes', prefix: 'a', other: 'x' }
    expect(request({ ...ask, parameters })).toMatchObject({
      request: { parameters: { top: 7, ratio: 0.5, group: 'requester', failed: true, prefix: 'a' } },
    })
  })

  it('says that an end in the future was cut to now', () => {
    const time = { kind: 'range', from: 1_795_000_000, to: 1_895_000_000 } as const
    expect(request({ ...ask, time })).toMatchObject({
      ok: true,
      request: { window: { to: '2026-11-21T07:00:30Z' } },
      note: expect.stringContaining('was in the future') as unknown,
    })
  })

  it('shows errors under inputs that the form has', () => {
    const errors = formErrors({ question: 'a', top: 'b', bucket: 'c', to: 'd' }, 'everything')
    expect(errors).toEqual({ question: 'a', 'everything:top': 'b', bucket: 'c', to: 'd' })
    expect(blockIds({ ...ask, time: { kind: 'range' } })).toEqual(expect.arrayContaining(Object.keys(errors)))
  })
})

describe('windowOf', () => {
  it('counts the choices of time back from now', () => {
    const to = '2026-11-21T07:00:30Z'
    for (const [kind, seconds] of Object.entries(PRESETS)) {
      const window = windowOf(isPreset(kind) ? { kind } : { kind: 'range' }, rules.now)
      expect(window.to).toBe(to)
      expect((Date.parse(to) - Date.parse(window.from)) / 1000).toBe(seconds)
    }
  })
})
