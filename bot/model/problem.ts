import type { Investigation } from './investigation.ts'
import type { Problem } from './stored/problem.ts'

/** Thrown when an investigation cannot continue and a retry would not help. It is stored and reported in the thread. */
export class InvestigationProblem extends Error {
  override readonly name = 'InvestigationProblem'
  readonly code: ProblemCode
  readonly detail: Record<string, string>
  /** What was known when it arose, where more was known than when the pass began. */
  readonly observed: Investigation | undefined
  constructor(
    code: ProblemCode,
    detail: Record<string, string> = {},
    options?: ErrorOptions & { observed?: Investigation },
  ) {
    super(code, options)
    this.code = code
    this.detail = detail
    this.observed = options?.observed
  }
}

/** What happened, and what to do next. Plain text; values from outside are put in as they are. */
interface Words {
  what: string
  next: string
}

type Detail = Record<string, string>

const WORDS = {
  cancelled: () => ({
    what: 'This investigation was cancelled. Its queries and copy jobs were stopped.',
    next: 'Ask again when you want the answer.',
  }),
  'unknown-bucket': (d: Detail) => ({
    what: `There is no bucket named ${d.bucket}.`,
    next: 'Check the spelling and whether the bucket is in another account, then ask again. If it was deleted, ask with logs:cloudtrail: a trail may still have its records.',
  }),
  'logging-off': (d: Detail) => ({
    what: `${d.bucket} has no access logs: server access logging is off.`,
    next: d.cloudtrail
      ? 'Ask again with logs:cloudtrail, or switch logging on so that you have records next time (they start about an hour later).'
      : 'Switch server access logging on for this bucket; records start about an hour later. What happened before cannot be recovered from access logs.',
  }),
  'no-trail': (d: Detail) => ({
    what: `CloudTrail has no records for ${d.bucket}: no trail is configured in s3audit’s settings.`,
    next: 'Ask the operator to add the trail’s bucket to the settings, or ask again with logs:access-log.',
  }),
  'no-source': (d: Detail) => ({
    what: `Nothing records what happens in ${d.bucket}: server access logging is off, and no CloudTrail trail is configured in s3audit’s settings.`,
    next: 'Switch server access logging on, or ask the operator to add the trail’s bucket to the settings.',
  }),
  'no-log-objects': (d: Detail) => ({
    what: `No log objects were found in ${d.place} for this window (looked for ${d.looked}).`,
    next: 'This does not mean that nothing happened: the logs may have expired, or may not have been delivered yet (access logs arrive hours late). Try another window, or the other log with logs:cloudtrail or logs:access-log.',
  }),
  'log-bucket-gone': (d: Detail) => ({
    what: `The configuration of ${d.bucket} sends its logs to ${d.logs}, but there is no bucket of that name.`,
    next: 'Have the logs of this bucket delivered to a bucket that exists. The logs in the old one are gone with it.',
  }),
  archived: (d: Detail) => ({
    what: `Every log object of this window in ${d.place} (${d.objects} in all) is in an S3 archive storage class and cannot be read until it is restored.`,
    next: 'Restore them in S3, then ask again; or try the other log with logs:cloudtrail or logs:access-log.',
  }),
  'nothing-readable': (d: Detail) => ({
    what: `None of the log objects of this window could be read (${d.objects} in all), so there is no answer.`,
    next: 'The reasons are below. Fix them in S3, then ask again; or try the other log with logs:cloudtrail or logs:access-log.',
  }),
  'too-large': (d: Detail) => ({
    what: `This window holds ${d.bytes} of logs in ${d.objects} objects, more than the ${d.limit} that one investigation may read.`,
    next: 'Ask for a shorter window, or ask the operator to raise the limit.',
  }),
  'not-confirmed': (d: Detail) => ({
    what: `Nobody confirmed within a day that s3audit may read ${d.bytes} of logs, so nothing was read.`,
    next: 'Ask again and press Confirm, or ask for a shorter window.',
  }),
  permission: (d: Detail) => ({
    what: d.action
      ? `AWS denied s3audit access: ${d.action} on ${d.resource} is not allowed.`
      : `AWS denied s3audit access in the ${d.stage} stage: ${d.reason}`,
    next: 'Ask the operator to allow this for s3audit’s role (and in the policy of the bucket or key, if that is in another account), then ask again.',
  }),
  'not-in-channel': (d: Detail) =>
    d.error === 'is_archived'
      ? {
          what: `I could not answer in <#${d.channel}>: it is archived, and nobody can write there.`,
          next: 'Ask in another channel, or unarchive this one and ask there again. “Ask again” in this conversation answers in this conversation.',
        }
      : {
          what: `I could not answer in <#${d.channel}>: I am not a member of it.`,
          next: 'Type /invite @s3audit there, then ask there again. “Ask again” in this conversation answers in this conversation.',
        },
  'slack-refused': (d: Detail) => ({
    what: `Slack refused the message (${d.error}).`,
    next: 'Ask again; if it fails again, tell the operator of s3audit. If there is an answer, you can get its CSV below.',
  }),
  'batch-failed': (d: Detail) => ({
    what: `The S3 Batch Operations job that copies the logs ended as ${d.status}: ${d.reason}`,
    next: 'Ask the operator to look at the job in the S3 console (its name contains the reference of this investigation), then ask again.',
  }),
  'batch-cancelled': () => ({
    what: 'Someone cancelled the S3 Batch Operations job that copies the logs.',
    next: 'Ask again when you want the answer.',
  }),
  'batch-no-keys': (d: Detail) => ({
    what: `The copy job found no log objects in ${d.place}, although they were there when it was planned.`,
    next: 'They may have expired since. Ask again for a later window.',
  }),
  'query-failed': (d: Detail) => ({
    what: `Athena could not answer: ${d.reason}`,
    next: 'Ask again; if it fails again, tell the operator of s3audit and name this investigation.',
  }),
  'query-cancelled': () => ({
    what: 'Someone stopped the query in Athena.',
    next: 'Ask again when you want the answer.',
  }),
  'scan-limit': () => ({
    what: 'Athena stopped the query: it would have read more than the workgroup’s limit for one query.',
    next: 'Ask for a shorter window, or ask the operator to raise the limit.',
  }),
  deadline: (d: Detail) => ({
    what: `The ${d.stage} stage took longer than ${d.limit}, so it was stopped.`,
    next: 'Ask for a shorter window, or ask again later.',
  }),
  unexpected: (d: Detail) => ({
    what: `Unexpected error (reference ${d.reference}).`,
    next: 'Ask again; if it fails again, give this reference to the operator of s3audit, who can find the cause in the log.',
  }),
  'not-allowed': (d: Detail) => ({
    what: `Slack did not answer when you asked this, so it was checked later. ${d.refusal}`,
    next: 'Nothing was read for it.',
  }),
  'day-limit': (d: Detail) => ({
    what: `This question would read ${d.bytes} of logs. The limit for ${d.whose} is ${d.limit} a day, and ${d.used} of it is used, so nothing was read.`,
    next: `The limit resets at 00:00 UTC: ask again then, or ask for a shorter window. For more, ask ${d.owner}.`,
  }),
  defect: (d: Detail) => ({
    what: `A bug in s3audit ended this${d.stage ? ` in the ${d.stage} stage` : ''} (reference ${d.reference}). There is no result: this does not mean that nothing happened.`,
    next: 'Asking the same again will most likely fail the same way: try another question or a shorter window, and give this reference to the operator of s3audit, who can find the cause in the log.',
  }),
  'damaged-item': ({ kind = 'investigation' }: Detail) => ({
    what: `The stored state of this ${kind} is damaged, so it cannot go on.`,
    next:
      {
        check: 'Check again with `/s3audit check`.',
        watch: 'It will not run again: set it up again with `/s3audit watch`.',
      }[kind] ?? 'Ask again: a new investigation starts from the beginning.',
  }),
} satisfies Record<string, (detail: Detail) => Words>

export type ProblemCode = keyof typeof WORDS

/** The words for a stored problem. A code of an older or newer version still gets an honest sentence. */
export function problemWords({ code, detail }: Pick<Problem, 'code' | 'detail'>): Words {
  const words: Record<string, ((detail: Detail) => Words) | undefined> = WORDS
  return words[code]?.(detail) ?? { what: `The investigation ended: ${code}.`, next: 'Ask again.' }
}
