import type { ObjectStore } from '../s3/storage/store.ts'
import type { StoredObject } from '../s3/storage/stored.ts'
import { bucketOf, type JobRequest, type ManifestFilter } from './request.ts'

/** Why a job fails, as DescribeJob tells it. */
export interface Failure {
  code: string
  reason: string
}

// AWS documents no list of failure codes. The reason for an empty manifest is AWS's own sentence; the codes
// and the other reasons are this service's.
const NO_KEYS: Failure = {
  code: 'ManifestGenerationFailed',
  reason: 'Manifest generation found no keys matching the filter criteria.',
}

/**
 * The keys that a job is to work on, in order.
 *
 * @returns a failure when the source is not there, not whose it was expected to be, in another Region, or
 *   holds no matching key
 */
export function generateManifest(
  { ManifestGenerator: { S3JobManifestGenerator: generator } }: JobRequest,
  { store, region, account }: { store: ObjectStore; region: string; account: string },
): string[] | Failure {
  const name = bucketOf(generator.SourceBucket)
  const bucket = store.buckets().find(candidate => candidate.name === name)
  if (!bucket) return failed(`The source bucket ${name} does not exist.`)
  if (bucket.region !== region)
    return failed(`The source bucket ${name} is in ${bucket.region}, the job in ${region}.`)
  if ((generator.ExpectedBucketOwner ?? account) !== account)
    return failed(`The source bucket ${name} has another owner.`)
  const filter = generator.Filter ?? {}
  const prefix = filter.KeyNameConstraint?.MatchAnyPrefix?.member[0]
  const keys = store
    .list(name, { prefix })
    .filter(matcherOf(filter))
    .map(object => object.key)
  return keys.length === 0 ? NO_KEYS : keys
}

const failed = (reason: string): Failure => ({ code: 'ManifestGenerationFailed', reason })

/** All conditions of a filter hold together; the prefix is left to the listing. */
function matcherOf(filter: ManifestFilter): (object: StoredObject) => boolean {
  const { CreatedAfter, CreatedBefore, KeyNameConstraint: names, MatchAnyStorageClass: classes } = filter
  const after = CreatedAfter === undefined ? -Infinity : Date.parse(CreatedAfter)
  const before = CreatedBefore === undefined ? Infinity : Date.parse(CreatedBefore)
  const [suffix = ''] = names?.MatchAnySuffix?.member ?? []
  const [substring = ''] = names?.MatchAnySubstring?.member ?? []
  const larger = Number(filter.ObjectSizeGreaterThanBytes ?? -1)
  const smaller = Number(filter.ObjectSizeLessThanBytes ?? Infinity)
  return ({ key, lastModified, size, storageClass }) =>
    lastModified.getTime() > after &&
    lastModified.getTime() < before &&
    key.endsWith(suffix) &&
    key.includes(substring) &&
    size > larger &&
    size < smaller &&
    (classes === undefined || classes.member.includes(storageClass))
}
