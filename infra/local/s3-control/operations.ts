import { receiveText } from '../s3/body.ts'
import type { Reply } from '../http/listen.ts'
import type { Call } from '../s3/call.ts'
import { S3Error } from '../s3/protocol/errors.ts'
import { type Xml, xmlDocument } from '../http/xml.ts'
import type { Job, Jobs, JobStatus } from './jobs.ts'
import { parseJobRequest } from './request.ts'
import { type Runner, TERMINAL } from './runner.ts'

const NAMESPACE = 'http://awss3control.amazonaws.com/doc/2018-08-20/'

export interface ControlService {
  jobs: Jobs
  runner: Runner
  account: string
  region: string
  now: () => Date
}

/** A request with the job id from its path, '' where there is none. */
export interface ControlCall extends Pick<Call, 'query' | 'headers' | 'authorization' | 'body'> {
  jobId: string
}

type ControlHandler = (call: ControlCall, service: ControlService) => Reply | Promise<Reply>

export const HANDLERS = {
  async CreateJob(call, { jobs, runner, now }) {
    const { id } = jobs.create(parseJobRequest(await receiveText(call)), now())
    runner.start(id)
    return reply('CreateJobResult', { JobId: id })
  },

  DescribeJob({ jobId }, service) {
    return reply('DescribeJobResult', { Job: description(jobNamed(jobId, service), service) })
  },

  UpdateJobStatus({ jobId, query }, service) {
    const job = jobNamed(jobId, service)
    const status = nextStatus(job, query['requestedJobStatus'])
    const statusReason = query['statusUpdateReason']
    service.jobs.update(job.id, { status, statusReason })
    service.runner.start(job.id)
    return reply('UpdateJobStatusResult', { JobId: job.id, Status: status, StatusUpdateReason: statusReason })
  },
} satisfies Record<string, ControlHandler>

function jobNamed(id: string, { jobs, account }: ControlService): Job {
  const job = jobs.get(id)
  if (job) return job
  throw new S3Error('NoSuchJob', `The specified job does not exist in account ${account}`)
}

/** Ready confirms a job that waits for it; Cancelled stops any that has not ended. */
function nextStatus(job: Job, requested: string | undefined): JobStatus {
  if (requested === 'Ready' && job.status === 'Suspended') return 'Ready'
  if (requested === 'Cancelled' && !TERMINAL.has(job.status)) return 'Cancelling'
  if (requested !== 'Ready' && requested !== 'Cancelled') {
    throw new S3Error('InvalidRequest', 'requestedJobStatus must be Ready or Cancelled')
  }
  throw new S3Error('JobStatusException', `The job is ${job.status} and cannot become ${requested}`)
}

function description(job: Job, service: ControlService): Xml {
  const { request, failure } = job
  return {
    ...summary(job, service),
    JobArn: `arn:aws:s3:${service.region}:${service.account}:job/${job.id}`,
    ConfirmationRequired: request.ConfirmationRequired ?? 'false',
    Operation: request.Operation,
    Report: request.Report,
    RoleArn: request.RoleArn,
    ManifestGenerator: request.ManifestGenerator,
    StatusUpdateReason: job.statusReason,
    SuspendedDate: job.suspended,
    FailureReasons: failure && { member: [{ FailureCode: failure.code, FailureReason: failure.reason }] },
  }
}

function summary(job: Job, { jobs, now }: ControlService) {
  const { total, succeeded, failed } = jobs.tasks.progress(job.id)
  const until = job.terminated === undefined ? now().getTime() : Date.parse(job.terminated)
  const active = job.activated === undefined ? 0 : until - Date.parse(job.activated)
  return {
    JobId: job.id,
    Description: job.request.Description,
    Operation: 'S3PutObjectCopy' as Xml,
    Priority: job.request.Priority,
    Status: job.status,
    CreationTime: job.created,
    TerminationDate: job.terminated,
    ProgressSummary: {
      TotalNumberOfTasks: total,
      NumberOfTasksSucceeded: succeeded,
      NumberOfTasksFailed: failed,
      Timers: { ElapsedTimeInActiveSeconds: Math.floor(active / 1000) },
    },
  }
}

const reply = (root: string, content: Xml): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: xmlDocument(root, content, NAMESPACE),
})
