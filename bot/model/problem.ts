import type { Investigation } from './investigation.ts'
import type { Problem } from './stored/problem.ts'

/** Thrown when an investigation cannot go on, whoever tries it how often: stored, and told in the thread. */
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
    what: `S3 knows no bucket named ${d.bucket}.`,
    next: 'Check the spelling, or whether the bucket lies in another account; then ask again. If it was deleted, ask with logs:cloudtrail: a trail tells of it still.',
  }),
  'logging-off': (d: Detail) => ({
    what: `${d.bucket} has no access logs: server access logging is off.`,
    next: d.cloudtrail
      ? 'Ask again with logs:cloudtrail, or switch logging on for the next time (records start about an hour later).'
      : 'Switch server access logging on for this bucket; records start about an hour later. What happened before cannot be recovered from access logs.',
  }),
  'no-trail': (d: Detail) => ({
    what: `CloudTrail does not tell of ${d.bucket}: no trail is configured in s3audit’s settings.`,
    next: 'Ask the operator to add the trail’s bucket to the settings, or ask again with logs:access-log.',
  }),
  'no-source': (d: Detail) => ({
    what: `Nothing records what happens in ${d.bucket}: server access logging is off, and no CloudTrail trail is configured in s3audit’s settings.`,
    next: 'Switch server access logging on, or ask the operator to add the trail’s bucket to the settings.',
  }),
  'no-log-objects': (d: Detail) => ({
    what: `No log object lies in ${d.place} for this window (looked for ${d.looked}).`,
    next: 'That does not mean that nothing happened: logs may have expired, or not been delivered yet (access logs come hours late). Try another window, or the other log with logs:cloudtrail or logs:access-log.',
  }),
  'log-bucket-gone': (d: Detail) => ({
    what: `The logs of ${d.bucket} lie in the bucket ${d.logs}, as its configuration says, but S3 knows no bucket of that name.`,
    next: 'Have the logs of this bucket delivered to a bucket that exists. What lay in the old one is gone with it.',
  }),
  archived: (d: Detail) => ({
    what: `Every log object of this window in ${d.place} (${d.objects} in all) is in an archive class of S3, where nobody can read it.`,
    next: 'Have them restored in S3, then ask again; or try the other log with logs:cloudtrail or logs:access-log.',
  }),
  'nothing-readable': (d: Detail) => ({
    what: `Not one log object of this window could be read (${d.objects} in all), so there is no answer.`,
    next: 'See below why, have them put right in S3, then ask again; or try the other log with logs:cloudtrail or logs:access-log.',
  }),
  'too-large': (d: Detail) => ({
    what: `This window holds ${d.bytes} of logs in ${d.objects} objects, more than the ${d.limit} that one investigation may read.`,
    next: 'Ask for a shorter window, or have the operator raise the limit.',
  }),
  'not-confirmed': (d: Detail) => ({
    what: `Nobody confirmed within a day that ${d.bytes} of logs may be read, so nothing was read.`,
    next: 'Ask again and press Confirm, or ask for a shorter window.',
  }),
  permission: (d: Detail) => ({
    what: d.action
      ? `AWS refused s3audit: ${d.action} on ${d.resource} is not allowed.`
      : `AWS refused s3audit in the ${d.stage} stage: ${d.reason}`,
    next: 'Have the operator allow it to s3audit’s role (and in the bucket’s or key’s own policy, if it lies in another account); then ask again.',
  }),
  'not-in-channel': (d: Detail) =>
    d.error === 'is_archived'
      ? {
          what: `I could not answer in <#${d.channel}>: it is archived, and nobody can write there.`,
          next: 'Ask in another channel, or have it unarchived and ask there again. “Ask again” here answers here.',
        }
      : {
          what: `I could not answer in <#${d.channel}>: I am not a member of it.`,
          next: 'Invite me there with /invite @s3audit and ask there again. “Ask again” here answers here.',
        },
  'slack-refused': (d: Detail) => ({
    what: `Slack refused the message (${d.error}).`,
    next: 'Ask again; if it fails again, tell the operator of s3audit. An answer’s CSV is kept: get it below.',
  }),
  'batch-failed': (d: Detail) => ({
    what: `The S3 Batch Operations job that copies the logs ended as ${d.status}: ${d.reason}`,
    next: 'Have the operator look at the job in the S3 console (it is named after this investigation); then ask again.',
  }),
  'batch-cancelled': () => ({
    what: 'Someone cancelled the S3 Batch Operations job that copies the logs.',
    next: 'Ask again when you want the answer.',
  }),
  'batch-no-keys': (d: Detail) => ({
    what: `The copy job found no log object to copy in ${d.place}, though they were there when it was planned.`,
    next: 'They may have expired in between. Ask again for a later window.',
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
    next: 'Ask for a shorter window, or have the operator raise the limit.',
  }),
  deadline: (d: Detail) => ({
    what: `The ${d.stage} stage took longer than ${d.limit} and was given up.`,
    next: 'Ask for a shorter window, or ask again later.',
  }),
  unexpected: (d: Detail) => ({
    what: `Something failed that should not (reference ${d.reference}).`,
    next: 'Ask again; if it fails again, give the operator of s3audit this reference: it stands in the log beside the cause.',
  }),
  'not-allowed': (d: Detail) => ({
    what: `Slack did not answer when you asked this, so it was checked later. ${d.refusal}`,
    next: 'Nothing was read for it.',
  }),
  'day-limit': (d: Detail) => ({
    what: `This question would read ${d.bytes} of logs. The limit for ${d.whose} is ${d.limit} a day, of which ${d.used} are used, so nothing was read.`,
    next: `The day starts again from zero at 00:00 UTC: ask then, or ask for a shorter window. For more, ask ${d.owner}.`,
  }),
  defect: (d: Detail) => ({
    what: `s3audit has a defect, which ended this${d.stage ? ` in the ${d.stage} stage` : ''} (reference ${d.reference}). The logs were not judged: this does not mean that nothing happened.`,
    next: 'Asking the same again will most likely fail the same way: try another question or a shorter window, and give the operator of s3audit this reference. It stands in the log beside the cause.',
  }),
  'damaged-item': () => ({
    what: 'The stored state of this investigation is damaged, so it cannot go on.',
    next: 'Ask again: a new investigation starts from the beginning.',
  }),
} satisfies Record<string, (detail: Detail) => Words>

export type ProblemCode = keyof typeof WORDS

/** The words for a stored problem. A code of an older or newer version still gets an honest sentence. */
export function problemWords({ code, detail }: Pick<Problem, 'code' | 'detail'>): Words {
  const words: Record<string, ((detail: Detail) => Words) | undefined> = WORDS
  return words[code]?.(detail) ?? { what: `The investigation ended: ${code}.`, next: 'Ask again.' }
}
