import { failed } from '../lib/meaning/outcome.ts'
import { isRequest } from '../lib/meaning/operation.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { sql, type Sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf, share, ratio } from '../lib/words.ts'

/** S3A's audit referrer, as Hadoop writes it now (`/hadoop/1/op_…/`) and as it did at first (`/audit/…`). */
const isAudit = sql`regexp_like(referrer, '^https?://[^/]+/(hadoop|audit)/')`

/** A parameter of the referrer under either of its names, decoded where it can be; S3A writes a `+` as it is. */
function parameter(...names: string[]): Sql {
  const value = sql`regexp_extract(referrer, ${`[?&](?:${names.join('|')})=([^&]+)`}, 1)`
  return sql`coalesce(try(url_decode(replace(${value}, '+', '%2B'))), ${value})`
}

const GROUPED = {
  hadoop_user: sql`coalesce(${parameter('pr', 'principal')}, '(not told)')`,
  hadoop_operation: sql`coalesce(${parameter('op')}, '(not told)')`,
  job: sql`coalesce(${parameter('ji')}, ${parameter('cm')}, '(not told)')`,
  // Two programs of one user differ in nothing else where they name no job.
  process: sql`coalesce(${parameter('ps')}, ${parameter('fs')}, '(not told)')`,
}

export default defineAnalysis({
  title: 'Hadoop and Spark jobs',
  answers: 'Which Hadoop user, job and operation is behind the requests?',
  group: 'Who accesses',
  words: ['hadoop', 's3a', 'spark', 'emr', 'job', 'application', 'audit referrer'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the referrer, into which the S3A client writes its user, job and operation.',
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns: columns(
    `hadoop_user* hadoop_operation* job* process requests* errors* bytes_sent keys example_path* example_target requester
    first_seen last_seen`,
    { requester: 'AWS requester' },
  ),
  figures:
    figures(`requests: Requests of jobs | share: Share of all requests #share | hadoopUsers | jobsAndCommands |
    errors | bytesSent #bytes`),
  statements({ prefix, requester }) {
    const asked = all(isRequest, keyBegins(prefix), requesterHas(requester))
    const from = sql`FROM events WHERE ${asked} AND ${isAudit}`
    return {
      rows: sql`SELECT ${GROUPED.hadoop_user} AS hadoop_user, ${GROUPED.hadoop_operation} AS hadoop_operation, ${GROUPED.job} AS job, ${GROUPED.process} AS process, count(*) AS requests,
          count_if(${failed}) AS errors, coalesce(sum(bytes_sent), 0) AS bytes_sent, count(DISTINCT key) AS keys,
          min(${parameter('p1', 'path')}) AS example_path, min(${parameter('p2', 'path2')}) AS example_target, min(${principal}) AS requester, min(event_time) AS first_seen, max(event_time) AS last_seen
        ${from} GROUP BY 1, 2, 3, 4`,
      order: sql`requests DESC, hadoop_user, hadoop_operation, job, process`,
      aggregates: {
        totals: sql`SELECT count(*) AS requests, count(DISTINCT ${GROUPED.hadoop_user}) AS users, count(DISTINCT ${GROUPED.job}) AS jobs,
            count_if(${failed}) AS errors, coalesce(sum(bytes_sent), 0) AS bytes_sent ${from}`,
        all: sql`SELECT count(*) AS requests FROM events WHERE ${asked}`,
        top: sql`SELECT ${GROUPED.hadoop_user} AS hadoop_user, count(*) AS requests ${from} GROUP BY 1 ORDER BY requests DESC, hadoop_user LIMIT 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket }) {
    const [totals, top] = [aggregates.totals?.[0], aggregates.top?.[0]]
    const requests = numberOf(totals, 'requests')
    const every = numberOf(aggregates.all?.[0], 'requests')
    return {
      headline:
        requests === 0
          ? `None of the ${counted(every, 'request')} to ${bucket} names a Hadoop job.`
          : `${count(requests)} of ${counted(every, 'request')} to ${bucket} name a Hadoop job, by ${counted(numberOf(totals, 'users'), 'Hadoop user')}; ${top?.hadoop_user} made ${share(numberOf(top, 'requests'), requests)} of them.`,
      figures: {
        requests,
        share: ratio(requests, every),
        hadoopUsers: numberOf(totals, 'users'),
        jobsAndCommands: numberOf(totals, 'jobs'),
        errors: numberOf(totals, 'errors'),
        bytesSent: numberOf(totals, 'bytes_sent'),
      },
      notes: [
        'The client writes this referrer itself; who was authenticated is the AWS requester. Jobs are named where fs.s3a.audit.enabled is on.',
      ],
    }
  },
})
