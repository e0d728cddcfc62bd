import { expect, it } from 'vitest'
import { columns, showing } from '../../analyses/lib/columns.ts'

it('knows the title and kind of a column by its name, and shows those with a star', () => {
  expect(columns('event_time* error_code\n  bytes_sent')).toEqual([
    { name: 'event_time', title: 'Time (UTC)', kind: 'time', shown: true },
    { name: 'error_code', title: 'Error code', kind: 'text', shown: false },
    { name: 'bytes_sent', title: 'Bytes sent', kind: 'bytes', shown: false },
  ])
})

it('takes the title, and the kind, that an answer gives a column', () => {
  expect(columns('requests operations', { requests: 'Refused', operations: ['Operations', 'text'] })).toEqual(
    [
      { name: 'requests', title: 'Refused', kind: 'number', shown: false },
      { name: 'operations', title: 'Operations', kind: 'text', shown: false },
    ],
  )
})

it('refuses a name that it does not know, where it is written and where it is put together', () => {
  // @ts-expect-error no such column
  expect(() => columns('event_time nothing_such*')).toThrow('Unknown column nothing_such')
  expect(() => columns(['event_time', 'nothing_such'].join(' '))).toThrow('Unknown column nothing_such')
})

it('shows the named ones of the same columns', () => {
  const shown = showing('key', columns('event_time* key')).filter(column => column.shown)
  expect(shown.map(({ name }) => name)).toEqual(['key'])
})
