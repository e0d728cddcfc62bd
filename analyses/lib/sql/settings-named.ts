import { sql, type Sql } from './sql.ts'

const named = (pattern: string): Sql =>
  sql`(action = 'bucket-config-change' AND regexp_like(lower(operation), ${pattern}))`

/** Which events concern what, in both logs' spellings: `PutBucketEncryption`, `REST.PUT.ENCRYPTION`. */
export const SETTINGS: Record<string, Sql> = {
  configuration: sql`action = 'bucket-config-change'`,
  policy: named('bucketpolicy$'),
  ACL: named('acl$'),
  encryption: named('encryption$'),
  replication: named('replication$'),
  lifecycle: named('lifecycle(configuration)?$'),
  logging: named('logging(_status)?$'),
  versioning: named('versioning$'),
  'ownership controls': named('ownership_?controls$'),
  'public access block': named('public_?access_?block$'),
  // Retention and legal holds are set on objects, and privileged users can bypass the retention.
  'object lock': sql`(${named('object_?lock_?configuration$')} OR regexp_like(lower(operation), 'object_?(lock_?)?(retention|legal_?hold)$')
    OR regexp_like(request_parameters, '(?i)bypass-?governance-?retention"\s*:\s*\[?"?true'))`,
  'website hosting': named('put.*website$'),
  'removed settings': named('delete.*(cors|policy|lifecycle|replication|encryption)$'),
}
