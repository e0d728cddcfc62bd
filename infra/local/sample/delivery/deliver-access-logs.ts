import { accessLogLine } from './access-log-line.ts'
import { ACCOUNT, AUDITED, type AuditedBucket } from '../buckets.ts'
import type { Random } from '../random.ts'
import type { SampleRequest } from '../request.ts'
import { DAY, HOUR, MINUTE, SLOT, type Week } from '../week.ts'

/** An object as S3 lists it, with its body. */
export interface SampleObject {
  bucket: string
  key: string
  body: Buffer
  lastModified: Date
}

/** Lines among the records that are none, and the day and time (slot) in which they turn up. */
export const STRAY_LINES: readonly { bucket: AuditedBucket; day: number; slot: number; line: string }[] = [
  {
    bucket: 'shop-invoices',
    day: 3,
    slot: 66,
    line: '36c1f05b76016b78528454e6e0c60e2b7ff7aa20c0a5e4c748276e5b0a2debd2 shop-invoices [',
  },
  { bucket: 'shop-media', day: 3, slot: 72, line: '{"message":"log delivery test","bucket":"shop-media"}' },
  {
    bucket: 'shop-exports',
    day: 4,
    slot: 80,
    line: '<Error><Code>InternalError</Code><Message>We encountered an internal error. Please try again.</Message></Error>',
  },
]

/** One log object in `LATE_ONE_IN` comes up to 20 hours late; one in the next number is delivered twice. */
const LATE_ONE_IN = 90
const AGAIN_ONE_IN = 170

/**
 * The log objects that S3 delivers for the requests of one bucket in one slot: none without requests or
 * without access logging, usually one, sometimes late, sometimes a second one with the same records again.
 */
export function deliverAccessLogs(
  requests: readonly SampleRequest[],
  { bucket, slot, week, random }: { bucket: AuditedBucket; slot: number; week: Week; random: Random },
): SampleObject[] {
  if (requests.length === 0) return []
  const lines = [...requests.map(accessLogLine), ...strayLines(bucket, week, slot)]
  const late = random.between(1, LATE_ONE_IN) === 1
  const delay = late ? random.between(8 * HOUR, 19 * HOUR) : random.between(35 * MINUTE, 3 * HOUR)
  const delivered = slot + SLOT + delay
  const first = logObject(bucket, { slot, delivered, lines }, random)
  if (random.between(1, AGAIN_ONE_IN) > 1) return [first]
  const again = {
    slot,
    delivered: delivered + random.between(MINUTE, HOUR),
    lines: lines.slice(0, requests.length),
  }
  return [first, logObject(bucket, again, random)]
}

function strayLines(of: AuditedBucket, week: Week, time: number): string[] {
  return STRAY_LINES.filter(
    ({ bucket, day, slot }) => bucket === of && week.start + day * DAY + slot * SLOT === time,
  ).map(({ line }) => line)
}

function logObject(
  name: AuditedBucket,
  { slot, delivered, lines }: { slot: number; delivered: number; lines: readonly string[] },
  random: Random,
): SampleObject {
  const { logging } = AUDITED[name]
  if (!logging) throw new Error(`${name} has no access logging`)
  const id = random.text(16, '0123456789ABCDEF')
  const dated = logging.partitionDateSource ? partition(name, slot) : `${dashed(delivered)}-`
  return {
    bucket: logging.targetBucket,
    key: `${logging.targetPrefix}${dated}${id}`,
    body: Buffer.from(`${lines.join('\n')}\n`),
    lastModified: new Date(delivered),
  }
}

/** Log objects partitioned by event time hold one day's records, and no time of day in their names. */
function partition(name: AuditedBucket, slot: number): string {
  const day = new Date(slot).toISOString().slice(0, 10)
  return `${ACCOUNT}/${AUDITED[name].region}/${name}/${day.replaceAll('-', '/')}/${day}-00-00-00-`
}

/** `YYYY-MM-DD-hh-mm-ss`. */
const dashed = (time: number): string => new Date(time).toISOString().slice(0, 19).replaceAll(/[T:]/g, '-')
