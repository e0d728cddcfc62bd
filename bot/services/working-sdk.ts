import { AthenaClient } from '@aws-sdk/client-athena'
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { S3Client } from '@aws-sdk/client-s3'
import { S3ControlClient } from '@aws-sdk/client-s3-control'
import { awsLimits, limited, type Limits } from '../calls/time-limits.ts'

/** What only the reconciler works with: apart, as the function that answers Slack must load fast. */
export const workingSdk = (limits: Limits) => ({
  athena: limited(new AthenaClient(awsLimits(limits))),
  cloudTrailIn: (region: string) => limited(new CloudTrailClient({ ...awsLimits(limits), region })),
  /** For what is asked of buckets wherever they lie. */
  s3Anywhere: limited(new S3Client({ ...awsLimits(limits, { streams: true }), followRegionRedirects: true })),
  s3Control: limited(new S3ControlClient(awsLimits(limits))),
})
