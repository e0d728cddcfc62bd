import { describe, expect, it } from 'vitest'
import { blockErrors, hasTwoTables } from '../../../infra/local/slack/blocks/validate.ts'
import { viewErrors } from '../../../infra/local/slack/blocks/view.ts'
import type { Block } from '../../../infra/local/slack/model/protocol.ts'
import { BLOCK_TYPES } from '../../../infra/local/slack/server.ts'
import { button, input, modal, section } from './slack-bolt.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const long = (length: number) => 'x'.repeat(length)
const many = <T>(length: number, make: (index: number) => T): T[] =>
  Array.from({ length }, (_, index) => make(index))
const option = (value: string, text = value) => ({ text: plain(text), value })
const options = (count: number) => many(count, index => option(`o${index}`))
const rich = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
})
const cell = (text: string) => ({ type: 'raw_text', text })
const actions = (...elements: object[]): Block => ({ type: 'actions', elements })
const select = (more: object) => ({ type: 'static_select', action_id: 'choose', ...more })
const task = (status: string, more = {}) => ({
  type: 'task_card',
  task_id: 't',
  title: 'Copy',
  status,
  ...more,
})

function bars(series: number, points: number, name = (index: number) => `s${index}`) {
  const categories = many(points, index => `c${index}`)
  const data = categories.map((label, value) => ({ label, value }))
  const chart = {
    type: 'bar',
    series: many(series, index => ({ name: name(index), data })),
    axis_config: { categories },
  }
  return { type: 'data_visualization', title: 'Requests', chart }
}
/** A limit of a message's blocks: what is just allowed, what is one too much, and what Slack says to that. */
const LIMITS: [name: string, allowed: Block[], refused: Block[], words: string][] = [
  [
    'blocks of a message',
    many(50, () => section('x')),
    many(51, () => section('x')),
    'no more than 50 items allowed [json-pointer:/blocks]',
  ],
  [
    'section text',
    [section(long(3000))],
    [section(long(3001))],
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'empty text',
    [section('x')],
    [section('')],
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'section fields',
    [{ type: 'section', fields: many(10, () => mrkdwn('x')) }],
    [{ type: 'section', fields: many(11, () => mrkdwn('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'field text',
    [{ type: 'section', fields: [mrkdwn(long(2000))] }],
    [{ type: 'section', fields: [mrkdwn(long(2001))] }],
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    'header',
    [{ type: 'header', text: plain(long(150)) }],
    [{ type: 'header', text: plain(long(151)) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'context',
    [{ type: 'context', elements: many(10, () => mrkdwn('x')) }],
    [{ type: 'context', elements: many(11, () => mrkdwn('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'actions',
    [actions(...many(25, index => button(`b${index}`)))],
    [actions(...many(26, index => button(`b${index}`)))],
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'button text',
    [actions(button('b', { text: plain(long(75)) }))],
    [actions(button('b', { text: plain(long(76)) }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'button value',
    [actions(button('b', { value: long(2000) }))],
    [actions(button('b', { value: long(2001) }))],
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'button url',
    [actions(button('b', { url: `https://a/${long(2990)}` }))],
    [actions(button('b', { url: `https://a/${long(2991)}` }))],
    'must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'confirm title',
    [actions(button('b', { confirm: { title: plain(long(100)), text: plain('?') } }))],
    [actions(button('b', { confirm: { title: plain(long(101)), text: plain('?') } }))],
    'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
  ],
  [
    'confirm text',
    [actions(button('b', { confirm: { text: plain(long(300)) } }))],
    [actions(button('b', { confirm: { text: plain(long(301)) } }))],
    'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
  ],
  [
    'confirm button',
    [actions(button('b', { confirm: { text: plain('?'), confirm: plain(long(30)) } }))],
    [actions(button('b', { confirm: { text: plain('?'), confirm: plain(long(31)) } }))],
    'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/confirm/text]',
  ],
  [
    'action_id',
    [actions(button(long(255)))],
    [actions(button(long(256)))],
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  [
    'block_id',
    [section('x', { block_id: long(255) })],
    [section('x', { block_id: long(256) })],
    'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
  ],
  [
    'options',
    [actions(select({ options: options(100) }))],
    [actions(select({ options: options(101) }))],
    'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'option text',
    [actions(select({ options: [option('v', long(75))] }))],
    [actions(select({ options: [option('v', long(76))] }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
  ],
  [
    'option value',
    [actions(select({ options: [option(long(75), 't')] }))],
    [actions(select({ options: [option(long(76), 't')] }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
  ],
  [
    'placeholder',
    [actions(select({ options: options(1), placeholder: plain(long(150)) }))],
    [actions(select({ options: options(1), placeholder: plain(long(151)) }))],
    'must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]',
  ],
  [
    'overflow',
    [actions({ type: 'overflow', options: options(5) })],
    [actions({ type: 'overflow', options: options(6) })],
    'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'checkboxes',
    [actions({ type: 'checkboxes', options: options(10) })],
    [actions({ type: 'checkboxes', options: options(11) })],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'input label',
    [{ type: 'input', label: plain(long(2000)), element: { type: 'plain_text_input' } }],
    [{ type: 'input', label: plain(long(2001)), element: { type: 'plain_text_input' } }],
    'must be less than 2001 characters [json-pointer:/blocks/0/label/text]',
  ],
  [
    'table rows',
    [{ type: 'table', rows: many(100, () => [cell('x')]) }],
    [{ type: 'table', rows: many(101, () => [cell('x')]) }],
    'no more than 100 items allowed [json-pointer:/blocks/0/rows]',
  ],
  [
    'table cells',
    [{ type: 'table', rows: [many(20, () => cell('x'))] }],
    [{ type: 'table', rows: [many(21, () => cell('x'))] }],
    'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
  ],
  [
    'table characters',
    [{ type: 'table', rows: [[cell(long(4000)), rich(long(6000))]] }],
    [{ type: 'table', rows: [[cell(long(4000)), rich(long(6001))]] }],
    'must be less than 10001 characters in all cells [json-pointer:/blocks/0/rows]',
  ],
  [
    'empty table cell',
    [{ type: 'table', rows: [[cell('-')]], column_settings: [null] }],
    [{ type: 'table', rows: [[cell('')]] }],
    'must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]',
  ],
  [
    'column settings',
    [{ type: 'table', rows: [[cell('x')]], column_settings: [{ align: 'right', is_wrapped: true }] }],
    [{ type: 'table', rows: [[cell('x')]], column_settings: [{ align: 'end' }] }],
    'must be a valid enum value [json-pointer:/blocks/0/column_settings/0/align]',
  ],
  [
    'charts of a message',
    many(2, () => bars(1, 1)),
    many(3, () => bars(1, 1)),
    'no more than 2 data_visualization blocks allowed [json-pointer:/blocks]',
  ],
  [
    'chart title',
    [{ ...bars(1, 1), title: long(50) }],
    [{ ...bars(1, 1), title: long(51) }],
    'must be less than 51 characters [json-pointer:/blocks/0/title]',
  ],
  [
    'chart series',
    [bars(12, 1)],
    [bars(13, 1)],
    'no more than 12 items allowed [json-pointer:/blocks/0/chart/series]',
  ],
  [
    'chart points',
    [bars(1, 20)],
    [bars(1, 21)],
    'no more than 20 items allowed [json-pointer:/blocks/0/chart/series/0/data]',
  ],
  [
    'series name',
    [bars(1, 1, () => long(20))],
    [bars(1, 1, () => long(21))],
    'must be less than 21 characters [json-pointer:/blocks/0/chart/series/0/name]',
  ],
  [
    'series names',
    [bars(2, 1)],
    [bars(2, 1, () => 'same')],
    'series name "same" already exists [json-pointer:/blocks/0/chart/series]',
  ],
  [
    'plan title',
    [{ type: 'plan', title: 'Stages' }],
    [{ type: 'plan', title: plain('Stages') }],
    'must provide a string [json-pointer:/blocks/0/title]',
  ],
  [
    'pending task',
    [{ type: 'plan', title: 'Stages', tasks: [task('pending')] }],
    [task('pending')],
    'must be a valid enum value [json-pointer:/blocks/0/status]',
  ],
  [
    'task details',
    [task('complete', { details: rich('x') })],
    [task('complete', { details: 'x' })],
    'must provide an object [json-pointer:/blocks/0/details]',
  ],
]

describe('blocks of a message', () => {
  it.each(LIMITS)('takes %s at the limit and refuses one past it', (_, allowed, refused, words) => {
    expect(blockErrors(allowed, 'message')).toEqual([])
    expect(blockErrors(refused, 'message')).toContain(words)
  })

  it.each([
    ['an unknown block', { type: 'marquee' }, 'unsupported type: marquee [json-pointer:/blocks/0/type]'],
    ['a block without a type', {}, 'missing required field: type [json-pointer:/blocks/0]'],
    [
      'an unknown property',
      section('x', { colour: 'red' }),
      'invalid additional property: colour [json-pointer:/blocks/0]',
    ],
    ['a missing property', { type: 'header' }, 'missing required field: text [json-pointer:/blocks/0]'],
    [
      'a string for a text object',
      { type: 'header', text: 'x' },
      'must provide an object [json-pointer:/blocks/0/text]',
    ],
    [
      'mrkdwn where only plain text goes',
      { type: 'header', text: mrkdwn('x') },
      'must be a valid enum value [json-pointer:/blocks/0/text/type]',
    ],
    [
      'an element in the wrong block',
      section('x', { accessory: { type: 'plain_text_input' } }),
      'unsupported type: plain_text_input [json-pointer:/blocks/0/accessory/type]',
    ],
    [
      'a number input, which is for modals',
      input('n', { type: 'number_input', is_decimal_allowed: false }),
      'unsupported type: number_input [json-pointer:/blocks/0/element/type]',
    ],
    [
      'an unknown button style',
      actions(button('b', { style: 'default' })),
      'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
    ],
    [
      'an initial option that is not offered',
      actions(select({ options: options(2), initial_option: option('o7') })),
      'must match one of the provided options [json-pointer:/blocks/0/elements/0/initial_option]',
    ],
    [
      'options together with groups',
      actions(select({ options: options(1), option_groups: [{ label: plain('g'), options: options(1) }] })),
      'must provide exactly one of `options` or `option_groups` [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'two elements with one action_id',
      actions(button('same'), button('same')),
      '`action_id` "same" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ],
    [
      'a chart point without its category',
      { ...bars(1, 2), chart: { ...bars(1, 2).chart, axis_config: { categories: ['c0', 'c9'] } } },
      'must have exactly one data point for each category [json-pointer:/blocks/0/chart/series/0/data]',
    ],
    [
      'an empty text in rich text',
      rich(''),
      'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
    ],
  ])('refuses %s', (_, block, words) => {
    expect(blockErrors([block], 'message')).toContain(words)
  })

  it('refuses two blocks with one block_id', () => {
    const blocks = [section('a', { block_id: 'same' }), section('b', { block_id: 'same' })]
    expect(blockErrors(blocks, 'message')).toEqual([
      '`block_id` "same" already exists [json-pointer:/blocks/1/block_id]',
    ])
  })

  it('finds a second table', () => {
    const table = { type: 'table', rows: [[cell('x')]] }
    expect(hasTwoTables([table, section('x')])).toBe(false)
    expect(hasTwoTables([table, section('x'), table])).toBe(true)
  })

  it('lists the surfaces of every block type', () => {
    expect(BLOCK_TYPES.data_visualization).toEqual(['message'])
    expect(BLOCK_TYPES.section).toEqual(['message', 'modal', 'home'])
    for (const type of ['file', 'image', 'card', 'markdown']) expect(BLOCK_TYPES).not.toHaveProperty(type)
  })
})

const INPUTS: Record<string, unknown>[] = [
  { type: 'plain_text_input', multiline: true, min_length: 1, max_length: 3000, initial_value: 'x' },
  { type: 'number_input', is_decimal_allowed: true, min_value: '0', max_value: '10', initial_value: '2.5' },
  select({ options: options(3), initial_option: option('o1') }),
  select({ option_groups: [{ label: plain('g'), options: options(2) }] }),
  { type: 'external_select', min_query_length: 2, placeholder: plain('Bucket') },
  { type: 'conversations_select', initial_conversation: 'C0INCIDENTS', filter: { include: ['public'] } },
  { type: 'radio_buttons', options: options(10) },
  { type: 'checkboxes', options: [{ text: mrkdwn('*x*'), value: 'x', description: plain('d') }] },
  { type: 'datetimepicker', initial_date_time: 1_795_000_000 },
]

describe('views', () => {
  it.each(INPUTS.map(element => [element.type, element] as const))('takes a %s in a modal', (_, element) => {
    expect(viewErrors(modal([input('i', element)]), 'modal')).toEqual([])
  })

  const text = (length: number) => plain(long(length))
  it.each([
    [
      'title',
      modal([], { title: text(24) }),
      modal([], { title: text(25) }),
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    [
      'submit',
      modal([], { submit: text(24) }),
      modal([], { submit: text(25) }),
      'must be less than 25 characters [json-pointer:/view/submit/text]',
    ],
    [
      'close',
      modal([], { close: text(24) }),
      modal([], { close: text(25) }),
      'must be less than 25 characters [json-pointer:/view/close/text]',
    ],
    [
      'private_metadata',
      modal([], { private_metadata: long(3000) }),
      modal([], { private_metadata: long(3001) }),
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'callback_id',
      modal([], { callback_id: long(255) }),
      modal([], { callback_id: long(256) }),
      'must be less than 256 characters [json-pointer:/view/callback_id]',
    ],
    [
      'blocks',
      modal(many(100, () => section('x'))),
      modal(many(101, () => section('x'))),
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    [
      'hint',
      modal([input('i', { type: 'conversations_select' }, { hint: text(2000) })]),
      modal([input('i', { type: 'conversations_select' }, { hint: text(2001) })]),
      'must be less than 2001 characters [json-pointer:/view/blocks/0/hint/text]',
    ],
    [
      'initial value',
      modal([input('i', { type: 'plain_text_input', initial_value: 'xx', max_length: 2 })]),
      modal([input('i', { type: 'plain_text_input', initial_value: 'xxx', max_length: 2 })]),
      'must be less than 3 characters [json-pointer:/view/blocks/0/element/initial_value]',
    ],
  ])('takes %s at the limit and refuses one past it', (_, allowed, refused, words) => {
    expect(viewErrors(allowed, 'modal')).toEqual([])
    expect(viewErrors(refused, 'modal')).toContain(words)
  })

  it('refuses inputs in a modal without a submit button', () => {
    const { submit: _submit, ...view } = modal([input('i', { type: 'conversations_select' })])
    expect(viewErrors(view, 'modal')).toEqual([
      'must define `submit` to use an `input` block in modals [json-pointer:/view]',
    ])
  })

  it('refuses properties that only workflow views have', () => {
    expect(viewErrors(modal([], { submit_disabled: true }), 'modal')).toEqual([
      'invalid additional property: submit_disabled [json-pointer:/view]',
    ])
  })

  it('refuses message blocks and a title on the Home tab', () => {
    const view = { type: 'home', title: plain('x'), blocks: [] }
    expect(viewErrors(view, 'home')).toEqual(['invalid additional property: title [json-pointer:/view]'])
    expect(viewErrors({ type: 'home', blocks: [{ type: 'plan', title: 'x' }] }, 'home')).toEqual([
      'unsupported type: plan [json-pointer:/view/blocks/0/type]',
    ])
  })
})
