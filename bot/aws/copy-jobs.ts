import {
  CreateJobCommand,
  DescribeJobCommand,
  UpdateJobStatusCommand,
  type S3ControlClient,
} from '@aws-sdk/client-s3-control'
import { failureOf } from '../calls/failures.ts'

/** Which log objects to copy, and where to. */
export interface CopyRequest {
  investigation: string
  bucket: string
  /** The one prefix that S3 allows a generated manifest to filter by. */
  prefix: string
  /** By the time the log objects were delivered, not by that of their records. */
  createdAfter: Date
  createdBefore: Date
  /** Copies are named `<targetPrefix>/<key>` in the workspace bucket. */
  targetPrefix: string
  reportPrefix: string
}

export interface CopyJob {
  state: 'running' | 'complete' | 'failed' | 'cancelled'
  status: string
  reason: string
  total: number
  copied: number
  failed: number
}

export interface CopyJobs {
  /** Creates the job; the same token and request give the same job. @returns its id */
  create(request: CopyRequest, token: string): Promise<string>
  state(id: string): Promise<CopyJob>
  cancel(id: string): Promise<void>
}

/** What a copy can read at once; the archive classes would have to be restored first. */
const READABLE = ['STANDARD', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR'] as const

export function copyJobsFrom(
  s3Control: S3ControlClient,
  own: { account: string; role: string; workspace: string },
): CopyJobs {
  const AccountId = own.account
  const arn = (bucket: string) => `${own.role.split(':').slice(0, 2).join(':')}:s3:::${bucket}`
  return {
    async create(request, token) {
      const { JobId } = await s3Control.send(
        new CreateJobCommand({
          AccountId,
          ClientRequestToken: token,
          ConfirmationRequired: false,
          Priority: 10,
          RoleArn: own.role,
          Description: `s3audit ${request.investigation}`,
          Operation: {
            S3PutObjectCopy: {
              TargetResource: arn(own.workspace),
              TargetKeyPrefix: request.targetPrefix,
              MetadataDirective: 'COPY',
              StorageClass: 'STANDARD',
            },
          },
          Report: {
            Enabled: true,
            Bucket: arn(own.workspace),
            Prefix: request.reportPrefix,
            Format: 'Report_CSV_20180820',
            ReportScope: 'FailedTasksOnly',
          },
          ManifestGenerator: {
            S3JobManifestGenerator: {
              SourceBucket: arn(request.bucket),
              EnableManifestOutput: false,
              Filter: {
                CreatedAfter: request.createdAfter,
                CreatedBefore: request.createdBefore,
                ...(request.prefix && { KeyNameConstraint: { MatchAnyPrefix: [request.prefix] } }),
                MatchAnyStorageClass: [...READABLE],
              },
            },
          },
        }),
      )
      if (!JobId) throw new Error('S3 Batch Operations created a job but returned no id')
      return JobId
    },
    async state(JobId) {
      const { Job } = await describe(() => s3Control.send(new DescribeJobCommand({ AccountId, JobId })))
      const status = Job?.Status ?? 'New'
      return {
        state: ENDED[status] ?? 'running',
        status,
        reason:
          Job?.FailureReasons?.map(({ FailureReason }) => FailureReason).join('; ') ?? 'no reason given',
        total: Job?.ProgressSummary?.TotalNumberOfTasks ?? 0,
        copied: Job?.ProgressSummary?.NumberOfTasksSucceeded ?? 0,
        failed: Job?.ProgressSummary?.NumberOfTasksFailed ?? 0,
      }
    },
    async cancel(JobId) {
      await s3Control.send(new UpdateJobStatusCommand({ AccountId, JobId, RequestedJobStatus: 'Cancelled' }))
    },
  }
}

const ENDED: Partial<Record<string, CopyJob['state']>> = {
  Complete: 'complete',
  Failed: 'failed',
  Cancelled: 'cancelled',
}

/** Right after its creation a job may not be found yet (S3's troubleshooting page): it counts as new. */
async function describe<T>(call: () => Promise<T>): Promise<T | { Job?: undefined }> {
  try {
    return await call()
  } catch (error) {
    if (failureOf(error) === 'not-found') return {}
    throw error
  }
}
