import { describe, expect, it } from 'vitest'
import { checked } from '../../../infra/settings/checked.ts'
import { foreignStatements } from '../../../infra/stack/foreign-statements.ts'
import { CONFIGURATION_ACTIONS } from '../../../infra/stack/checked.ts'
import { settings, stackOf } from './support/deployment.ts'

const said = (changes: Parameters<typeof settings>[0]) => foreignStatements(checked(settings(changes), 'x'))
const { ofType } = stackOf()

describe('buckets and keys of other accounts', () => {
  it('are opened by statements for their owners: the reader and the copier, on these places alone', () => {
    const [bucket, key, ...more] = said({
      aws: { kmsKeys: ['arn:aws:kms:eu-west-1:222233334444:key/1'] },
      bot: { otherAccounts: { '222233334444': ['dated-logs'] } },
    })
    expect(more).toEqual([])
    expect(bucket?.to).toBe('the policy of the bucket dated-logs in account 222233334444')
    expect(bucket?.statements).toContainEqual(
      expect.objectContaining({
        Principal: { AWS: ['arn:aws:iam::111122223333:role/s3audit-eu-west-1-reconcile'] },
        Action: ['s3:GetObject'],
        Resource: ['arn:aws:s3:::dated-logs/access/*'],
      }),
    )
    expect(bucket?.statements).toContainEqual(
      expect.objectContaining({
        Principal: { AWS: ['arn:aws:iam::111122223333:role/s3audit-eu-west-1-copy'] },
        Resource: ['arn:aws:s3:::dated-logs/access/*'],
      }),
    )
    expect(key?.to).toBe('the policy of the key arn:aws:kms:eu-west-1:222233334444:key/1')
  })

  it('name roles that the stack creates', () => {
    const roles = ofType('AWS::IAM::Role').map(({ Properties }) => Properties.RoleName)
    expect(roles).toEqual(
      expect.arrayContaining([
        's3audit-eu-west-1-reconcile',
        's3audit-eu-west-1-copy',
        's3audit-eu-west-1-slack',
      ]),
    )
  })

  it('let an audited bucket be asked where its logs go, and nothing be read of it', () => {
    const otherAccounts = { '222233334444': ['dated-bucket'] }
    const ask = expect.objectContaining({
      Action: ['s3:GetBucketLogging', 's3:GetBucketLocation'],
      Resource: ['arn:aws:s3:::dated-bucket'],
    })
    const [unchecked] = said({ bot: { otherAccounts, checks: false } })
    expect(unchecked?.statements).toEqual([ask])
    const [audited] = said({ bot: { otherAccounts } })
    expect(audited?.statements).toEqual([
      ask,
      expect.objectContaining({ Sid: 'S3AuditCheck', Action: CONFIGURATION_ACTIONS }),
    ])
    expect(CONFIGURATION_ACTIONS.filter(action => /Object(?!Lock)/.test(action))).toEqual([])
  })

  it('are not needed if everything is in one account', () => expect(said({})).toEqual([]))
})
