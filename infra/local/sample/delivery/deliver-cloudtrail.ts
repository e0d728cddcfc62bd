import { gzipSync } from 'node:zlib'
import { ACCOUNT, REGION, TRAIL_BUCKET } from '../buckets.ts'
import type { CloudTrailEvent } from './cloudtrail-event.ts'
import type { SampleObject } from './deliver-access-logs.ts'
import type { Random } from '../random.ts'
import { HOUR, MINUTE } from '../week.ts'

/** CloudTrail delivers one file for each half hour. */
export const TRAIL_PERIOD = 30 * MINUTE

/** One in this many files is delivered a second time under another name. */
const AGAIN_ONE_IN = 40

/**
 * The files of a period that ends at `until`: the log file some minutes later (so that the last one of a
 * day is in the next day's folder), and beside the logs what else a trail writes.
 */
export function deliverCloudTrail(
  events: readonly CloudTrailEvent[],
  { until, random }: { until: number; random: Random },
): SampleObject[] {
  const delivered = until + random.between(3 * MINUTE, 14 * MINUTE)
  const body = gzipped({ Records: events })
  const log = { ...trailObject('CloudTrail', delivered, random), body }
  const again = { ...trailObject('CloudTrail', delivered + 2 * MINUTE, random), body }
  return [
    ...(events.length > 0 ? [log] : []),
    ...(events.length > 0 && random.between(1, AGAIN_ONE_IN) === 1 ? [again] : []),
    ...(until % HOUR === 0 ? [digest(log.key, delivered, random)] : []),
    ...(until % (48 * HOUR) === 0 ? [insight(delivered, random)] : []),
  ]
}

/** Digests are signed lists of the log files; they hold no events. */
function digest(logFile: string, delivered: number, random: Random): SampleObject {
  const body = gzipped({
    awsAccountId: ACCOUNT,
    digestS3Bucket: TRAIL_BUCKET,
    logFiles: [{ s3Object: logFile }],
  })
  return { ...trailObject('CloudTrail-Digest', delivered, random), body }
}

/** Insight events are about unusual call rates; they look like records, and must not be read as such. */
function insight(delivered: number, random: Random): SampleObject {
  const event = {
    eventName: 'DeleteObject',
    eventSource: 's3.amazonaws.com',
    state: 'Start',
    insightType: 'ApiCallRateInsight',
  }
  const body = gzipped({
    Records: [{ eventVersion: '1.11', eventType: 'AwsCloudTrailInsight', insightDetails: event }],
  })
  return { ...trailObject('CloudTrail-Insight', delivered, random), body }
}

function trailObject(kind: string, delivered: number, random: Random): Omit<SampleObject, 'body'> {
  const time = new Date(delivered).toISOString()
  const minute = `${time.slice(0, 16).replaceAll(/[-:]/g, '')}Z`
  const id = random.text(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')
  const folder = `AWSLogs/${ACCOUNT}/${kind}/${REGION}/${time.slice(0, 10).replaceAll('-', '/')}`
  return {
    bucket: TRAIL_BUCKET,
    key: `${folder}/${ACCOUNT}_${kind}_${REGION}_${minute}_${id}.json.gz`,
    lastModified: new Date(delivered),
  }
}

/** Level 1: the files are read soon and often, and written while somebody waits. */
const gzipped = (content: object): Buffer => gzipSync(JSON.stringify(content), { level: 1 })
