import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { analysisNamed, questions } from '../../analyses/lib/catalogue/named.ts'
import { openEvidenceDeps, type EvidenceDeps } from '../analyses/evidence-deps.ts'
import { numbered, ORDINARY, program } from './ordinary-work.ts'
import { trailEvent } from '../../analyses/lib/samples/sample-lines.ts'

let deps: EvidenceDeps
beforeAll(async () => {
  deps = await openEvidenceDeps()
})
afterAll(() => deps.close())

const ALARMS = ['medium', 'high', 'critical']
/** Those that judge what requests do; they need no list or name from an operator. */
const JUDGING = [
  'exfiltration-then-deletion',
  'mass-deletion',
  'object-deletion',
  'object-history',
  'brute-force-then-success',
  'bucket-enumeration',
  'suspicious-user-agent',
  'bucket-deleted',
  'telling-uploads',
  'web-attack-in-uri',
  'credential-file-read',
  'sequential-copy-get',
] as const

const askOf = (id: string, lines: readonly string[], parameters = {}) =>
  deps.ask(analysisNamed(id), { log: 'access-log', lines, parameters })

describe('ordinary work raises no alarm', () => {
  const everything = Object.values(ORDINARY).flatMap(({ lines }) => lines)
  it.each(JUDGING)('in %s', async id => {
    expect(questions).toHaveProperty(id)
    const { summary } = await askOf(id, everything)
    expect(ALARMS).not.toContain(summary.severity?.level)
  })
})

const foreign = numbered(60, i => `customers/${i}.pdf`)
const iceberg = numbered(60, i => `t/data/${i}.parquet`)

/** By the same programs, of data that they did not make. */
const ATTACKS = {
  'a mass deletion of foreign data, by batches': [
    'mass-deletion',
    program('boto').deletesTogether(...foreign),
  ],
  'a mass deletion of foreign data, one by one': ['mass-deletion', program('aws').deletes(...foreign)],
  'a mass deletion whose keys the log lacks': ['object-deletion', program('boto').deletesUnnamed()],
  'a download of everything, then its deletion': [
    'exfiltration-then-deletion',
    program('boto')
      .reads(...foreign)
      .deletesTogether(...foreign),
  ],
  'copies to another bucket, then the deletion': [
    'exfiltration-then-deletion',
    program('aws')
      .copiesAway(...foreign)
      .wait(30)
      .deletes(...foreign),
  ],
  'a table emptied without a new state': [
    'exfiltration-then-deletion',
    program('deltars')
      .reads(...iceberg, 't/metadata/1.metadata.json')
      .deletesTogether(...iceberg),
  ],
  'copies within the bucket that are deleted in their turn': [
    'mass-deletion',
    (() => {
      const does = program('s3a')
      for (const key of foreign) does.copies(key, `x/${key}`)
      return does
        .deletes(...foreign.map(key => `x/${key}`))
        .wait(60)
        .deletes(...foreign)
    })(),
  ],
  'objects overwritten after their copy, then deleted': [
    'mass-deletion',
    (() => {
      const does = program('s3a')
      for (const key of foreign) does.copies(key, `x/${key}`)
      return does
        .wait(30)
        .puts(...foreign)
        .wait(30)
        .deletes(...foreign)
    })(),
  ],
  'key probing by a stranger who then gets in': [
    'brute-force-then-success',
    program('stranger')
      .refused(...numbered(30, i => `guess/${i}`))
      .wait(5)
      .reads('guess/right'),
  ],
  'many refusals': ['bucket-enumeration', program('stranger').refused(...numbered(60, i => `guess/${i}`))],
  'the deletion of the bucket': [
    'bucket-deleted',
    program('aws').asks('REST.DELETE.BUCKET', { status: 204 }),
  ],
} as const

describe('attacks by the same programs raise one', () => {
  it.each(Object.entries(ATTACKS))('%s', async (_, [id, { lines }]) => {
    const { summary } = await askOf(id, lines)
    expect(ALARMS).toContain(summary.severity?.level)
  })

  it('also among all the ordinary work', async () => {
    const lines = [
      ...Object.values(ORDINARY),
      ATTACKS['a download of everything, then its deletion'][1],
    ].flatMap(one => one.lines)
    const { summary } = await askOf('exfiltration-then-deletion', lines)
    expect(summary.headline).toMatch(/^user boto read /)
    expect(summary.severity?.level).toBe('high')
  })

  it('objects read and written back under a key of the caller', async () => {
    const lines = foreign.flatMap((key, i) => [
      trailEvent({ eventName: 'GetObject', key, requestId: `G${i}`, at: '01:00' }),
      trailEvent({
        eventName: 'PutObject',
        key,
        requestId: `P${i}`,
        at: '02:00',
        parameters: { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' },
      }),
    ])
    const { summary } = await deps.ask(analysisNamed('read-then-overwrite'), { log: 'cloudtrail', lines })
    expect(summary.severity?.level).toBe('critical')
  })
})
