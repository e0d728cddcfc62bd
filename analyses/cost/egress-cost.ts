import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { bars } from '../lib/shared/time-chart.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { DOMAIN, REGION } from '../lib/aws/partitions.ts'
import { estimateNote } from '../lib/shared/prices.ts'
import { isService } from '../lib/meaning/requester.ts'
import { sql, type Sql } from '../lib/sql/sql.ts'
import { bytes, count, dollars, numberOf, share } from '../lib/words.ts'

/** The bucket's Region where it is known, or as the host that was asked names it. */
const bucketRegion = (region: string | undefined): Sql =>
  region ? sql`${region}` : sql`regexp_extract(host_header, ${`[.]?s3[.-](${REGION})[.](?:${DOMAIN})`}, 1)`

/** Where the bytes of an answer went, as far as a record tells. */
const path = (region: string | undefined): Sql => sql`CASE
    WHEN ${isService} THEN 'AWS service (CloudFront and others)'
    WHEN network IN ('private-gateway', 'interface-endpoint') THEN 'VPC endpoint'
    WHEN network <> 'public' THEN 'private address, unknown path'
    WHEN source_region IS NULL THEN 'internet'
    WHEN ${bucketRegion(region)} IS NULL THEN 'AWS, Region of the bucket unknown'
    WHEN source_region = ${bucketRegion(region)} THEN 'same Region'
    ELSE 'other Region'
  END`

const FIGURES = {
  estimate: ['Estimate', 'dollars'],
  sent: ['Bytes sent', 'bytes'],
  internet: ['To the internet', 'bytes'],
  internetEstimate: ['To the internet, estimate', 'dollars'],
  otherRegions: ['To other Regions', 'bytes'],
  otherRegionsEstimate: ['To other Regions, estimate', 'dollars'],
  sameRegion: ['Within the Region', 'bytes'],
  vpcEndpoint: ['By VPC endpoints', 'bytes'],
  services: ['To AWS services (CloudFront and others)', 'bytes'],
  unknownPath: ['By an unknown path', 'bytes'],
} as const

export default defineAnalysis({
  title: 'Transfer cost (estimate)',
  answers: 'How many bytes went to the internet or to other Regions, and what do they cost?',
  group: 'Volume and cost',
  words: ['egress', 'data transfer', 'transfer out', 'internet bytes', 'cross region', 'bandwidth cost'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the bytes of every answer and the Region that a request came from.',
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns: columns('path* source_region* bytes_sent* cost* requests* top_ip* top_ip_bytes addresses', {
    source_region: 'Region',
  }),
  figures: FIGURES,
  statements({ prefix, requester }, { region, settings: { prices } }) {
    const sent = sql`SELECT ${path(region)} AS path, source_region, remote_ip, bytes_sent FROM events WHERE ${all(sql`bytes_sent > 0`, keyBegins(prefix), requesterHas(requester))}`
    const cost = sql`sum(CASE path WHEN 'internet' THEN 1e0 * bytes_sent * ${prices.internetPerGigabyte} / 1000000000
      WHEN 'other Region' THEN 1e0 * bytes_sent * ${prices.otherRegionPerGigabyte} / 1000000000 ELSE 0e0 END)`
    const byIp = sql`SELECT path, source_region, remote_ip, count(*) AS requests, sum(bytes_sent) AS bytes_sent, ${cost} AS cost FROM (${sent}) AS e GROUP BY 1, 2, 3`
    return {
      rows: sql`SELECT path, source_region, sum(bytes_sent) AS bytes_sent, round(sum(cost), 6) AS cost, sum(requests) AS requests, max_by(remote_ip, (bytes_sent, coalesce(remote_ip, ''))) AS top_ip,
          max(bytes_sent) AS top_ip_bytes, count(DISTINCT remote_ip) AS addresses FROM (${byIp}) AS i GROUP BY 1, 2`,
      order: sql`cost DESC, bytes_sent DESC, path, source_region`,
      aggregates: {
        paths: sql`SELECT path, sum(bytes_sent) AS bytes_sent, round(${cost}, 6) AS cost, count(*) AS requests, count(source_region) AS with_region FROM (${sent}) AS e GROUP BY 1 ORDER BY cost DESC, bytes_sent DESC, path`,
      },
    }
  },
  summarise({ aggregates }, { bucket, settings }) {
    const paths = aggregates.paths ?? []
    const total = (name: string) => paths.reduce((sum, row) => sum + numberOf(row, name), 0)
    const ofPath = (name: string, column: string) =>
      numberOf(
        paths.find(({ path }) => path === name),
        column,
      )
    const of = (name: string) => ofPath(name, 'bytes_sent')
    const sent = total('bytes_sent')
    return {
      headline:
        sent === 0
          ? `S3 sent no bytes from ${bucket} in this window.`
          : `${bytes(sent)} left ${bucket}, for about ${dollars(total('cost'))}: ${bytes(of('internet'))} to the internet (${share(of('internet'), sent)}), ${bytes(of('other Region'))} to other Regions.`,
      figures: {
        estimate: total('cost'),
        sent,
        internet: of('internet'),
        internetEstimate: ofPath('internet', 'cost'),
        otherRegions: of('other Region'),
        otherRegionsEstimate: ofPath('other Region', 'cost'),
        sameRegion: of('same Region'),
        vpcEndpoint: of('VPC endpoint'),
        services: of('AWS service (CloudFront and others)'),
        unknownPath: of('private address, unknown path') + of('AWS, Region of the bucket unknown'),
      },
      charts: [sent > 0 && bars('Bytes sent', paths, ({ path }) => path ?? '', { bytes: 'bytes_sent' })],
      notes: [
        `$${settings.prices.internetPerGigabyte} per GB to the internet, $${settings.prices.otherRegionPerGigabyte} to another Region; the same Region, gateway endpoints and CloudFront are free of S3’s transfer charge. ${estimateNote(settings)}`,
        'Not in it: the first 100 GB a month, which are free for an account, what interface endpoints, NAT gateways or Transfer Acceleration cost by themselves, and what S3 replicates or copies.',
        sent > 0 &&
          total('with_region') === 0 &&
          `None of ${count(total('requests'))} records names a Region: clients in AWS count as internet, so the estimate is an upper bound.`,
      ],
      next: [sent > 0 && followUp('data-transfer-by-ip', 'Which addresses were sent the most?')],
    }
  },
})
