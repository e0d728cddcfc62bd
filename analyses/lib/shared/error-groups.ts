import type { Row } from '../analysis.ts'
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
export const GROUP_PARTS: Record<(typeof ERROR_GROUPS)[ErrorGroup][number], Sql> = {
  status: sql`status`,
  error_code: sql`coalesce(error_code, 'no code logged')`,
  requester: who,
  operation: sql`operation`,
  remote_ip: sql`remote_ip`,
  key: sql`key`,
}

/** Whether the requests that succeeded are in the same groups, so that a rate can be told. */
export const hasRate = (group: ErrorGroup): boolean =>
  !ERROR_GROUPS[group].some(part => part === 'error_code')

/** A group as a sentence names it: `user ada, REST.GET.OBJECT, 403 AccessDenied`. */
export const groupName = (row: Row | undefined, group: ErrorGroup): string => {
  const parts = ERROR_GROUPS[group].map(part =>
    part === 'requester' ? requesterName(row?.[part] ?? '') : (row?.[part] ?? 'none'),
  )
  return parts.join(', ').replace(/(\d{3}), /, '$1 ')
}
