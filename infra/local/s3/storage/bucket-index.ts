import type { Catalog } from './catalog.ts'
import type { Bucket } from './stored.ts'

/** The buckets of a store and their configurations. */
export function openBuckets({ database }: Catalog, now: () => Date) {
  const insert = database.prepare('INSERT OR IGNORE INTO bucket (name, region, created) VALUES (?, ?, ?)')
  const all = database.prepare('SELECT name, region, created FROM bucket ORDER BY name')
  const one = database.prepare('SELECT 1 FROM bucket WHERE name = ?')
  const configure = database.prepare(
    'INSERT OR REPLACE INTO configuration (bucket, kind, document) VALUES (?, ?, ?)',
  )
  const configured = database.prepare('SELECT document FROM configuration WHERE bucket = ? AND kind = ?')
  const every = database.prepare('SELECT kind, document FROM configuration WHERE bucket = ?')
  const unconfigure = database.prepare('DELETE FROM configuration WHERE bucket = ? AND kind = ?')
  return {
    createBucket: (name: string, { region }: { region: string }) =>
      void insert.run(name, region, now().getTime()),
    buckets: (): Bucket[] =>
      all.all().map(row => ({
        name: String(row['name']),
        region: String(row['region']),
        created: new Date(Number(row['created'])),
      })),
    hasBucket: (name: string) => one.get(name) !== undefined,
    setConfiguration: (bucket: string, kind: string, document: string) =>
      void configure.run(bucket, kind, document),
    configurations: (bucket: string): [kind: string, document: string][] =>
      every.all(bucket).map(row => [String(row['kind']), String(row['document'])]),
    removeConfiguration: (bucket: string, kind: string) => void unconfigure.run(bucket, kind),
    configuration(bucket: string, kind: string): string | undefined {
      const row = configured.get(bucket, kind)
      return row && String(row['document'])
    },
  }
}
