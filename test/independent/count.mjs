// Counts in the raw log files what the reports of s3audit state. The tests hold every count against these.
//
//   node test/independent/count.mjs DIR BUCKET FROM TO [access-log|cloudtrail]

import { factsOf, filesBelow } from './facts.mjs'

export { filesBelow }

/**
 * Counts the records of one bucket with a time in [from, to).
 *
 * `lines` and `unparsed` are of all the files given, whatever bucket and time (a line that is no record has
 * neither), `outside` are records of another bucket or time; everything else is of distinct records: a line,
 * or event, delivered twice counts once and one time in `duplicates`. Bytes are those sent. A requester is an
 * ARN, a service, or `-` for nobody known. `facts` are the records themselves, in no order.
 *
 * @param {{
 *   files: Iterable<{ key: string, path: string }>, kind: 'access-log' | 'cloudtrail', bucket: string,
 *   from: Date | string | number, to: Date | string | number, read?: typeof factsOf
 * }} asked `read` takes the place of reading a file, for who keeps what was read
 */
export function count({ files, kind, bucket, from, to, read = factsOf }) {
  const window = { from: new Date(from).getTime(), to: new Date(to).getTime() }
  const tally = newTally()
  const seen = new Set()
  for (const file of files) {
    for (const { fact, identity } of read(file, kind)) {
      tally.lines += 1
      if (!fact) tally.unparsed += 1
      else if (fact.bucket !== bucket || fact.time < window.from || fact.time >= window.to) tally.outside += 1
      else if (seen.has(identity)) tally.duplicates += 1
      else record(tally, fact)
      seen.add(identity)
    }
  }
  return { ...tally, hours: tally.hours.size }
}

function newTally() {
  return {
    lines: 0,
    records: 0,
    duplicates: 0,
    outside: 0,
    unparsed: 0,
    /** @type {string | undefined} */ first: undefined,
    /** @type {string | undefined} */ last: undefined,
    hours: new Set(),
    deletions: 0,
    failedDeletions: 0,
    denied: 0,
    /** @type {Map<string, { requests: number, errors: number, bytes: number }>} */ requesters: new Map(),
    configChanges: { successful: 0, failed: 0 },
    facts: [],
  }
}

function record(tally, fact) {
  const time = new Date(fact.time).toISOString()
  tally.facts.push(fact)
  tally.records += 1
  if (!tally.first || time < tally.first) tally.first = time
  if (!tally.last || time > tally.last) tally.last = time
  tally.hours.add(time.slice(0, 13))
  if (fact.isDeletion) tally[fact.failed ? 'failedDeletions' : 'deletions'] += 1
  if (fact.isChange) tally.configChanges[fact.failed ? 'failed' : 'successful'] += 1
  if (fact.isDenied) tally.denied += 1
  const sum = tally.requesters.get(fact.requester) ?? { requests: 0, errors: 0, bytes: 0 }
  sum.requests += 1
  sum.errors += fact.failed ? 1 : 0
  sum.bytes += fact.bytes
  tally.requesters.set(fact.requester, sum)
}

if (import.meta.main) {
  const [directory, bucket, from, to, kind = 'access-log'] = process.argv.slice(2)
  if (!directory || !bucket || !from || !to)
    throw new Error('usage: count.mjs DIR BUCKET FROM TO [access-log|cloudtrail]')
  const { requesters, facts: _, ...counts } = count({ files: filesBelow(directory), kind, bucket, from, to })
  console.log(JSON.stringify({ ...counts, requesters: Object.fromEntries(requesters) }, undefined, 2))
}
