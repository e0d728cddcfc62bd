import { AthenaClient } from '@aws-sdk/client-athena'
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { S3Client } from '@aws-sdk/client-s3'
import { S3ControlClient } from '@aws-sdk/client-s3-control'

/** What only the reconciler works with: apart, as the function that answers Slack must load fast. */
export const workingSdk = () => ({
  athena: new AthenaClient({}),
  cloudTrailIn: (region: string) => new CloudTrailClient({ region }),
  /** For what is asked of buckets wherever they lie. */
  s3Anywhere: new S3Client({ followRegionRedirects: true }),
  s3Control: new S3ControlClient({}),
})
