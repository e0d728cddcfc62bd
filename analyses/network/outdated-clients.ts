import { isRequest } from '../lib/meaning/operation.ts'
import * as z from 'zod'
import { defineAnalysis, type Row } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { accessLogsFirst } from '../lib/evidence/logs.ts'
import { whatElseDid } from '../lib/shared/request-list.ts'
import { isService } from '../lib/meaning/requester.ts'
import { sql } from '../lib/sql/sql.ts'
import { overTime, period } from '../lib/shared/time-chart.ts'
import { count, counted, numberOf, requesterName, span, ratio } from '../lib/words.ts'

/**
 * What is outdated. Without TLS is only what an access log says so of: the field before has a value, so the
 * record is not one of the time before the field; CloudTrail leaves TLS out for other reasons, too.
 */
const KINDS = {
  SigV2: {
    is: sql`signature_version = 'SigV2'`,
    done: 'signed with SigV2',
    level: 'low',
    why: 'AWS has given up Signature Version 2: such clients stop working where it is turned off.',
  },
  'TLS below 1.2': {
    is: sql`tls_version IN ('TLSv1.0', 'TLSv1.1')`,
    done: 'used TLS below 1.2',
    level: 'medium',
    why: 'These versions are broken, and AWS turns them off: what is sent may be read on the way.',
  },
  'no TLS': {
    is: sql`(source <> 'cloudtrail' AND tls_version IS NULL AND cipher_suite IS NULL AND host_header IS NOT NULL AND NOT ${isService})`,
    done: 'came without TLS',
    level: 'medium',
    why: 'Plain HTTP: anyone on the way can read and change what is sent.',
  },
} as const

/** The user agent is that of a browser or of curl: what has to change is the program that signed the URL. */
function presignedAdvice(totals: Row | undefined): string {
  const [presigned, signers] = [numberOf(totals, 'presigned'), numberOf(totals, 'signers')]
  const by =
    signers === 0
      ? 'a key that the log does not name'
      : signers === 1
        ? `the holder of the access key ${totals?.signer}`
        : `the holders of ${count(signers)} access keys`
  return `${counted(presigned, 'request')} used presigned URLs, made by ${by}. The program that signs has to change, not the browser that opens the URL: boto3 and AWS CLI version 1 sign URLs with version 2 in us-east-1 or without a Region, unless signature_version is s3v4 or the Region is set.`
}

export default defineAnalysis({
  title: 'Outdated signatures and TLS',
  answers: 'Which clients still use SigV2, TLS below 1.2, or no TLS at all?',
  group: 'Network and latency',
  words: ['outdated', 'legacy clients', 'deprecated', 'upgrade'],
  ...accessLogsFirst('the signature and TLS version of every request', {
    cloudtrail:
      'CloudTrail has object requests only where data events are on, and cannot show that a request came without TLS.',
  }),
  presets: {
    'sigv2-requests': {
      title: 'Requests signed with SigV2',
      answers: 'Who still signs with SigV2?',
      words: ['sigv2', 'signature version 2', 'aws2'],
      parameters: { kind: 'SigV2' },
    },
    'old-tls': {
      title: 'TLS below 1.2',
      answers: 'Who still connects with TLS 1.0 or 1.1?',
      words: ['old tls', 'tls 1.0', 'tls 1.1', 'tlsv1'],
      parameters: { kind: 'TLS below 1.2' },
    },
    'plain-http': {
      title: 'Requests without TLS',
      answers: 'Which requests came over plain HTTP?',
      words: ['http', 'unencrypted', 'cleartext', 'insecure transport'],
      parameters: { kind: 'no TLS' },
    },
  },
  parameters: z.object({
    kind: z
      .enum(['SigV2', 'TLS below 1.2', 'no TLS'])
      .default('TLS below 1.2')
      .describe('What counts as outdated.')
      .meta({ title: 'Look for' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns:
    columns(`requester* remote_ip* operation* requests* last_seen* tool* tool_version signature_version tls_version auth_type
    access_key_id user_agent plane keys example_key first_seen host_header`),
  figures: figures(
    `outdated: Outdated requests | share: Share of all requests #share | requesters | addresses`,
  ),
  statements({ kind, prefix, requester }, { window }) {
    const filter = all(isRequest, sql`remote_ip IS NOT NULL`, keyBegins(prefix), requesterHas(requester))
    const outdated = sql`FROM events WHERE ${filter} AND ${KINDS[kind].is}`
    return {
      rows: sql`SELECT ${principal} AS requester, remote_ip, operation, count(*) AS requests, max(event_time) AS last_seen, tool, tool_version, min(user_agent) AS user_agent,
          signature_version, tls_version, auth_type, access_key_id, CASE WHEN key IS NULL THEN 'the bucket' ELSE 'objects' END AS plane, count(DISTINCT key) AS keys,
          min(key) AS example_key, min(event_time) AS first_seen, min(host_header) AS host_header
        ${outdated} GROUP BY ${principal}, remote_ip, operation, tool, tool_version, signature_version, tls_version, auth_type, access_key_id, CASE WHEN key IS NULL THEN 'the bucket' ELSE 'objects' END`,
      order: sql`requests DESC, requester, remote_ip, operation, tool, tool_version, signature_version, tls_version, auth_type, access_key_id, plane`,
      aggregates: {
        totals: sql`SELECT count_if(${KINDS[kind].is}) AS outdated, count_if(${KINDS[kind].is} AND auth_type = 'QueryString') AS presigned,
            count(DISTINCT CASE WHEN ${KINDS[kind].is} AND auth_type = 'QueryString' THEN access_key_id END) AS signers, min(CASE WHEN ${KINDS[kind].is} AND auth_type = 'QueryString' THEN access_key_id END) AS signer, count(*) AS requests,
            count(DISTINCT CASE WHEN ${KINDS[kind].is} THEN ${principal} END) AS requesters,
            count(DISTINCT CASE WHEN ${KINDS[kind].is} THEN remote_ip END) AS addresses FROM events WHERE ${filter}`,
        top: sql`SELECT ${principal} AS requester, max(remote_ip) AS remote_ip, count(DISTINCT remote_ip) AS addresses, count(*) AS requests, min(event_time) AS first, max(event_time) AS last
          ${outdated} GROUP BY 1 ORDER BY requests DESC, requester LIMIT 1`,
        times: sql`SELECT ${period(window)} AS period, count(*) AS requests ${outdated} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window, logs, reader }, { kind }) {
    const [totals, top] = [aggregates.totals?.[0], aggregates.top?.[0]]
    const { done, level, why } = KINDS[kind]
    const outdated = numberOf(totals, 'outdated')
    const most = numberOf(top, 'requests')
    const from = numberOf(top, 'addresses') === 1 ? ` from ${top?.remote_ip}` : ''
    const unknown = kind === 'no TLS' && !logs.includes('access-log')
    return {
      headline: unknown
        ? 'CloudTrail cannot show that a request came without TLS, so nothing was looked for.'
        : outdated === 0
          ? `No request to ${bucket} ${done} in this window.`
          : `${counted(outdated, 'request')} to ${bucket} ${done}; ${most === outdated ? 'all' : count(most)} by ${requesterName(top?.requester ?? '')}${from}${span(top?.first, top?.last, reader)}.`,
      ...(outdated > 0 && { severity: { level, why } }),
      figures: {
        outdated,
        share: ratio(outdated, numberOf(totals, 'requests')),
        requesters: numberOf(totals, 'requesters'),
        addresses: numberOf(totals, 'addresses'),
      },
      charts: [
        outdated > 0 &&
          overTime('Outdated requests over time', aggregates.times ?? [], window, {
            requests: 'requests',
          }),
      ],
      notes: [
        kind === 'SigV2' && numberOf(totals, 'presigned') > 0 && presignedAdvice(totals),
        (kind !== 'SigV2' || numberOf(totals, 'presigned') < outdated) &&
          'The tool tells which program has to be updated.',
        'A bucket policy can refuse the outdated way afterwards.',
      ],
      next: whatElseDid(top?.requester),
    }
  },
})
