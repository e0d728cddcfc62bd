import { ACCOUNT, PARTNER_ACCOUNT } from './buckets.ts'

const statement = (Sid: string, ...principals: string[]) => ({
  Sid,
  Effect: 'Allow',
  Principal: { AWS: principals },
  Action: ['s3:GetObject', 's3:ListBucket'],
  Resource: ['arn:aws:s3:::shop-exports', 'arn:aws:s3:::shop-exports/*'],
})
const partner = statement('Partner', `arn:aws:iam::${PARTNER_ACCOUNT}:role/partner-import`)

/** The policy of shop-exports as it was and is again. */
export const OPEN_POLICY = {
  Version: '2012-10-17',
  Statement: [partner, statement('Reports', `arn:aws:iam::${ACCOUNT}:role/reporting`)],
}

/** The policy that locks the reports out: it allows a role by its former name. */
export const TIGHT_POLICY = {
  Version: '2012-10-17',
  Statement: [
    partner,
    statement('Reports', `arn:aws:iam::${ACCOUNT}:role/reporting-v1`),
    {
      ...statement('Others', '*'),
      Effect: 'Deny',
      Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/reporting` } },
    },
  ],
}
