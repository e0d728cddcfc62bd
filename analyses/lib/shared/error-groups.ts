import type { ResultColumn, Row } from '../analysis.ts'
import { who } from '../sql/fragments.ts'
import { sql, type Sql } from '../sql/sql.ts'
import { requesterName } from '../words.ts'

/** By what failures can be grouped: the columns that make a group, and what a sentence calls one and many. */

export const ERROR_GROUPS = {
  requester: ['requester', 'operation', 'status', 'error_code'],
  code: ['status', 'error_code', 'operation'],
  address: ['remote_ip'],
  key: ['key'],
  'key-and-address': ['key', 'remote_ip', 'error_code'],
} as const
export type ErrorGroup = keyof typeof ERROR_GROUPS
export const GROUP_WORDS: Record<ErrorGroup, [string, string]> = {
  requester: ['kind of requester, operation and code', 'kinds of requester, operation and code'],
  code: ['kind of code and operation', 'kinds of code and operation'],
  address: ['address', 'addresses'],
  key: ['key', 'keys'],
  'key-and-address': ['kind of key, address and code', 'kinds of key, address and code'],
}
export const GROUP_PARTS: Record<
  (typeof ERROR_GROUPS)[ErrorGroup][number],
  { column: ResultColumn; value: Sql }
> = {
  status: { column: { name: 'status', title: 'Status', kind: 'number', shown: true }, value: sql`status` },
  error_code: {
    column: { name: 'error_code', title: 'Error code', kind: 'text', shown: true },
    value: sql`coalesce(error_code, 'no code logged')`,
  },
  requester: { column: { name: 'requester', title: 'Requester', kind: 'text', shown: true }, value: who },
  operation: {
    column: { name: 'operation', title: 'Operation', kind: 'text', shown: true },
    value: sql`operation`,
  },
  remote_ip: {
    column: { name: 'remote_ip', title: 'From', kind: 'text', shown: true },
    value: sql`remote_ip`,
  },
  key: { column: { name: 'key', title: 'Key', kind: 'text', shown: true }, value: sql`key` },
}
/** Whether the requests that succeeded are in the same groups, so that a rate can be told. */
export const hasRate = (group: ErrorGroup): boolean =>
  !ERROR_GROUPS[group].some(part => part === 'error_code')

export const RATE_COLUMNS: readonly ResultColumn[] = [
  { name: 'requests', title: 'Requests', kind: 'number', shown: true },
  { name: 'rate', title: 'Failing %', kind: 'number', shown: true },
]

/** A group as a sentence names it: `user ada, REST.GET.OBJECT, 403 AccessDenied`. */
export const groupName = (row: Row | undefined, group: ErrorGroup): string => {
  const parts = ERROR_GROUPS[group].map(part =>
    part === 'requester' ? requesterName(row?.[part] ?? '') : (row?.[part] ?? 'none'),
  )
  return parts.join(', ').replace(/(\d{3}), /, '$1 ')
}
