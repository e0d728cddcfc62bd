import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import type { Deployment } from '../settings/settings.ts'

/** The plan refuses what holds more than the limit; a query that still reads more by this factor is a mistake. */
const HEADROOM = 1.1

/**
 * The workgroup of all queries: a query that scans more than an investigation may is cancelled by Athena
 * itself, and results lie nowhere but in the workspace.
 */
export function workgroup(scope: Construct, { aws, bot }: Deployment, workspace: Bucket): CfnWorkGroup {
  return new CfnWorkGroup(scope, 'Workgroup', {
    name: aws.name,
    description: 'Queries of s3audit; each says in its first line whose it is',
    // Its query history goes with it; otherwise nobody could delete the stack.
    recursiveDeleteOption: true,
    workGroupConfiguration: {
      enforceWorkGroupConfiguration: true,
      publishCloudWatchMetricsEnabled: true,
      engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
      bytesScannedCutoffPerQuery: Math.round(bot.limits.scanBytes * HEADROOM),
      resultConfiguration: {
        outputLocation: workspace.s3UrlForObject('results/'),
        expectedBucketOwner: aws.account,
        encryptionConfiguration: { encryptionOption: 'SSE_S3' },
      },
    },
  })
}
