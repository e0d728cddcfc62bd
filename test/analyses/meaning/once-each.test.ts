import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Row } from '../../../analyses/lib/analysis.ts'
import { logLine, trailEvent } from '../../../analyses/lib/samples/sample-lines.ts'
import { sql } from '../../../analyses/lib/sql/sql.ts'
import { type EvidenceDeps, openEvidenceDeps } from '../evidence-deps.ts'

let deps: EvidenceDeps
beforeAll(async () => {
  deps = await openEvidenceDeps()
})
afterAll(() => deps.close())

const ROLE = {
  type: 'AssumedRole',
  arn: 'arn:aws:sts::999988887777:assumed-role/export/grace',
  accountId: '999988887777',
}
/** The caller in the record of the bucket's account: CloudTrail leaves the ARN out. */
const STRANGER = { type: 'AWSAccount', principalId: 'AROAEXAMPLE:grace', accountId: '999988887777' }

const OPERATIONS = {
  read: ['REST.GET.OBJECT', 'GetObject'],
  write: ['REST.PUT.OBJECT', 'PutObject'],
  delete: ['REST.DELETE.OBJECT', 'DeleteObject'],
} as const

interface Told {
  what: keyof typeof OPERATIONS
  key: string
  /** How often the access log delivered it. */
  lines: number
  /** How many trails of the caller's account have it, and how many of the bucket's. */
  callers: number
  owners: number
  shared: boolean
  corrected: boolean
}

const told: fc.Arbitrary<Told> = fc.record({
  what: fc.constantFrom('read', 'write', 'delete'),
  key: fc.constantFrom('a', 'b', 'c'),
  lines: fc.integer({ min: 0, max: 2 }),
  callers: fc.integer({ min: 0, max: 2 }),
  owners: fc.integer({ min: 1, max: 2 }),
  shared: fc.boolean(),
  corrected: fc.boolean(),
})

const linesOf = ({ what, key, lines }: Told, n: number): string[] =>
  Array.from({ length: lines }, () =>
    logLine({ operation: OPERATIONS[what][0], key, requestId: `R${n}`, requester: ROLE.arn }),
  )

function eventsOf({ what, key, callers, owners, shared, corrected }: Told, n: number): string[] {
  const event = (id: string, of: 'caller' | 'owner', fields: Record<string, unknown> = {}) =>
    trailEvent({
      eventName: OPERATIONS[what][1],
      key,
      requestId: `R${n}`,
      identity: of === 'caller' ? ROLE : STRANGER,
      fields: {
        eventID: id,
        recipientAccountId: of === 'caller' ? '999988887777' : '111122223333',
        ...(shared && { sharedEventID: `S${n}` }),
        ...fields,
      },
    })
  return [
    ...Array.from({ length: callers }, () => event(`C${n}`, 'caller')),
    ...Array.from({ length: owners }, () => event(`O${n}`, 'owner')),
    ...(corrected
      ? [
          event(`X${n}`, 'owner', {
            addendum: { reason: 'UPDATED_DATA', originalEventID: `O${n}`, originalRequestID: `R${n}` },
            errorCode: 'AccessDenied',
          }),
        ]
      : []),
  ]
}

const COLUMNS = {
  key: sql`key`,
  action: sql`action`,
  error: sql`error_code`,
  recipient: sql`recipient_account`,
}

const key = (name: string) =>
  trailEvent({ eventName: 'DeleteObject', key: name, fields: { sharedEventID: 'S' } })
const ids = (rows: readonly Row[]) => rows.map(row => row.request_id ?? '').toSorted()

describe('a request that is recorded several times', () => {
  it('is one event in every combination of logs, deliveries, trails and accounts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(told, { minLength: 1, maxLength: 6 }), async requests => {
        const [lines, events] = [requests.flatMap(linesOf), requests.flatMap(eventsOf)]
        const all = requests.map((_, n) => `R${n}`).toSorted()
        const joined = await deps.conditions(
          { log: 'access-log', lines, otherLines: events, isRepeated: true },
          COLUMNS,
        )
        expect(ids(joined)).toEqual(all)
        const alone = await deps.conditions({ log: 'cloudtrail', lines: events, isRepeated: true }, COLUMNS)
        expect(ids(alone)).toEqual(all)
        for (const row of alone) {
          const one = requests[Number(row.request_id?.slice(1))]
          expect(row).toMatchObject({
            key: one?.key,
            action: one?.what,
            error: one?.corrected ? 'AccessDenied' : null,
            recipient: '111122223333',
          })
        }
      }),
      { numRuns: 25 },
    )
  })

  it('is replaced by a correction that changes what it is known by', async () => {
    const rows = await deps.conditions(
      {
        log: 'cloudtrail',
        lines: [
          trailEvent({ eventName: 'DeleteObject', key: 'wrong', fields: { eventID: 'E1' } }),
          trailEvent({
            eventName: 'DeleteObject',
            key: 'right',
            fields: { eventID: 'E2', addendum: { reason: 'UPDATED_DATA', originalEventID: 'E1' } },
          }),
          trailEvent({
            eventName: 'DeleteObject',
            key: 'late',
            fields: { eventID: 'E3', addendum: { reason: 'DELIVERY_DELAY' } },
          }),
        ],
      },
      COLUMNS,
    )
    expect(new Set(rows.map(row => row.key))).toEqual(new Set(['late', 'right']))
    expect(rows).toHaveLength(2)
  })

  it('stays apart from another key of its batch', async () => {
    const rows = await deps.conditions(
      { log: 'cloudtrail', lines: [key('a'), key('b'), key('a')], isRepeated: true },
      COLUMNS,
    )
    expect(new Set(rows.map(row => row.key))).toEqual(new Set(['a', 'b']))
    expect(rows).toHaveLength(2)
  })
})
