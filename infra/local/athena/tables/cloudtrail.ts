import type { Table } from '../../../../analyses/lib/evidence/tables.ts'
import { QueryFailure } from '../dialect/failure.ts'
import { quoteName, quoteText } from '../dialect/quoting.ts'
import { parseHiveType, toDuckDbType } from './hive-types.ts'

/**
 * The spelling of CloudTrail's JSON keys. DuckDB matches nested keys with their case, where Hive's JsonSerDe
 * does not; a key in the wrong case would be NULL without an error. A table that declares a column or field
 * missing here is refused.
 */
const KEYS = [
  'identityStoreArn onBehalfOf sourceIdentity userId accessKeyId accountId addendum additionalEventData arn attributes awsRegion cipherSuite clientProvidedHostHeader',
  'creationDate errorCode errorMessage eventCategory eventID eventName eventSource eventTime eventType',
  'eventVersion invokedBy mfaAuthenticated originalEventID originalRequestID principalId reason readOnly recipientAccountId requestID requestParameters',
  'resources responseElements sessionContext sessionIssuer sharedEventID sourceIPAddress tlsDetails tlsVersion',
  'type userAgent userIdentity userName vpcEndpointId apiVersion managementEvent vpcEndpointAccountId',
]
  .join(' ')
  .split(' ')
const SPELLING = new Map(KEYS.map(key => [key.toLowerCase(), key]))

/** Largest file, in bytes once it is unzipped; DuckDB reserves twice as much for each thread. */
const LARGEST_FILE = 64 * 1024 * 1024

/** The table's columns and `filename`, one row for each element of a file's `Records`. */
export function cloudTrailRelation(table: Table, files: string): string {
  const types = table.columns.map(({ name, type }) => ({ name, type: parseHiveType(type) }))
  const record = types
    .map(({ name, type }) => `"${spell(name)}" ${toDuckDbType(type, spell, name)}`)
    .join(', ')
  const columns = types.map(({ name, type }) => {
    const value = `event.${quoteName(spell(name))}`
    return `${type.kind === 'scalar' ? value : `${value}::${toDuckDbType(type)}`} AS ${quoteName(name)}`
  })
  const schema = quoteText(`STRUCT(${record})[]`)
  return `SELECT ${columns.join(', ')}, filename
FROM (SELECT unnest(Records) AS event, filename FROM read_json(${files}, format='unstructured', records=true,
  maximum_object_size=${LARGEST_FILE}, filename=true, columns={Records: ${schema}}))`
}

/** `resources` is the one place where CloudTrail writes ARN in capitals. */
function spell(path: string): string {
  if (path === 'resources.arn') return 'ARN'
  const name = path.split('.').at(-1)!
  const key = SPELLING.get(name)
  if (!key)
    throw new QueryFailure(
      `HIVE_INVALID_METADATA: CloudTrail key '${path}' has no spelling in the embedded Athena`,
    )
  return key
}
