import { hashOf } from '../../text/hash.ts'
import * as z from 'zod'
import type { LogObject } from '../../aws/logs.ts'
import type { Deps } from '../../services/deps.ts'

/** One gathered part is made of at most this. */
const MANIFEST_OBJECTS = 1500
const MANIFEST_BYTES = 64_000_000

/** What a manifest holds. */
export const manifestSchema = z.array(
  z.object({ key: z.string(), size: z.number(), storageClass: z.string() }),
)

/**
 * Writes the lists of objects to gather. A list is named by what it holds: should two passes list, and see
 * different objects, each saves the names of its own.
 */
export async function writeManifests(
  id: string,
  objects: readonly LogObject[],
  { logs }: Deps,
): Promise<string[]> {
  const lists = Array.from(chunks(objects), list => JSON.stringify(list))
  const keys = lists.map(list => `manifests/${id}/${hashOf(list)}.json`)
  await Promise.all(lists.map((list, i) => logs.write(keys[i] ?? '', list, 'application/json')))
  return keys
}

function* chunks(objects: readonly LogObject[]): Generator<LogObject[]> {
  let chunk: LogObject[] = []
  let size = 0
  for (const object of objects) {
    if (chunk.length === MANIFEST_OBJECTS || (chunk.length > 0 && size + object.size > MANIFEST_BYTES)) {
      yield chunk
      chunk = []
      size = 0
    }
    chunk.push(object)
    size += object.size
  }
  if (chunk.length > 0) yield chunk
}
