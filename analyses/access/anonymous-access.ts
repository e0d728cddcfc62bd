import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis, type Results, type Severity } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns, showing } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix } from '../lib/sql/fragments.ts'
import { ranking, RANKING_COLUMNS } from '../lib/shared/ranking.ts'
import {
  mostlyBy,
  requestAggregates,
  requestCharts,
  requestColumns,
  REQUEST_FIGURES,
  requestOrder,
  requestRows,
  topOf,
  totalOf,
  whatElseCameFrom,
} from '../lib/shared/request-list.ts'
import {
  changesAcl,
  changesSettings,
  isBatchDeletion,
  isRequestedDeletion,
  readsContent,
  writes,
} from '../lib/meaning/operation.ts'
import { isAnonymous } from '../lib/meaning/requester.ts'
import { sql } from '../lib/sql/sql.ts'
import { bytes, counted, numberOf } from '../lib/words.ts'

const OUTCOMES = { all: undefined, succeeded, 'objects served': readsContent }
const address = sql`coalesce(remote_ip, '(no address)')`

function severityOf({ aggregates }: Results): Severity | undefined {
  const totals = aggregates.changed?.[0]
  if (numberOf(totals, 'changes') > 0)
    return { level: 'high', why: 'Somebody without any credentials could change what is in the bucket.' }
  return numberOf(totals, 'served') > 0
    ? { level: 'medium', why: 'S3 sent objects to somebody without asking for any credentials.' }
    : undefined
}

const { requesters: _, ...ONLY_REQUESTS } = REQUEST_FIGURES

export default defineAnalysis({
  title: 'Anonymous access',
  answers: 'Who uses this bucket without signing in, and what do they get?',
  group: 'Who accesses',
  words: ['anonymous', 'unauthenticated', 'public', 'unsigned', 'without credentials', 'internet'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have every anonymous request with its bytes; CloudTrail has them only where data events are on.',
  blind: {
    'access-log': 'A presigned URL is not anonymous: it acts for whoever signed it.',
    cloudtrail: 'CloudTrail has object requests only where the trail records data events for this bucket.',
  },
  presets: {
    'public-object-reads': {
      title: 'Objects served to the public',
      answers: 'Which objects were really sent to people who had not signed in?',
      words: ['public reads', 'public objects', 'leak', 'exposed', 'world readable'],
      parameters: { only: 'objects served', by: 'key' },
    },
  },
  parameters: z.object({
    only: z
      .enum(['all', 'succeeded', 'objects served'])
      .default('all')
      .describe('All attempts, those that succeeded, or only objects that were really sent.')
      .meta({ title: 'Show' }),
    by: z
      .enum(['request', 'key'])
      .default('request')
      .describe('One row for each request, or one for each object.')
      .meta({ title: 'A row for each' }),
    prefix: keyPrefix,
  }),
  columns: ({ by }) =>
    by === 'request'
      ? requestColumns('event_time remote_ip operation key status user_agent')
      : [...columns('key*'), ...showing('requests bytes_sent addresses last_seen', RANKING_COLUMNS)],
  figures: { ...ONLY_REQUESTS, ...figures('objects: Objects served') },
  statements({ only, by, prefix }, { window }) {
    const asked = all(isAnonymous, OUTCOMES[only], keyBegins(prefix))
    const from = sql`FROM events WHERE ${asked}`
    const { rows, order } = ranking('key', sql`coalesce(key, '(no key)')`, from)
    return {
      rows: by === 'request' ? requestRows(from) : rows,
      order: by === 'request' ? requestOrder : order,
      aggregates: {
        ...requestAggregates(from, window, address),
        changed: sql`SELECT count_if(${succeeded} AND (${writes} OR ${isRequestedDeletion} OR ${isBatchDeletion} OR ${changesAcl} OR ${changesSettings})) AS changes, count_if(${readsContent}) AS served,
            count(DISTINCT CASE WHEN ${readsContent} THEN key END) AS keys ${from}`,
      },
    }
  },
  summarise(results, { bucket, window, reader }, { only }) {
    const requests = totalOf(results, 'requests')
    const outcome = results.aggregates.changed?.[0]
    const objects = counted(numberOf(outcome, 'keys'), 'object')
    const got =
      numberOf(outcome, 'served') === 0
        ? 'none got an object'
        : `they got ${objects}, ${bytes(totalOf(results, 'bytes_sent'))} in all`
    return {
      headline:
        requests === 0
          ? `No anonymous request to ${bucket} ${only === 'all' ? 'was made' : 'succeeded'} in this window.`
          : `${counted(requests, 'anonymous request')} to ${bucket}${mostlyBy(results, reader)}; ${got}.`,
      severity: severityOf(results),
      figures: { objects: numberOf(outcome, 'keys') },
      charts: requestCharts('Anonymous requests over time', results, window),
      notes: [
        'A bucket that serves a website is public on purpose; a policy may also admit unsigned requests of certain networks only.',
      ],
      next: whatElseCameFrom(topOf(results)?.name),
    }
  },
})
