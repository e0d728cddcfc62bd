import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { permissionOf } from '../../../bot/check/checks/delivery.ts'
import type { Facts } from '../../../bot/model/facts.ts'
import { judge } from '../../../bot/check/checks/judge.ts'
import { ACCOUNT } from '../../infra/s3/s3-client.ts'
import { type CheckedDeps, DATA, DELIVERY, LOGS, openCheckedDeps } from './checked-deps.ts'
import { mayDeliver } from './delivery-request.ts'
import { callsOf } from './shell.ts'

const object = `arn:aws:s3:::${LOGS}/access/2026-11-21-00-00-00-ABC`
const delivery = { source: `arn:aws:s3:::${DATA}`, account: ACCOUNT, object }
const judged = (...Statement: object[]) => permissionOf({ Version: '2012-10-17', Statement }, delivery)
const deny = (Condition?: object) => ({
  Sid: 'No',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: '*',
  ...(Condition && { Condition }),
})

describe('a delivery', () => {
  it.each<[string, object[]]>([
    ['by the statement that AWS documents', [DELIVERY]],
    ['by patterns', [{ ...DELIVERY, Action: ['s3:Get*', 'S3:put*'], Resource: 'arn:aws:s3:::shop-*' }]],
    [
      'to any bucket of the account',
      [{ ...DELIVERY, Condition: { StringLike: { 'aws:sourceaccount': '1234*' } } }],
    ],
    ['beside a Deny of plain HTTP', [DELIVERY, deny({ Bool: { 'aws:SecureTransport': 'false' } })]],
    [
      'beside a Deny that spares AWS’s services',
      [
        DELIVERY,
        deny({
          StringNotEquals: { 'aws:PrincipalOrgID': 'o-a' },
          Bool: { 'aws:PrincipalIsAWSService': 'false' },
        }),
      ],
    ],
    [
      'beside a Deny with a condition that nobody knows',
      [DELIVERY, deny({ NumericLessThan: { 's3:TlsVersion': '1.2' } })],
    ],
    ['beside a Deny of other keys', [DELIVERY, { ...deny(), Resource: `arn:aws:s3:::${LOGS}/private/*` }]],
    ['beside a Deny of another action', [DELIVERY, { ...deny(), Action: 's3:DeleteObject' }]],
    [
      'beside a Deny of all but the service',
      [DELIVERY, { ...deny(), Principal: undefined, NotPrincipal: DELIVERY.Principal }],
    ],
    [
      'where the Deny needs a key that is not there',
      [DELIVERY, deny({ Null: { 'aws:PrincipalArn': 'false' } })],
    ],
  ])('passes %s', (_, statements) => {
    expect(judged(...statements)).toMatchObject({ allowed: true })
  })

  it.each<[string, object[]]>([
    ['without a policy', []],
    ['by a Deny of everything', [DELIVERY, deny()]],
    ['by a Deny outside a network', [DELIVERY, deny({ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })]],
    [
      'by a Deny outside a VPC endpoint',
      [DELIVERY, deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } })],
    ],
    [
      'by a Deny of what is not encrypted with KMS',
      [DELIVERY, deny({ StringNotEqualsIfExists: { 's3:x-amz-server-side-encryption': 'aws:kms' } })],
    ],
    [
      'by a Deny of all actions but one',
      [DELIVERY, { ...deny(), Action: undefined, NotAction: 's3:GetObject' }],
    ],
    [
      'of another account',
      [{ ...DELIVERY, Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } } }],
    ],
    ['for another service', [{ ...DELIVERY, Principal: { Service: 'cloudtrail.amazonaws.com' } }]],
    [
      'under a condition that nobody knows',
      [{ ...DELIVERY, Condition: { NumericEquals: { 'aws:x': '1' } } }],
    ],
    [
      'under a condition about a principal',
      [{ ...DELIVERY, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a' } } }],
    ],
  ])('does not pass %s', (_, statements) => {
    expect(judged(...statements)).toMatchObject({ allowed: false })
  })
})

const written = z.object({ Statement: z.array(z.unknown()) })

/** The policies that are printed, judged by an evaluator that knows nothing of the bot's own. */
describe('a printed policy', () => {
  let deps: CheckedDeps
  let facts: Facts
  beforeAll(async () => {
    deps = await openCheckedDeps()
    facts = (await deps.look()).facts
  })
  afterAll(() => deps.close())

  const policyFor = (changed: Partial<Facts>): string => {
    const { findings } = judge({ ...facts, ...changed })
    const calls = findings.flatMap(({ fix }) => callsOf(fix.commands ?? ''))
    return calls.find(({ operation }) => operation === 'put-bucket-policy')?.options['policy'] ?? ''
  }
  const withPolicy = (Statement: unknown): Partial<Facts> => ({
    target: { ...facts.target, policy: { known: true, value: { Version: '2012-10-17', Statement } } },
  })
  const kept = {
    Sid: 'Kept',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${LOGS}/*`,
  }
  const request = { object, sourceArn: delivery.source, sourceAccount: ACCOUNT }

  it.each<[string, unknown]>([
    ['an empty one', []],
    ['one with a statement', [kept]],
    ['one whose only statement is no list', kept],
    [
      'one that has the Sid already',
      [
        { ...kept, Sid: 'S3ServerAccessLogs' },
        { ...kept, Sid: 'S3ServerAccessLogs2' },
      ],
    ],
    ['one for another prefix', [{ ...DELIVERY, Resource: `arn:aws:s3:::${LOGS}/elsewhere/*` }, kept]],
    ['one without the confining conditions', [{ ...DELIVERY, Condition: undefined }]],
  ])('in place of %s lets S3 deliver, and keeps what was there', (_, Statement) => {
    const policy = policyFor(withPolicy(Statement))
    expect(mayDeliver(policy, request)).toBe(true)
    const { Statement: after } = written.parse(JSON.parse(policy))
    const before = z.array(z.unknown()).parse(JSON.parse(JSON.stringify([Statement].flat())))
    expect(after.slice(0, -1)).toEqual(before)
  })

  it.each([
    ['another account’s bucket', { sourceAccount: '999999999999' }],
    ['another bucket', { sourceArn: 'arn:aws:s3:::other' }],
    ['another prefix', { object: `arn:aws:s3:::${LOGS}/secret` }],
  ])('does not let in %s', (_, other) => {
    expect(mayDeliver(policyFor(withPolicy([kept])), { ...request, ...other })).toBe(false)
  })
})
