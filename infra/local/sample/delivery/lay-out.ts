import { loggingDocument } from '../../s3/logging.ts'
import type { ObjectStore } from '../../s3/storage/store.ts'
import { CONFIGURATIONS } from '../configurations.ts'
import type { SampleObject } from './deliver-access-logs.ts'
import { type SampleOptions, type SampleDeps, sampleDeps } from './company.ts'

/** Objects put in one transaction: each transaction costs a write to disk, each object waits in memory. */
const BATCH = 500

/**
 * Puts the sample's buckets, their configuration and all log objects into a store; what is there already is
 * written over with the same. Returns what the settings must say about them.
 */
export function layOutSample(
  store: Pick<ObjectStore, 'createBucket' | 'putMany' | 'setConfiguration'>,
  options: SampleOptions,
): SampleDeps['settings'] {
  const deps = sampleDeps(options)
  for (const { name, region, versioned, logging } of deps.buckets) {
    store.createBucket(name, { region })
    store.setConfiguration(name, 'logging', loggingDocument(logging))
    for (const [kind, document] of Object.entries(CONFIGURATIONS[name] ?? {}))
      store.setConfiguration(name, kind, document)
    if (versioned) store.setConfiguration(name, 'versioning', 'Enabled')
  }
  for (const { bucket, objects } of batches(deps.objects())) {
    const entries = objects.map(({ key, body, lastModified }) => ({
      key,
      bytes: body,
      options: { lastModified },
    }))
    store.putMany(bucket, entries)
  }
  return deps.settings
}

function* batches(objects: Iterable<SampleObject>): Generator<{ bucket: string; objects: SampleObject[] }> {
  const waiting = new Map<string, SampleObject[]>()
  for (const object of objects) {
    const batch = waiting.get(object.bucket) ?? []
    batch.push(object)
    waiting.set(object.bucket, batch.length < BATCH ? batch : [])
    if (batch.length === BATCH) yield { bucket: object.bucket, objects: batch }
  }
  for (const [bucket, rest] of waiting) yield { bucket, objects: rest }
}
