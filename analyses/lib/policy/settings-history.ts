import { succeeded } from '../meaning/outcome.ts'
import * as z from 'zod'
import { who } from '../sql/fragments.ts'
import { hash60 } from '../evidence/normalise.ts'
import { join, sql, type Sql } from '../sql/sql.ts'

/** Successful changes of settings, each beside what the same setting was before. */

export const baselineDays = (days: number) =>
  z
    .int()
    .min(0)
    .max(90)
    .default(days)
    .describe(
      'How many days before the window are read, too, to show what a setting was before. Each day is read from the logs and costs as much as a day of the window.',
    )
    .meta({ title: 'Days to look back for the previous value' })

/** Which setting an event of CloudTrail sets or removes, whatever it is called in the event's name. */
const setting = sql`CASE WHEN operation = 'CreateBucket' THEN 'BucketAcl' ELSE regexp_replace(operation, '^(Put|Delete)|Configuration$', '') END`

/** The same of an event of either log, whose names for one setting differ: `REST.PUT.LOGGING_STATUS`, `PutBucketLogging`. */
const settingOfEither = sql`regexp_replace(
      replace(lower(CASE WHEN strpos(operation, '.') > 0 THEN split_part(operation, '.', 3) ELSE operation END), '_', ''),
      '^((put|delete)(bucket)?|bucket)|(configuration|status)$', '')`

/** A bucket has many inventories, metrics, analytics and tierings, each with an id, and access points with names. */
const configurationId = sql`coalesce(json_extract_scalar(request_parameters, '$.id'), json_extract_scalar(request_parameters, '$.name'), regexp_extract(request_uri, '[?&]id=([^& ]+)', 1))`

/**
 * What a setting was, in either log: the value, `removed`, or NULL where no log tells. Over the columns of `events`,
 * all of one kind of setting, removals included.
 */
export const previousValue = sql`CASE WHEN ${succeeded} THEN lag(CASE WHEN regexp_like(operation, '^(Delete|[^.]+[.]DELETE[.])') THEN 'removed' ELSE request_parameters END)
      OVER (PARTITION BY ${succeeded}, ${settingOfEither}, ${configurationId}, key ORDER BY event_time, request_id) END`

const parameter = (name: string): Sql =>
  sql`coalesce(json_format(json_extract(request_parameters, ${`$["${name}"]`})), 'null')`

/** CloudTrail left the parameters out for their size; the object's key then comes from the resources. */
const isOmitted = sql`coalesce(json_extract_scalar(request_parameters, '$.omitted') = 'true', FALSE)`

/**
 * What was set, as JSON. Of an event on an object only what it says of the ACL: the same ACL on a thousand
 * objects is one value.
 */
export const newValue = sql`CASE WHEN key IS NULL THEN request_parameters
    WHEN ${isOmitted} THEN request_parameters
    ELSE concat('{"x-amz-acl":', ${parameter('x-amz-acl')}, ',"accessControlList":', ${parameter('accessControlList')}, ',"AccessControlPolicy":', ${parameter('AccessControlPolicy')}, '}') END`

/** Most writes say nothing of an ACL; those need not be judged, but those that set one or hide what they set. */
const ACL_OF_OBJECT = sql`(key IS NULL OR operation = 'PutObjectAcl' OR ${isOmitted} OR regexp_like(request_parameters, '"(x-amz-acl|accessControlList|AccessControlPolicy)"'))`

const NAMES = [
  'event_time',
  'operation',
  'key',
  // Who may be asked about by the person behind a role.
  'on_behalf_of',
  'source_identity',
  'remote_ip',
  'user_agent',
  'error_code',
  'request_id',
] as const
const columns = sql`${{ text: NAMES.join(', ') }}, ${who} AS requester, ${succeeded} AS is_done, ${setting} AS setting, ${configurationId} AS configuration, ${newValue} AS new_value`

/**
 * The changes of some settings: columns of `events` and `is_done`, `setting`, `configuration` (its id, where there are many), `new_value`, `previous_value` (of the last
 * successful change before it that was read), `changed_again` (when the next one was), `value_id`.
 * @param relations of which evidence: `events`, and where there are any `baseline` and `account_events`
 * @param which a predicate on those, over all events of the settings, removals included
 */
export function settingChanges(relations: readonly Sql[], which: Sql): Sql {
  const selects = relations.map(
    relation =>
      sql`SELECT ${columns} FROM ${relation} WHERE source = 'cloudtrail' AND ${which} AND ${ACL_OF_OBJECT}`,
  )
  const before = sql`PARTITION BY is_done, setting, configuration, key ORDER BY event_time, request_id`
  return sql`SELECT *,
    CASE WHEN is_done THEN lag(CASE WHEN starts_with(operation, 'Delete') THEN 'removed' ELSE new_value END) OVER (${before}) END AS previous_value,
    CASE WHEN is_done THEN lead(event_time) OVER (${before}) END AS changed_again,
    ${hash60(sql`concat_ws(' ', operation, new_value)`)} AS value_id
  FROM (${join(selects, ' UNION ALL ')}) AS changes`
}
