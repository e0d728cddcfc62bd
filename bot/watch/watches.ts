import type { Button, KnownBlock } from '@slack/web-api'
import type { TextMessage } from '../slack/message.ts'
import { questions } from '../../analyses/lib/catalogue/named.ts'
import { counted } from '../../analyses/lib/words.ts'
import { button, context, section } from '../slack/blocks.ts'
import { code, literal, notification } from '../text/mrkdwn.ts'
import { WATCH_PRESETS } from './presets.ts'
import type { Mute, Watch } from '../model/watch.ts'
import {
  clockWords,
  figureName,
  historyLines,
  sparkline,
  sparklineWords,
  stateWords,
  titleOf,
  usualWords,
  waitWords,
  wishWords,
} from './texts.ts'

/** Slack allows 50 blocks in a message, and a watch takes two. */
export const MOST_LISTED = 15

/** Watches, each with what one can do to it. */
export function watchesMessage(
  watches: readonly Watch[],
  { found, of }: { found: number; of: string },
): TextMessage {
  const which = of === '' ? 'in this channel' : of
  const title =
    found === 0 ? `There are no watches ${which}.` : `${counted(found, 'watch', 'watches')} ${which}.`
  const hint =
    found > watches.length
      ? `These are the first ${watches.length}; /s3audit watches with a bucket’s name lists its own.`
      : 'To watch more, type /s3audit watch and a bucket, or press “Watch this” below an answer.'
  return {
    text: notification(
      [title, ...watches.map(watch => `${titleOf(watch)}, ${wishWords(watch)}. ${stateWords(watch)}`), hint]
        .map(literal)
        .join('\n'),
    ),
    blocks: [section(`*${literal(title)}*`), ...watches.flatMap(watchBlocks), context([hint])],
  }
}

/** One watch: what it asks, when, how it stands, how it went. */
export function watchBlocks(watch: Watch): KnownBlock[] {
  const { history, request, mutes } = watch
  const lines = [
    `*${literal(titleOf(watch))}*, ${literal(wishWords(watch))}`,
    `${literal(stateWords(watch))} In <#${request.channel}>, by <@${request.asker.user}>.`,
    ...(history.length > 0
      ? [`${sparkline(watch)} ${literal(`${figureName(watch)}: ${sparklineWords(watch)}`)}`]
      : []),
    ...usualWords(watch).map(literal),
    ...(mutes.length > 0 ? [literal(`Muted: ${mutes.map(mute => muteWords(mute, watch)).join('; ')}.`)] : []),
  ]
  return [section(lines.join('\n')), { type: 'actions', elements: watchButtons(watch) }]
}

export const muteWords = ({ kind, value, until }: Mute, { schedule }: Pick<Watch, 'schedule'>): string => {
  const what = { all: 'everything', requester: value, prefix: `keys under ${value}` }[kind]
  return until === undefined ? what : `${what} until ${clockWords(until, schedule.zone)}`
}

function watchButtons({ id, paused, mutes }: Watch): Button[] {
  return [
    paused ? button('watch-resume', 'Resume', id, { style: 'primary' }) : button('watch-run', 'Run now', id),
    ...(paused ? [] : [button('watch-pause', 'Pause', id)]),
    button('watch-edit', 'Edit', id),
    button('watch-history', 'History', id),
    ...(mutes.length > 0 ? [button('watch-unmute', 'Unmute', id)] : []),
    button('watch-delete', 'Delete', id, {
      style: 'danger',
      confirm: {
        title: { type: 'plain_text', text: 'Delete this watch?' },
        text: { type: 'plain_text', text: 'It stops running. The messages it posted stay in the channel.' },
        confirm: { type: 'plain_text', text: 'Delete it' },
        deny: { type: 'plain_text', text: 'Keep it' },
      },
    }),
  ]
}

/** The last runs, as bars and in words. */
export function historyMessage(watch: Watch): TextMessage {
  const title = `${titleOf(watch)}, ${wishWords(watch)}`
  const words = `${figureName(watch)}: ${sparklineWords(watch)}`
  const lines = [...usualWords(watch), ...historyLines(watch)]
  return {
    text: notification([title, words, ...lines].map(literal).join('\n')),
    blocks: [
      section(`*${literal(title)}*\n${sparkline(watch)}\n${literal(words)}`),
      ...(lines.length > 0 ? [section(lines.map(line => `• ${literal(line)}`).join('\n'))] : []),
    ],
  }
}

/** What was understood, and what comes next. */
export function startedMessage(watch: Watch): TextMessage {
  const { request, schedule, condition, dueAt, waitHours, weeklyDigest } = watch
  const lines = [
    `Watching *${literal(titleOf(watch))}*: ${literal(wishWords(watch))}.`,
    literal(
      `The first run is on ${clockWords(dueAt, schedule.zone, request.asker)}. ${waitWords(waitHours)}${weeklyDigest ? ' It posts a summary on Mondays.' : ''}`,
    ),
    `It posts in <#${request.channel}> ${condition.kind === 'always' ? 'after every run' : 'only when the condition is met'}. ${code('/s3audit watches')} lists, changes and deletes it.`,
  ]
  return { text: notification(lines.join('\n')), blocks: [section(lines.join('\n'))] }
}

/** What is worth watching of a bucket, each in one press. */
export function presetsMessage(
  bucket: string,
  analyses: readonly string[],
  running: ReadonlySet<string>,
): TextMessage {
  const presets = WATCH_PRESETS.filter(({ analysis }) => analyses.includes(analysis))
  const title = `What to watch in ${bucket}`
  const how = `Any other question: /s3audit watch access-denied ${bucket} every day at 07:00 when rows > 0`
  return {
    text: notification([title, ...presets.map(({ tells }) => tells), how].map(literal).join('\n')),
    blocks: [
      section(`*${literal(title)}*`),
      ...presets.map(({ analysis, tells, every }) => ({
        ...section(
          `*${literal(questions[analysis]?.title ?? analysis)}*, every ${every}\n${literal(tells)}${running.has(analysis) ? ' _(already watched)_' : ''}`,
        ),
        accessory: button('watch-preset', 'Watch', `${analysis} ${bucket}`),
      })),
      context([how]),
    ],
  }
}
