import type { WorkingDeps } from '../services/working-deps.ts'
import { type BucketFacts, type Facts, valueOf } from '../model/facts.ts'
import { logBucketName } from './checks/log-bucket.ts'

type Part = Pick<WorkingDeps, 'configurations' | 'trails' | 'settings' | 'account' | 'region' | 'role'>

/** Reads the configuration; what buckets share (log buckets, a Region's trails) is read once. */
export function readerOf(deps: Part): (bucket: string) => Promise<Facts> {
  const { account, region, role, settings } = deps
  const trails = once(name => deps.trails.in(name))
  const buckets = once(place => {
    const [owner = '', name = ''] = place.split('/')
    return deps.configurations.bucketFacts(name, owner)
  })
  const own = [account, ...Object.keys(settings.otherAccounts), ...settings.analysis.ownAccounts]
  const known = {
    region,
    account,
    role,
    own,
    trailBuckets: settings.sources.flatMap(one => (one.kind === 'cloudtrail' ? one.bucket : [])),
    readInPlace: settings.sources.filter(one => one.kind === 'access-log'),
  }
  return async name => {
    const owner = ownerOf(name, deps)
    const bucket = await buckets(`${owner}/${name}`)
    const where = valueOf(bucket.region) ?? region
    const place = targetOf(bucket, where, deps)
    return {
      bucket,
      target: await buckets(`${owner}/${place.bucket}`),
      targetPrefix: place.prefix,
      trails: await trails(where),
      settings: known,
    }
  }
}

/** The account that a bucket belongs to: s3audit's own unless the settings name another. */
const ownerOf = (bucket: string, { settings, account }: Part): string =>
  Object.entries(settings.otherAccounts).find(([, buckets]) => buckets.includes(bucket))?.[0] ?? account

/** Where the logs go; if logging is off, where s3audit reads logs from, or else a bucket to be created. */
function targetOf(
  { logging, account }: BucketFacts,
  region: string,
  { settings, ...deps }: Part,
): { bucket: string; prefix: string } {
  const set = valueOf(logging)
  if (set) return set
  // s3audit reads in place only in its own Region; a bucket in another account needs a log bucket there.
  const isHere = region === deps.region && account === deps.account
  const source = isHere ? settings.sources.find(one => one.kind === 'access-log') : undefined
  return source ?? { bucket: logBucketName(account, region), prefix: '' }
}

function once<Value>(read: (name: string) => Promise<Value>): (name: string) => Promise<Value> {
  const asked = new Map<string, Promise<Value>>()
  return name => {
    const answer = asked.get(name) ?? read(name)
    asked.set(name, answer)
    return answer
  }
}
