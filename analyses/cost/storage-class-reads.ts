import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis, type FigureList, type FigureValues, type Row } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { keyBegins, keyPrefix, principal } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { estimateNote, retrievalCost } from '../lib/shared/prices.ts'
import { isTransition, reads, writes } from '../lib/meaning/operation.ts'
import { sql, type Sql } from '../lib/sql/sql.ts'
import { bytes, counted, dollars, numberOf, requesterName } from '../lib/words.ts'

/** The class that a transition's record names (AWS: "Lifecycle and other bucket configurations"). */
/** The colder classes by the operation that moves an object there. */
const CLASSES = {
  'S3.TRANSITION_SIA.OBJECT': 'Standard-IA',
  'S3.TRANSITION_ZIA.OBJECT': 'One Zone-IA',
  'S3.TRANSITION_INT.OBJECT': 'Intelligent-Tiering',
  'S3.TRANSITION_GIR.OBJECT': 'Glacier Instant Retrieval',
  'S3.TRANSITION.OBJECT': 'Glacier Flexible Retrieval',
  'S3.TRANSITION_GDA.OBJECT': 'Glacier Deep Archive',
}

const movedTo: Sql = {
  text: `CASE operation ${Object.entries(CLASSES)
    .map(([operation, name]) => sql`WHEN ${operation} THEN ${name}`.text)
    .join(' ')} ELSE operation END`,
}

const CLASS_FIGURES: FigureList = Object.fromEntries(
  Object.values(CLASSES).flatMap(name => [
    [`bytes${name.replaceAll(/[- ]/g, '')}`, [`Bytes from ${name}`, 'bytes']],
    [`reads${name.replaceAll(/[- ]/g, '')}`, `Reads from ${name}`],
  ]),
)

/** Of the classes that anything was read from. */
const classFigures = (rows: readonly Row[]): FigureValues =>
  Object.fromEntries(
    Object.values(CLASSES).flatMap(name => {
      const row = rows.find(({ storage_class }) => storage_class === name)
      return [
        [`bytes${name.replaceAll(/[- ]/g, '')}`, row && numberOf(row, 'bytes_sent')],
        [`reads${name.replaceAll(/[- ]/g, '')}`, row && numberOf(row, 'reads')],
      ]
    }),
  )

export default defineAnalysis({
  title: 'Reads of colder storage classes',
  answers: 'Which objects were read after lifecycle rules had moved them to a colder class?',
  group: 'Volume and cost',
  words: ['retrieval fees', 'infrequent access', 'IA', 'glacier reads', 'storage class', 'retrieval cost'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have what lifecycle rules move.',
  parameters: z.object({
    days: z
      .int()
      .min(1)
      .max(365)
      .default(30)
      .describe('How many days before the window to look for transitions.')
      .meta({ title: 'Days before', placeholder: '30' }),
    prefix: keyPrefix,
  }),
  columns: columns(
    `key* storage_class* reads* bytes_sent* cost* main_requester* moved_at* requesters first_read last_read`,
    { main_requester: 'Last by' },
  ),
  figures: {
    ...figures('reads | keys: Objects | cost: Retrieval, estimate #dollars'),
    ...CLASS_FIGURES,
    ...figures('moves: Transitions found'),
  },
  baselineHours: ({ days }) => days * 24,
  statements({ prefix }, { settings: { prices } }) {
    const asked = sql`${succeeded} AND ${keyBegins(prefix) ?? sql`TRUE`}`
    const isRead = sql`(${reads} AND bytes_sent > 0)`
    // When and to which class an object was moved last; writing it anew puts it back into the class of the write.
    const place = sql`CASE WHEN ${isTransition} THEN concat(CAST(event_time AS varchar), '|', ${movedTo}) WHEN ${writes} THEN concat(CAST(event_time AS varchar), '|') END`
    const marks = (
      relation: 'events' | 'baseline',
    ) => sql`SELECT event_time, key, request_id, ${place} AS place, ${isRead} AS is_read, bytes_sent, ${principal} AS requester
      FROM ${{ text: relation }} WHERE ${asked} AND (${isTransition} OR ${writes}${relation === 'events' ? sql` OR ${isRead}` : sql``})`
    const placed = sql`SELECT event_time, key, requester, is_read, bytes_sent, split_part(last_place, '|', 2) AS storage_class, substr(last_place, 1, 19) AS moved_at
      FROM (SELECT *, max(place) OVER (PARTITION BY key ORDER BY event_time RANGE UNBOUNDED PRECEDING) AS last_place FROM (${marks('events')} UNION ALL ${marks('baseline')}) AS m) AS w`
    const cold = sql`FROM (${placed}) AS p WHERE is_read AND storage_class <> ''`
    const cost = sql`round(sum(${retrievalCost(sql`bytes_sent`, sql`storage_class`, prices)}), 6) AS cost`
    return {
      rows: sql`SELECT key, storage_class, count(*) AS reads, sum(bytes_sent) AS bytes_sent, ${cost}, max_by(requester, (event_time, requester)) AS main_requester, max(moved_at) AS moved_at,
          count(DISTINCT requester) AS requesters, min(event_time) AS first_read, max(event_time) AS last_read ${cold} GROUP BY key, storage_class`,
      order: sql`bytes_sent DESC, key, storage_class`,
      aggregates: {
        totals: sql`SELECT count(*) AS reads, coalesce(sum(bytes_sent), 0) AS bytes_sent, ${cost}, count(DISTINCT key) AS keys ${cold}`,
        classes: sql`SELECT storage_class, count(*) AS reads, sum(bytes_sent) AS bytes_sent ${cold} GROUP BY 1 ORDER BY bytes_sent DESC, storage_class`,
        top: sql`SELECT requester, sum(bytes_sent) AS bytes_sent ${cold} GROUP BY 1 ORDER BY bytes_sent DESC, requester LIMIT 1`,
        moves: sql`SELECT (SELECT count(*) FROM events WHERE ${asked} AND ${isTransition}) + (SELECT count(*) FROM baseline WHERE ${asked} AND ${isTransition}) AS moves`,
      },
    }
  },
  summarise({ aggregates }, { bucket, settings }, { days }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top?.[0]
    const moves = numberOf(aggregates.moves?.[0], 'moves')
    const reads = numberOf(totals, 'reads')
    const cost = numberOf(totals, 'cost')
    const price = cost >= 0.01 ? `, about ${dollars(cost)} of retrieval` : ''
    const before = `the window and the ${counted(days, 'day')} before`
    return {
      headline:
        moves === 0
          ? `Lifecycle rules moved no object of ${bucket} in ${before}: which class objects are in is not known.`
          : reads === 0
            ? `None of the objects that lifecycle rules moved in ${before} (${counted(moves, 'transition')} in ${bucket}) was read afterwards.`
            : `${counted(numberOf(totals, 'keys'), 'object')} of ${bucket} ${numberOf(totals, 'keys') === 1 ? 'was' : 'were'} read ${counted(reads, 'time')} (${bytes(numberOf(totals, 'bytes_sent'))}${price}) after lifecycle rules had moved them to a colder class; the most, ${bytes(numberOf(top, 'bytes_sent'))}, by ${requesterName(top?.requester ?? '')}.`,
      figures: { ...classFigures(aggregates.classes ?? []), moves },
      notes: [
        `The IA classes and Glacier Instant Retrieval charge for the bytes read; other Glacier classes for the restore, which is not in it. ${estimateNote(settings)}`,
        `Objects that were moved more than ${counted(days, 'day')} before the window, or written into a colder class, are not found. Logs name no storage class.`,
        'Objects in Glacier Flexible Retrieval and Deep Archive can be read only while a restored copy of them exists.',
      ],
    }
  },
})
