import { describe, expect, it } from 'vitest'
import { checked } from '../../../infra/settings/checked.ts'
import { foreignStatements } from '../../../infra/stack/foreign-statements.ts'
import { memberRoleTemplate } from '../../../infra/stack/member-role.ts'
import { settings, stackOf } from './support/deployment.ts'

const ROLE = 'arn:aws:iam::111122223333:role/s3audit-eu-west-1-reconcile'
const bot = { otherAccounts: { '222233334444': ['dated-bucket'] }, memberRole: 's3audit-member' }
const deployment = (more = {}) => checked(settings({ bot: { ...bot, ...more } }), 'x')
const template = (more = {}) => JSON.stringify(memberRoleTemplate(deployment(more), ROLE))

describe('the role in member accounts', () => {
  it('is assumed by the reconciler alone, in those accounts alone', () => {
    const policies = stackOf({ bot })
      .ofType('AWS::IAM::Policy')
      .filter(policy => JSON.stringify(policy).includes('sts:AssumeRole'))
    expect(policies).toHaveLength(1)
    expect(JSON.stringify(policies)).toContain(':iam::222233334444:role/s3audit-member')
    expect(JSON.stringify(stackOf().ofType('AWS::IAM::Policy'))).not.toContain('sts:AssumeRole')
  })

  it('is printed as a template that trusts that role, for the buckets that may be asked about', () => {
    expect(template()).toContain(`"Principal":{"AWS":"${ROLE}"}`)
    expect(template()).toContain('"Resource":["arn:aws:s3:::dated-bucket","arn:aws:s3:::daily-bucket"]')
    expect(template({ memberRole: undefined })).toBeUndefined()
    expect(template({ otherAccounts: {} })).toBeUndefined()
  })

  it('makes the statement in an audited bucket’s policy unnecessary', () => {
    // What a check reads of a bucket is another matter.
    const without = { checks: false }
    expect(foreignStatements(deployment(without))).toEqual([])
    expect(foreignStatements(deployment({ ...without, memberRole: undefined }))).toHaveLength(1)
  })
})
