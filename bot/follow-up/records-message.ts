import { DateTime } from 'luxon'
import { counted } from '../../analyses/lib/words.ts'
import { questions } from '../../analyses/lib/catalogue/named.ts'
import type { Listed } from '../items/investigations.ts'
import type { KnownBlock, SectionBlock } from '@slack/web-api'
import type { Message } from '../slack/message.ts'
import { isOpen, type Investigation } from '../model/investigation.ts'
import { problemWords } from '../model/problem.ts'
import { describeWindow } from '../time/window.ts'
import { reply } from '../answer/answer.ts'
import { button, context, section } from '../slack/blocks.ts'
import { inYourTime, minuteUtc, shownDate } from '../slack/date.ts'
import { literal, truncate } from '../text/mrkdwn.ts'
import { problemMrkdwn, problemReply } from '../answer/problem.ts'
import { announcement } from '../answer/progress.ts'

/** What a list was asked for, and whether there is more of it. */
interface Asked {
  of: string
  hasMore: boolean
  days: number
  now: Date
}

/** Recent investigations, the newest first, each with a button that shows it. */
export function recentMessage(
  listed: readonly Listed[],
  { of, hasMore, days, now }: Asked,
): { text: string; blocks: KnownBlock[] } {
  const which = of === 'mine' ? 'of yours' : of === 'running' ? 'under way' : of === '' ? '' : `about ${of}`
  const how = listed.length === 0 ? 'No investigation' : counted(listed.length, 'investigation')
  const title = `${hasMore ? `The newest ${how}` : how} ${which} in the last ${days} days.`
  const text = literal(truncate(title.replaceAll(/ {2,}/g, ' '), 500))
  return {
    text,
    blocks: [
      section(`*${text}*`),
      ...listed.map(one => entry(one, now)),
      context(['/s3audit list mine, running or a bucket’s name · show, cancel or repeat with an id']),
    ],
  }
}

function entry({ id, createdAt, request, headline, problem, closedAt }: Listed, now: Date): SectionBlock {
  const { analysis, bucket, asker, window } = request
  const title = questions[analysis]?.title ?? analysis
  const ended = problem ? problemMrkdwn(problemWords(problem).what) : literal(headline ?? '')
  const state = closedAt ? ended : `Running for ${since(createdAt, now)}.`
  const asked = shownDate(createdAt, minuteUtc(createdAt))
  return {
    ...section(
      [
        `*${literal(`${title} in ${bucket}`)}*`,
        state,
        `${literal(describeWindow(window))} · ${inYourTime(request)}`,
        `<@${asker.user}>, ${asked} · \`${id}\``,
      ].join('\n'),
    ),
    accessory: button('show-investigation', 'Show', id),
  }
}

const since = (iso: string, now: Date): string =>
  DateTime.fromJSDate(now)
    .diff(DateTime.fromISO(iso), ['minutes', 'seconds'])
    .toHuman({ maximumFractionDigits: 0 })

/** An investigation as it stands: its progress while it runs, then its answer or its problem. */
export function investigationMessage(investigation: Investigation): Message {
  const { problem, query } = investigation
  if (isOpen(investigation)) return announcement(investigation)
  if (problem) return problemReply(investigation, problem)
  return query?.answer ? reply(investigation) : announcement(investigation)
}
