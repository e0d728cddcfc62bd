import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis, type Severity } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { who } from '../lib/sql/fragments.ts'
import { whatElseDid } from '../lib/shared/request-list.ts'
import { sql } from '../lib/sql/sql.ts'
import { counted, numberOf, requesterName, span } from '../lib/words.ts'

const parameter = (path: string) => sql`json_extract_scalar(request_parameters, ${path})`
const CHANGES = {
  deleted: { action: 'bucket-delete', noun: 'deletion' },
  created: { action: 'bucket-create', noun: 'creation' },
}

export default defineAnalysis({
  title: 'Deletion of the bucket',
  answers: 'Who deleted the bucket, or tried to?',
  group: 'Deletions and lifecycle',
  words: ['bucket deleted', 'delete bucket', 'bucket gone', 'NoSuchBucket'],
  reads: ['cloudtrail', 'access-log'],
  why: 'CloudTrail records every call with its result; the access log may end with the bucket.',
  blind: {
    'access-log': 'Access logs do not tell Region, permissions or ownership of a new bucket.',
  },
  presets: {
    'bucket-created': {
      title: 'Creation of the bucket',
      answers: 'Who created the bucket, where and with which settings?',
      words: ['new bucket', 'create bucket', 'bucket created'],
      parameters: { change: 'created' },
    },
  },
  parameters: z.object({
    change: z
      .enum(['deleted', 'created'])
      .default('deleted')
      .describe('Whether the bucket was deleted, or created.')
      .meta({ title: 'Was the bucket' }),
  }),
  columns: ({ change }) => [
    ...columns('event_time* requester* result* remote_ip*'),
    ...columns(change === 'created' ? 'region* acl*' : 'region acl'),
    ...columns('ownership error_message user_agent access_key_id request_id'),
  ],
  figures: figures('done: Succeeded | failed | requesters'),
  statements({ change }) {
    const changes = sql`FROM events WHERE action = ${CHANGES[change].action}`
    return {
      rows: sql`SELECT event_time, ${who} AS requester, CASE WHEN ${succeeded} THEN ${change} ELSE coalesce(error_code, 'failed') END AS result, remote_ip,
          ${parameter('$.CreateBucketConfiguration.LocationConstraint')} AS region, ${parameter('$["x-amz-acl"]')} AS acl, ${parameter('$["x-amz-object-ownership"]')} AS ownership,
          error_message, user_agent, access_key_id, request_id ${changes}`,
      order: sql`event_time, request_id, requester`,
      aggregates: {
        totals: sql`SELECT count_if(${succeeded}) AS done, count_if(NOT ${succeeded}) AS failed, count(DISTINCT ${who}) AS requesters ${changes}`,
        last: sql`SELECT event_time, ${who} AS requester, remote_ip, error_code ${changes} ORDER BY CASE WHEN ${succeeded} THEN 0 ELSE 1 END, event_time DESC, request_id LIMIT 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, reader }, { change }) {
    const totals = aggregates.totals?.[0]
    const last = aggregates.last?.[0]
    const [done, failed] = [numberOf(totals, 'done'), numberOf(totals, 'failed')]
    const by = `by ${requesterName(last?.requester ?? '')}${last?.remote_ip ? ` from ${last.remote_ip}` : ''}${span(last?.event_time, last?.event_time, reader)}`
    const attempts = counted(failed, 'failed attempt')
    return {
      headline:
        done > 0
          ? `${bucket} was ${change} ${by}${failed > 0 ? `; ${attempts} besides` : ''}.`
          : failed > 0
            ? `${bucket} was not ${change}: ${attempts}, the last ${by} (${last?.error_code ?? 'no code'}).`
            : `The logs have no ${CHANGES[change].noun} of ${bucket} in this window.`,
      ...(change === 'deleted' && done + failed > 0 && { severity: severityOf(done) }),
      figures: { done, failed },
      notes:
        change === 'deleted'
          ? ['A bucket can only be deleted when it is empty (BucketNotEmpty says that it was not).']
          : ['Without a Region asked for, the bucket is in us-east-1.'],
      next: whatElseDid(last?.requester),
    }
  },
})

const severityOf = (done: number): Severity =>
  done > 0
    ? {
        level: 'high',
        why: 'A deleted bucket is gone with all its settings, and its name can be taken by others.',
      }
    : { level: 'medium', why: 'Somebody tried to delete the bucket.' }
