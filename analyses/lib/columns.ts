import { titleOf } from './words.ts'
import type { CellKind, ResultColumn } from './analysis.ts'

/**
 * The columns of answers by their kinds: `name: Title`, or the name alone where the title is the name in words.
 * An analysis that means something else by a name says so where it lists its columns.
 */
const TEXT = `access_key_id: Access key | access_point_arn: Access point | account | accounts: Accounts touched |
  acl: ACL asked for | address | algorithm: Caller’s algorithm | attack | auth_type: Authentication |
  codes | copied | done: Action | error_code | error_message: Message | example |
  example_address: An address | example_host: A host name | example_ip: An address |
  example_key: For example | example_operation: An operation | example_path: For example | example_target: To, for example |
  example_request_id: A request id | example_requester: A requester | example_user_agent: A user agent |
  finding | first_key: First key in order | first_operation: First did | first_writer: First by |
  hadoop_operation: Operation | hadoop_user | host_header: Host | host_id | job: Job or command | process: Process or file system | judged |
  key | kind | kms_key: KMS key | last_ip: Last from | last_key: Last key in order | last_operation |
  last_request_id | last_requester: Last by | last_writer: Last by | level: Severity | local_day: Day |
  main_operation: Mostly | main_prefix: Mostly | main_requester: Mostly by | maintains: Maintenance of | moved_at: Moved (UTC) | moved_to | name |
  network | new_value | on_behalf_of | operation | other | other_region: Another Region | outcome |
  ownership: Object ownership | path: To | place | plane: Touches | prefix | previous_value | problem |
  reason: Why | referrer | region: Region asked for | remote_ip: From | request: Asked for | request_id |
  request_parameters: Parameters | request_uri: Request | requester | requester_account: Account |
  requester_type: Type | result | section: Top | seen_in | sign | signature_version: Signature |
  sdk: SDK beneath | source: Log | source_identity | source_region: From Region | storage_class: Class | success_key: Its key |
  success_operation: Its operation | success_request_id: Its request id | success_requester: Its requester |
  tls_version: TLS | to_bucket | tool | tool_command: Command | tool_version | top_ip: Most to | unparsed_line: Line (first 500 characters) | upload_id |
  user_agent | version: Version named | version_id: Version | vpc_endpoint_id: VPC endpoint | way: How |
  what | why`

const NUMBER = `actions | addresses | age_seconds: Age when used (s) | all_requests: All of the requester | archived |
  buckets | bursts: Times over the mark | client_errors: 4xx | conflicts: 409 and 412 | cost: Estimate $ |
  deleted_keys: Keys deleted | deliveries: Delivered | denied: 403 | endpoints: VPC endpoints | errors |
  failed: Failed requests | failed_keys: Keys in vain | failures | first_byte_p50_ms: First byte median ms |
  first_byte_p95_ms | found: Log objects found | free | hourly: Most in an hour | hours | keys | lines |
  lists: Listings | markers: Known delete markers | max_ms: Longest ms | mean_ms | mean_share: Mean part % |
  not_modified: 304 | objects: Log objects read | operations | other_keys: Keys of others | other_requests | own_keys: Own recent keys | p50_ms: Median ms |
  p95_ms: p95 ms | p99_ms: p99 ms | partial: Partial reads | parts | permanent: Versions deleted for good |
  prefixes | probed: Probes answered | probes | rate: Failing % | read_and_deleted | read_keys: Keys read |
  reads | records: Records of this bucket and window | refused | requesters | requests |
  server_errors: 5xx | share: % of requests | skipped | slow | status | successes |
  threshold: Unusual above | throttled: SlowDown | times_whole: Times its size sent | total_ms |
  transfer_p50_ms: Transfer median ms | transfer_p95_ms | transfer_share: Transfer % |
  transitions: Transitions (not priced) | turnaround_ms: Turn-around ms | unparsed: Could not be read |
  usual | valid_seconds: Valid (s) | whole: Whole reads | writers: Requesters | writes`

const BYTES = `bytes | bytes_per_second: Bytes per second of transfer | bytes_sent | downloaded |
  first_size: First size logged | found_bytes: Bytes found | last_size: Last size logged |
  mean_bytes: Mean bytes sent | most_bytes: Most at a time | object_size: Size | top_ip_bytes: Bytes to it |
  uploaded`

const TIME = `changed_again: Changed again (UTC) | day: Day (UTC) | event_time: Time (UTC) | expires_at: Expires (UTC) | first: First (UTC) |
  first_access: First used (UTC) | first_deletion: Deleted from (UTC) | first_failure: First failure (UTC) |
  first_read: First read (UTC) | first_seen: First (UTC) | first_success: First success (UTC) |
  first_use: First (UTC) | gap_from: No records from (UTC) | gap_to: To | hour: Hour (UTC) |
  last: Last (UTC) | last_access: Last used (UTC) | last_deletion: Deleted to (UTC) |
  last_failure: Last failure (UTC) | last_read: Last read (UTC) | last_seen: Last (UTC) |
  last_use: Last (UTC) | local_time | minute: Minute (UTC) | most_until: Until (UTC) | read_at: Read (UTC) |
  time: From (UTC)`

type Trimmed<Text extends string> = Text extends ` ${infer Rest}` | `\n${infer Rest}` | `${infer Rest} `
  ? Trimmed<Rest>
  : Text
type NameOf<Entry extends string> = Entry extends `${infer Name}:${string}` ? Trimmed<Name> : Trimmed<Entry>
type NamesIn<Entries extends string, Names = never> = Entries extends `${infer Entry}|${infer Rest}`
  ? NamesIn<Rest, Names | NameOf<Entry>>
  : Names | NameOf<Entries>
type SpacesAlone<Text extends string> = Text extends `${infer Start}\n${infer Rest}`
  ? SpacesAlone<`${Start} ${Rest}`>
  : Text
type Words<Text extends string, Found extends string = never> = Text extends `${infer Word} ${infer Rest}`
  ? Words<Rest, Found | Word>
  : Exclude<Found | Text, ''>

/** The name of a column that an answer can have. */
export type ColumnName =
  | NamesIn<typeof TEXT>
  | NamesIn<typeof NUMBER>
  | NamesIn<typeof BYTES>
  | NamesIn<typeof TIME>

/**
 * Names between spaces, `*` behind those shown. Any other name is a type error; in a text put together it throws when read.
 */
export type ColumnNames<Text extends string> = string extends Text
  ? Text
  : [Words<SpacesAlone<Text>>] extends [ColumnName | `${ColumnName}*`]
    ? Text
    : `not a column: ${Exclude<Words<SpacesAlone<Text>>, ColumnName | `${ColumnName}*`>}`

const entriesOf = (kind: CellKind, entries: string): [string, ResultColumn][] =>
  entries.split('|').map(entry => {
    const [name = '', title = titleOf(name)] = entry.trim().split(': ')
    return [name, { name, title, kind }]
  })

const DICTIONARY: ReadonlyMap<string, ResultColumn> = new Map([
  ...entriesOf('text', TEXT),
  ...entriesOf('number', NUMBER),
  ...entriesOf('bytes', BYTES),
  ...entriesOf('time', TIME),
])

/** What a column is called in one answer; with its kind where that is another one, too. */
type Own = Partial<Record<ColumnName, string | readonly [title: string, kind: CellKind]>>

/**
 * The columns of an answer, in order: `columns('event_time* key* user_agent')`.
 * @param names `*` behind those in the thread's table; all are in the CSV
 * @param own titles other than the dictionary's
 */
export const columns = <const Text extends string>(names: ColumnNames<Text>, own: Own = {}): ResultColumn[] =>
  (names.match(/\S+/g) ?? []).map(word => {
    const name = word.replace('*', '')
    const known = DICTIONARY.get(name)
    if (!known) throw new Error(`Unknown column ${name}`)
    const titled = Object.entries(own).find(([id]) => id === name)?.[1] ?? known.title
    const [title, kind] = typeof titled === 'string' ? [titled, known.kind] : titled
    return { name, title, kind, shown: word.endsWith('*') }
  })

/** The same columns, with only the named ones in the thread's table. */
export const showing = <const Text extends string>(
  names: ColumnNames<Text>,
  all: readonly ResultColumn[],
): ResultColumn[] => {
  const shown = new Set<string>(names.split(/\s+/))
  return all.map(column => ({ ...column, shown: shown.has(column.name) }))
}
