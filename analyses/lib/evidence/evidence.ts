import { type Column, located, type Table } from './tables.ts'

const column =
  (type: string) =>
  (name: string): Column => ({ name, type })
const text = column('string')
const count = column('bigint')

/**
 * The evidence: one row for every line or event that was read, whichever log it came from. Rows of
 * `kind` 'event' are the records of the investigated bucket and window; those of 'account' are CloudTrail's of the
 * whole account, for the analyses that ask for them; 'outside' (another bucket or time)
 * and 'unparsed' (no record at all) are kept, bare, so that every line read is accounted for.
 */
export const EVIDENCE_COLUMNS: readonly Column[] = [
  text('kind'),
  // The log that recorded it; `both` when two logs are joined.
  text('source'),
  { name: 'event_time', type: 'timestamp' },
  ...['bucket', 'key', 'key_logged', 'version_id', 'operation', 'action'].map(text),
  ...['requester', 'requester_type', 'requester_account', 'access_key_id', 'recipient_account'].map(text),
  // The person behind a role, as CloudTrail knows them: the Identity Center user, and what the session was told.
  ...['on_behalf_of', 'source_identity'].map(text),
  // The accounts that own what CloudTrail says the request touched, joined by spaces.
  ...['resource_accounts', 'remote_ip', 'network', 'vpc_endpoint_id'].map(text),
  // The client's own words, and what they say: equal for all processes and operations of one program.
  ...['user_agent', 'tool', 'tool_version', 'tool_command', 'sdk', 'referrer'].map(text),
  { name: 'status', type: 'int' },
  ...['error_code', 'error_message'].map(text),
  ...['bytes_sent', 'object_size', 'total_ms', 'turnaround_ms'].map(count),
  ...['signature_version', 'auth_type', 'tls_version', 'cipher_suite', 'host_header', 'access_point_arn'].map(
    text,
  ),
  ...['acl_required', 'source_region', 'request_id', 'host_id', 'request_uri', 'request_parameters'].map(
    text,
  ),
  // What CloudTrail's response says of a deletion: `left` a delete marker, or `removed` one.
  text('delete_marker'),
  // CloudTrail's event, and the one that it corrects.
  ...['event_id', 'corrects'].map(text),
  // Where it was read: the log object, or the part that gathered ones were put into.
  text('log_object'),
  // Equal for lines that are equal: what is delivered twice is counted once.
  count('record_hash'),
  // The first 500 characters of a line that could not be parsed.
  text('unparsed_line'),
]

/** The normalised Parquet of all investigations; a part is one range of days of one log. */
export const evidenceTable = (workspace: string): Table => ({
  name: 'evidence',
  format: 'parquet',
  columns: EVIDENCE_COLUMNS,
  partitions: [
    { name: 'investigation', projection: 'injected' },
    { name: 'part', projection: 'injected' },
  ],
  ...located(`s3://${workspace}/evidence/`, '${investigation}/${part}/'),
})

/** What a request did, in one vocabulary over both logs. */
export const ACTIONS = [
  'read',
  'write',
  'delete',
  // The envelope of a DeleteObjects request; each key it deleted is a row of its own.
  'delete-batch',
  'list',
  'copy',
  'restore',
  'multipart',
  'head',
  'tag',
  'acl',
  'object-lock',
  'lifecycle-expire',
  'lifecycle-delete-marker',
  'lifecycle-transition',
  'lifecycle-abort-upload',
  'bucket-config-read',
  'bucket-config-change',
  'bucket-create',
  'bucket-delete',
  'other',
] as const
