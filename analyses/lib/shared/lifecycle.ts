import type { FigureValues, Row } from '../analysis.ts'
import { sql, type Sql } from '../sql/sql.ts'
import { numberOf } from '../words.ts'

/** What lifecycle rules did, as access logs record it; CloudTrail never does. */

/** Storage classes by the operation that moves an object there; the documented list. */
const CLASSES = {
  'S3.TRANSITION_SIA.OBJECT': 'STANDARD_IA',
  'S3.TRANSITION_ZIA.OBJECT': 'ONEZONE_IA',
  'S3.TRANSITION_INT.OBJECT': 'INTELLIGENT_TIERING',
  'S3.TRANSITION_GIR.OBJECT': 'GLACIER_IR',
  'S3.TRANSITION.OBJECT': 'GLACIER',
  'S3.TRANSITION_GDA.OBJECT': 'DEEP_ARCHIVE',
} as const

export const STORAGE_CLASSES = Object.values(CLASSES)

/** The class that an object was moved to; an operation that is not documented stays as logged. */
export const storageClass: Sql = {
  text: `CASE operation ${Object.entries(CLASSES)
    .map(([operation, name]) => sql`WHEN ${operation} THEN ${name}`.text)
    .join(' ')} ELSE operation END`,
}

export { isExpiration, isTransition } from '../meaning/operation.ts'

/** What a rule did, in words. */
export const lifecycleAction = sql`CASE action
    WHEN 'lifecycle-expire' THEN 'object deleted'
    WHEN 'lifecycle-delete-marker' THEN 'delete marker created'
    WHEN 'lifecycle-abort-upload' THEN 'unfinished upload removed'
    ELSE concat('moved to ', ${storageClass})
  END`

/** How often rules did each thing, by the words of {@link lifecycleAction}. */
export const ACTION_FIGURES: Readonly<Record<string, string>> = {
  deleted: 'object deleted',
  markers: 'delete marker created',
  uploads: 'unfinished upload removed',
  ...Object.fromEntries(STORAGE_CLASSES.map(name => [`to${name}`, `moved to ${name}`])),
}

/** Of rows with `done` and `actions`; what rules did not do at all is left out. */
export const actionFigures = (kinds: readonly Row[]): FigureValues =>
  Object.fromEntries(
    Object.entries(ACTION_FIGURES).map(([id, words]) => {
      const kind = kinds.find(({ done }) => done === words)
      return [id, kind && numberOf(kind, 'actions')]
    }),
  )

export const ONLY_LIFECYCLE = {
  reads: ['access-log'],
  why: 'Only access logs record what lifecycle rules do; CloudTrail never does.',
  blind: {
    'access-log':
      'Access logs are delivered on a best-effort basis, and name no rule: the bucket’s lifecycle configuration does.',
  },
} as const
