import * as z from 'zod'
import { defineAnalysis, type LogReading } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { join, sql, type Sql } from '../lib/sql/sql.ts'
import { bytes, count, counted } from '../lib/words.ts'

const WAYS: Record<LogReading['strategy'], string> = {
  'in-place': 'read in place',
  gather: 'gathered into larger parts',
  'batch-copy': 'copied by S3 Batch Operations',
}

const values = ({
  log,
  strategy,
  found,
  foundBytes,
  objects,
  bytes: read,
  archived,
  skipped,
}: LogReading): Sql =>
  sql`(${log}, ${WAYS[strategy]}, ${found}, ${foundBytes}, ${objects}, ${read}, ${archived}, ${skipped})`

export default defineAnalysis({
  title: 'How the logs were read',
  answers: 'Which log objects were copied, skipped and scanned for this answer, and what did it cost?',
  group: 'Data quality',
  words: ['copied files', 'skipped', 'scanned', 'batch job', 'cost of the question'],
  reads: ['access-log', 'cloudtrail'],
  why: 'It tells of whichever log is read.',
  blind: {},
  everyLine: true,
  parameters: z.object({}),
  columns: columns(
    'source* way* objects* bytes* skipped* archived* found found_bytes lines records unparsed',
  ),
  figures: figures(`objects: Log objects read | skipped | archived: In an archive class | lines |
    records: Records of this bucket and window | scanned: Scanned by Athena #bytes |
    estimate: Estimated cost #dollars`),
  statements(_, { reading }) {
    const read =
      reading.logs.length > 0
        ? sql`VALUES ${join(reading.logs.map(values), ', ')}`
        : sql`SELECT '', '', 0, 0, 0, 0, 0, 0 WHERE FALSE`
    const held = sql`SELECT source, count(*) AS lines, count_if(kind = 'event') AS records, count_if(kind = 'unparsed') AS unparsed FROM lines GROUP BY source`
    return {
      rows: sql`SELECT brought.source, way, objects, bytes, skipped, archived, found, found_bytes,
          coalesce(lines, 0) AS lines, coalesce(records, 0) AS records, coalesce(unparsed, 0) AS unparsed
        FROM (${read}) AS brought (source, way, found, found_bytes, objects, bytes, archived, skipped) LEFT JOIN (${held}) AS held ON held.source = brought.source`,
      order: sql`source`,
      aggregates: { totals: sql`SELECT count(*) AS lines, count_if(kind = 'event') AS records FROM lines` },
    }
  },
  summarise(_, { reading }) {
    const sum = (of: (log: LogReading) => number) => reading.logs.reduce((total, log) => total + of(log), 0)
    const [objects, left] = [sum(log => log.objects), sum(log => log.skipped + log.archived)]
    return {
      headline:
        objects === 0
          ? 'No log object was read.'
          : `${counted(objects, 'log object')} (${bytes(sum(log => log.bytes))}) ${objects === 1 ? 'was' : 'were'} read, ${left === 0 ? 'none' : count(left)} left out; Athena scanned ${bytes(reading.scannedBytes)} for it.`,
      figures: {
        objects,
        skipped: sum(log => log.skipped),
        archived: sum(log => log.archived),
        scanned: reading.scannedBytes,
        estimate: reading.dollars,
      },
      notes: [
        ...reading.logs
          .flatMap(({ samples }) => samples.map(({ key, reason }) => `Skipped: ${key}: ${reason}`))
          .slice(0, 10),
        sum(log => log.archived) > 0 &&
          'Log objects in an archive class must be restored before anyone can read them.',
      ],
    }
  },
})
