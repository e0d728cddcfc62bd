import type { Reader } from '../../analyses/lib/reader.ts'
import type { KnownBlock } from '@slack/web-api'
import { questions } from '../../analyses/lib/catalogue/named.ts'
import { beside } from '../../analyses/lib/words.ts'
import type { RecordedUse, Uses, Wanted } from '../items/audit-log.ts'
import type { Surface } from '../access/authorise.ts'
import { button, context, section } from '../slack/blocks.ts'
import { minuteUtc, shownDate } from '../slack/date.ts'
import { code, literal, notification, truncate } from '../text/mrkdwn.ts'

/** The button below a page that is not the last. */
export const OLDER = 'audit-older'

type Page = Awaited<ReturnType<Uses['page']>>

/** A page of the audit log, one line per entry; the button continues where it ends. */
export function usesMessage(
  { uses, older }: Page,
  wanted: Wanted,
  reader: Reader,
): { text: string; blocks: KnownBlock[] } {
  const none = older === undefined ? 'Nothing on record' : 'Nothing found yet'
  const title = `${uses.length === 0 ? none : 'Uses'}${whose(wanted)}, ${when(wanted, reader)}`
  const lines = uses.map(line)
  return {
    text: notification([`*${title}*`, ...lines].join('\n')),
    blocks: [
      section(`*${title}*`),
      ...(lines.length > 0 ? [section(lines.join('\n'))] : []),
      ...(older === undefined ? [] : [olderThan(older, wanted)]),
      context([
        '/s3audit audit · a bucket, @name or a user id · since when: 24h, 7d, 2026-11-01. Times are in your time zone.',
      ]),
    ],
  }
}

const whose = ({ user, name, bucket }: Wanted): string => {
  if (user !== undefined) return ` by <@${user}>`
  if (name !== undefined) return ` by ${code(`@${name}`)}`
  return bucket === undefined ? '' : ` of ${code(truncate(bucket, 100))}`
}

const when = ({ from, to }: Wanted, reader: Reader): string =>
  to === undefined
    ? `since ${minuteUtc(from)}${beside([from], reader)}`
    : `${minuteUtc(from)} to ${minuteUtc(to)}${beside([from, to], reader)}`

/** What was used, for people; the record has its name. */
export const SURFACE_WORDS: Readonly<Record<Surface | 'audit', string>> = {
  command: 'a command',
  help: 'the help',
  form: 'the form',
  submission: 'a question by the form',
  list: 'the list',
  show: 'an answer again',
  cancel: 'Cancel',
  confirm: 'Confirm',
  repeat: 'the same question again',
  'next question': 'a next question',
  csv: 'a link to the CSV',
  download: 'the CSV',
  sql: 'the SQL',
  home: 'the home',
  favourite: 'Save this question',
  shortcut: 'the shortcut',
  mention: 'a mention',
  share: 'Share',
  feedback: 'This answer is wrong',
  watch: 'watches',
  check: 'a check',
  audit: 'this record',
}

const surfaceWords = (surface: string): string =>
  Object.entries(SURFACE_WORDS).find(([name]) => name === surface)?.[1] ?? surface

function line(use: RecordedUse): string {
  const { usedAt, user, channel, surface, bucket, analysis, investigation } = use
  const { allowed, rule, through, refusedFor, whose: read } = use
  const at = usedAt.slice(0, 24)
  const title = analysis === undefined ? undefined : (questions[analysis]?.title ?? analysis)
  const parts = [
    shownDate(at, at, '{date_short_pretty} {time_secs}'),
    `<@${user}>${channel === undefined ? '' : ` in ${place(channel)}`}`,
    literal([surfaceWords(surface), title, read].filter(part => part !== undefined).join(', ')) +
      (bucket === undefined ? '' : ` ${code(truncate(bucket, 63))}`) +
      (investigation === undefined ? '' : ` ${code(investigation)}`),
    allowed
      ? `rule “${literal(rule ?? '')}”${through === undefined ? '' : ` as a member of <#${through}>`}`
      : `*refused* for the ${refusedFor === 'analysis' ? 'question' : (refusedFor ?? 'person')}${rule === undefined ? '' : `; closest “${literal(rule)}”`}`,
  ]
  return truncate(`• ${parts.join(' · ')}`, 290)
}

const place = (channel: string): string => (channel.startsWith('D') ? 'a direct message' : `<#${channel}>`)

const olderThan = (before: string, wanted: Wanted): KnownBlock => ({
  type: 'actions',
  elements: [button(OLDER, 'Older', JSON.stringify({ ...wanted, before }))],
})
