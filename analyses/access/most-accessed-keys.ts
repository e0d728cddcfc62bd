import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { showing } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { ranking, RANKING_COLUMNS, rankingCharts } from '../lib/shared/ranking.ts'
import { totalOf } from '../lib/shared/request-list.ts'
import { folder, folderDepth } from '../lib/shared/requests.ts'
import { readsContent } from '../lib/meaning/operation.ts'
import { sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf, share } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Most read objects',
  answers: 'Which objects are read the most, and how much of them was sent?',
  group: 'Who accesses',
  words: ['hot objects', 'top keys', 'most accessed', 'popular', 'hot keys', 'most downloaded'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have every read with its bytes; CloudTrail has them only where data events are on.',
  blind: {
    'access-log': 'What a CDN or a cache answered itself never reached the bucket and is in no log.',
    cloudtrail: 'CloudTrail has object requests only where the trail records data events for this bucket.',
  },
  presets: {
    'most-accessed-prefixes': {
      title: 'Most read prefixes',
      answers: 'Below which prefixes is read the most?',
      words: ['hot prefixes', 'top prefixes', 'folders', 'hot folders'],
      parameters: { by: 'prefix' },
    },
  },
  parameters: z.object({
    by: z
      .enum(['key', 'prefix'])
      .default('key')
      .describe('One row for each object, or one for the first folders of the key.')
      .meta({ title: 'A row for each' }),
    depth: folderDepth,
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: ({ by }) => [
    { name: by, title: by === 'key' ? 'Key' : 'Prefix', kind: 'text', shown: true },
    ...showing('requests bytes_sent requesters', RANKING_COLUMNS),
  ],
  figures: figures('requests: Reads | distinctKeys | bytesSent #bytes | readers'),
  statements({ by, depth, prefix, requester }) {
    const asked = all(readsContent, sql`key IS NOT NULL`, keyBegins(prefix), requesterHas(requester))
    return ranking(by, by === 'key' ? sql`key` : folder(depth), sql`FROM events WHERE ${asked}`)
  },
  summarise(results, { bucket }, { by }) {
    const [totals, top] = [results.aggregates.totals?.[0], results.aggregates.top?.[0]]
    const requests = totalOf(results, 'requests')
    const most = numberOf(top, 'requests')
    const of = by === 'key' ? 'object' : 'prefix'
    const groups = counted(numberOf(totals, 'groups'), of, by === 'key' ? 'objects' : 'prefixes')
    return {
      headline:
        requests === 0
          ? `No object in ${bucket} was read in this window.`
          : `${counted(requests, 'read')} of ${groups} in ${bucket}; ${top?.name} was read the most: ${count(most)} times, ${share(most, requests)} of all.`,
      figures: {
        distinctKeys: numberOf(totals, 'keys'),
        bytesSent: numberOf(totals, 'bytes_sent'),
        readers: numberOf(totals, 'requesters'),
      },
      charts: rankingCharts(by === 'key' ? 'Reads by object' : 'Reads by prefix', results),
      notes: [
        'Reads sent content, to the requester or to a copy. HEAD, tags, ACLs and answers of “not modified” are left out.',
      ],
    }
  },
})
