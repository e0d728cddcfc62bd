import { shared } from '../../analyses/lib/reader.ts'
import { beside } from '../../analyses/lib/words.ts'
import type { Block, Message } from '../slack/message.ts'
import { isOpen, stageOf, STAGES, type Investigation, type StageName } from '../model/investigation.ts'
import { endsAt, estimate, isAsking } from '../model/confirmation.ts'
import { headlineOf } from '../model/known.ts'
import { problemWords } from '../model/problem.ts'
import { describeWindow } from '../time/window.ts'
import { analysisOf } from '../model/analysis-asked.ts'
import { button, section } from '../slack/blocks.ts'
import { yourTime } from '../slack/date.ts'
import { severityLine } from './severity.ts'
import { escapeMrkdwn, literal, notification, truncate, visible } from '../text/mrkdwn.ts'
import { detailOf } from './stage-details.ts'

/**
 * The one message in the channel: the question, the stages as they pass, Cancel. Once it is answered the headline
 * leads and the stages are gone: progress is for while it runs.
 * @param link to the answer, where there is one
 */
export function announcement(investigation: Investigation, link?: string): Message {
  const { request, problem, reply, query } = investigation
  const title = `${analysisOf(investigation).title} in ${request.bucket}`
  const about = subjectOf(request.parameters)
  const window = describeWindow(request.window, shared(request.asker))
  const headline = !problem && reply.ts ? headlineOf(investigation) : undefined
  const ended = problem ? problemWords(problem).what : headline
  const asks = !ended && isAsking(investigation)
  const asked = section(
    [
      `*${literal(title)}*, asked by <@${request.asker.user}>`,
      ...(about === '' ? [] : [literal(about)]),
      literal(describeWindow(request.window)),
    ].join('\n'),
  )
  const text = notification(
    literal(
      `${[title, ...(about === '' ? [] : [about]), window].join(', ')}: ${ended ?? (asks ? WAITS : LABELS[stageOf(investigation)])}`,
    ),
  )
  if (headline !== undefined)
    return {
      text,
      blocks: [
        ...(query?.answer ? severityLine(query.answer) : []),
        section(
          `*${literal(truncate(headline, HEADLINE))}*${link === undefined ? '' : `\n<${escapeMrkdwn(link)}|Answer in the thread>`}`,
        ),
        asked,
        yourTime(request),
        { type: 'plan', title: ANSWERED },
      ],
    }
  return {
    text,
    blocks: [
      asked,
      yourTime(request),
      {
        type: 'plan',
        title: planTitle(investigation),
        tasks: STAGES.map(stage => task(stage, investigation)),
      },
      ...(asks ? [confirmation(investigation)] : []),
      ...(ended ? [] : [buttons(investigation.id, asks)]),
    ],
  }
}

/** Parameters without which a reader of the channel does not know what was asked, with their labels. */
const SUBJECT = { key: 'Key', prefix: 'Key prefix', requester: 'Requester' }
/** A key has up to 1,024 characters: the form and the answer have all of it. */
const SUBJECT_LENGTH = 300

const subjectOf = (parameters: Investigation['request']['parameters']): string =>
  Object.entries(SUBJECT)
    .flatMap(([name, label]) => {
      const value = parameters[name]
      return typeof value === 'string' && value !== ''
        ? [`${label}: ${truncate(visible(value), SUBJECT_LENGTH)}`]
        : []
    })
    .join(' · ')

/** What is asked of people before much is read. */
function confirmation({ plan, request }: Investigation): Block {
  const ends = plan?.ask && endsAt(plan.ask.since)
  const until =
    ends && `${ends.toFormat('yyyy-LL-dd HH:mm')} UTC${beside([ends.toISO() ?? ''], shared(request.asker))}`
  return section(
    `*Read this much data?* ${literal(plan ? estimate(plan) : '')}. Nothing runs until someone presses Confirm. This request expires on ${until}.`,
  )
}

const WAITS = 'Waiting for someone to confirm'
const ANSWERED = 'Answered in the thread'
/** Longest headline in the channel; the answer has all of it. */
const HEADLINE = 1000

const LABELS: Record<StageName, string> = {
  plan: 'Looking for the logs',
  copy: 'Collecting the logs',
  evidence: 'Reading the logs',
  query: 'Answering',
  report: 'Reporting',
}

function planTitle(investigation: Investigation): string {
  if (investigation.problem?.code === 'cancelled') return 'Cancelled'
  if (investigation.problem) return 'Failed: see the thread for the reason'
  if (isAsking(investigation)) return WAITS
  return `${LABELS[stageOf(investigation)]} …`
}

/** Slack's task cards show their details as rich text. */
function task(stage: StageName, investigation: Investigation) {
  const detail = detailOf(stage, investigation)
  return {
    type: 'task_card',
    task_id: stage,
    title: LABELS[stage],
    status: statusOf(stage, investigation),
    ...(detail && {
      details: {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: detail }] }],
      },
    }),
  }
}

function statusOf(
  stage: StageName,
  investigation: Investigation,
): 'pending' | 'in_progress' | 'complete' | 'error' {
  const { problem, reply } = investigation
  const reached = stageOf({ ...investigation, problem: undefined })
  const [own, current] = [STAGES.indexOf(stage), STAGES.indexOf(reached)]
  if (own < current) return 'complete'
  if (own > current) return 'pending'
  if (problem) return 'error'
  return stage === 'report' && (reply.ts || !isOpen(investigation)) ? 'complete' : 'in_progress'
}

const buttons = (id: string, asks: boolean): Block => ({
  type: 'actions',
  // Kept from edit to edit: who is still being asked to confirm presses the same button afterwards.
  block_id: 'cancel',
  elements: [
    ...(asks ? [button('confirm-investigation', 'Confirm', id, { style: 'primary' })] : []),
    {
      type: 'button',
      action_id: 'cancel-investigation',
      text: { type: 'plain_text', text: 'Cancel' },
      value: id,
      style: 'danger',
      confirm: {
        title: { type: 'plain_text', text: 'Cancel this question?' },
        text: {
          type: 'plain_text',
          text: 'Its queries and copy jobs are stopped. You can ask again at any time.',
        },
        confirm: { type: 'plain_text', text: 'Cancel it' },
        deny: { type: 'plain_text', text: 'Keep going' },
      },
    },
  ],
})
