import { isRequest } from '../lib/meaning/operation.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { accessLogsFirst } from '../lib/evidence/logs.ts'
import { ranking, RANKING_COLUMNS, rankingCharts } from '../lib/shared/ranking.ts'
import { totalOf } from '../lib/shared/request-list.ts'
import { sql } from '../lib/sql/sql.ts'
import { counted, numberOf, share, ratio } from '../lib/words.ts'

/** Broken ciphers by their names in OpenSSL's and IANA's spelling; then those without forward secrecy or with SHA-1. */
const BROKEN = '(?i)RC4|DES|NULL|EXP|MD5|anon'
const DATED = '(?i)(-SHA|_SHA|CBC.*)$|^(AES|TLS_RSA)'

/** S3 names the host that the client wrote; a bucket may also be reached by its name as a DNS alias. */
const hostStyle = sql`CASE
    WHEN host_header IS NULL THEN '(not logged)'
    WHEN regexp_like(host_header, '[.]s3-accesspoint') THEN 'access point'
    WHEN regexp_like(host_header, '[.]s3-accelerate[.]') THEN 'accelerate'
    WHEN regexp_like(host_header, '[.]s3-website[.-]') THEN 'website'
    WHEN starts_with(lower(host_header), concat(lower(bucket), '.s3')) OR lower(host_header) = lower(bucket) THEN 'virtual-hosted'
    WHEN regexp_like(host_header, '^(s3[.-]|bucket[.]vpce-)') THEN 'path'
    ELSE 'other'
  END`

/** By what to count: its value over `events`, and what several are called. */
const BY = {
  tls: {
    title: 'TLS version',
    many: 'TLS versions',
    value: sql`coalesce(tls_version, '(none or not logged)')`,
  },
  cipher: { title: 'Cipher', many: 'ciphers', value: sql`coalesce(cipher_suite, '(none or not logged)')` },
  signature: {
    title: 'Signature',
    many: 'kinds of signature',
    value: sql`concat(coalesce(signature_version, 'no signature'), CASE WHEN auth_type IS NULL THEN '' ELSE concat(', ', auth_type) END)`,
  },
  host: { title: 'Host style', many: 'host styles', value: hostStyle },
} as const

/** What is to be said of a value: only ciphers and TLS versions are good or bad by themselves. */
const judged = {
  tls: sql`CASE WHEN tls_version IN ('TLSv1.0', 'TLSv1.1') THEN 'outdated' ELSE '' END`,
  cipher: sql`CASE WHEN regexp_like(cipher_suite, ${BROKEN}) THEN 'broken' WHEN regexp_like(cipher_suite, ${DATED}) THEN 'dated' ELSE '' END`,
  signature: sql`CASE WHEN signature_version = 'SigV2' THEN 'outdated' ELSE '' END`,
  host: sql`CASE WHEN ${hostStyle} = 'path' THEN 'to be given up' ELSE '' END`,
} as const

const NOTES = {
  tls: 'Records that are older than the TLS field, and requests over plain HTTP, have no version.',
  cipher: '“broken” can be read by others; “dated” has no forward secrecy or uses SHA-1.',
  signature: 'Requests without a signature are anonymous, or were answered before they were checked.',
  host: 'AWS plans to end path-style addresses for new buckets; virtual-hosted ones carry the bucket in the host name.',
} as const

export default defineAnalysis({
  title: 'TLS, ciphers, signatures and host styles',
  answers: 'How do clients connect: with which TLS version, cipher, signature and host style?',
  group: 'Network and latency',
  words: ['transport', 'encryption in transit', 'protocol', 'handshake'],
  ...accessLogsFirst('all four of every request'),
  presets: {
    'tls-versions': {
      title: 'TLS versions',
      answers: 'Which TLS versions do clients use?',
      words: ['tls', 'ssl', 'tls 1.2', 'tls 1.3'],
      parameters: { by: 'tls' },
    },
    'weak-ciphers': {
      title: 'Ciphers, weak ones marked',
      answers: 'Which ciphers do clients use, and which of them are weak?',
      words: ['cipher suites', 'weak cipher', 'rc4', 'forward secrecy'],
      parameters: { by: 'cipher' },
    },
    'host-style': {
      title: 'Path-style and virtual-hosted requests',
      answers: 'Who still addresses the bucket in the path instead of the host name?',
      words: ['path style', 'virtual hosted', 'endpoint', 'deprecation'],
      parameters: { by: 'host' },
    },
  },
  parameters: z.object({
    by: z
      .enum(['tls', 'cipher', 'signature', 'host'])
      .default('tls')
      .describe('What to count requests by.')
      .meta({ title: 'Count by' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: ({ by }) => [
    { name: by, title: BY[by].title, kind: 'text', shown: true },
    ...columns('judged*'),
    ...RANKING_COLUMNS,
    ...columns('example_requester example_user_agent'),
  ],
  figures: ({ by }) => ({
    requests: 'Requests',
    groups: `Distinct ${BY[by].many}`,
    bad: 'To be changed',
    share: ['Share to be changed', 'share'],
    requesters: 'Requesters',
    bytesSent: ['Bytes sent', 'bytes'],
  }),
  statements({ by, prefix, requester }) {
    // What S3 does by itself has no connection.
    const from = sql`FROM events WHERE ${all(isRequest, sql`remote_ip IS NOT NULL`, keyBegins(prefix), requesterHas(requester))}`
    const besides = sql`, max(${judged[by]}) AS judged, min(requester) AS example_requester, min(user_agent) AS example_user_agent`
    const counted = ranking(by, BY[by].value, from, besides)
    const bad = sql`SELECT count_if(${judged[by]} <> '') AS bad, max(CASE WHEN ${judged[by]} <> '' THEN ${judged[by]} END) AS word ${from}`
    return { ...counted, aggregates: { ...counted.aggregates, bad } }
  },
  summarise(results, { bucket }, { by }) {
    const [totals, top] = [results.aggregates.totals?.[0], results.aggregates.top ?? []]
    const requests = totalOf(results, 'requests')
    const bad = numberOf(results.aggregates.bad?.[0], 'bad')
    const most = top[0]?.name ?? ''
    return {
      headline:
        requests === 0
          ? `No request to ${bucket} in this window.`
          : `${counted(requests, 'request')} to ${bucket} with ${counted(numberOf(totals, 'groups'), BY[by].title, BY[by].many)}; ${share(numberOf(top[0], 'requests'), requests)} with ${most}${bad > 0 ? `, ${counted(bad, 'request')} (${share(bad, requests)}) with what is ${results.aggregates.bad?.[0]?.word}` : ''}.`,
      figures: { bad, share: ratio(bad, requests) },
      charts: rankingCharts(`Requests by ${BY[by].title}`, results),
      notes: [NOTES[by]],
      next: [
        bad > 0 &&
          (by === 'tls' || by === 'signature') && {
            analysis: by === 'tls' ? 'old-tls' : 'sigv2-requests',
            parameters: {},
            label: by === 'tls' ? 'Who still uses TLS below 1.2?' : 'Who still signs with SigV2?',
          },
      ],
    }
  },
})
