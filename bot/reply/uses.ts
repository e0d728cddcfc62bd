import type { KnownBlock } from '@slack/web-api'
import { questions } from '../../analyses/lib/named.ts'
import { beside } from '../../analyses/lib/words.ts'
import type { RecordedUse, Uses, Wanted } from '../clients/uses.ts'
import { button, context, section } from './blocks.ts'
import { minuteUtc, shownDate } from './date.ts'
import { code, literal, notification, truncate } from './mrkdwn.ts'

/** The button below a page that is not the last. */
export const OLDER = 'audit-older'

type Page = Awaited<ReturnType<Uses['page']>>

/** A page of the record of uses, a line each; the button carries on where it ends. */
export function usesMessage({ uses, older }: Page, wanted: Wanted): { text: string; blocks: KnownBlock[] } {
  const none = older === undefined ? 'Nothing on record' : 'Nothing found yet'
  const title = `${uses.length === 0 ? none : 'Uses'}${whose(wanted)}, ${when(wanted)}`
  const lines = uses.map(line)
  return {
    text: notification([`*${title}*`, ...lines].join('\n')),
    blocks: [
      section(`*${title}*`),
      ...(lines.length > 0 ? [section(lines.join('\n'))] : []),
      ...(older === undefined ? [] : [olderThan(older, wanted)]),
      context([
        '/s3audit audit · a bucket, @name or a user id · since when: 24h, 7d, 2026-11-01. Times are yours.',
      ]),
    ],
  }
}

const whose = ({ user, name, bucket }: Wanted): string => {
  if (user !== undefined) return ` by <@${user}>`
  if (name !== undefined) return ` by ${code(`@${name}`)}`
  return bucket === undefined ? '' : ` of ${code(truncate(bucket, 100))}`
}

const when = ({ from, to }: Wanted): string =>
  to === undefined
    ? `since ${minuteUtc(from)}${beside(from)}`
    : `${minuteUtc(from)} to ${minuteUtc(to)}${beside(from, to)}`

function line(use: RecordedUse): string {
  const { usedAt, user, channel, surface, bucket, analysis, investigation } = use
  const { allowed, rule, refusedFor, whose: read } = use
  const at = usedAt.slice(0, 24)
  const title = analysis === undefined ? undefined : (questions[analysis]?.title ?? analysis)
  const parts = [
    shownDate(at, at, '{date_short_pretty} {time_secs}'),
    `<@${user}>${channel === undefined ? '' : ` in ${place(channel)}`}`,
    literal([surface, title, read].filter(part => part !== undefined).join(', ')) +
      (bucket === undefined ? '' : ` ${code(truncate(bucket, 63))}`) +
      (investigation === undefined ? '' : ` ${code(investigation)}`),
    allowed
      ? `by “${literal(rule ?? '')}”`
      : `*refused* for the ${refusedFor === 'analysis' ? 'question' : (refusedFor ?? 'person')}${rule === undefined ? '' : `; closest “${literal(rule)}”`}`,
  ]
  return truncate(parts.join(' · '), 290)
}

const place = (channel: string): string => (channel.startsWith('D') ? 'a direct message' : `<#${channel}>`)

const olderThan = (before: string, wanted: Wanted): KnownBlock => ({
  type: 'actions',
  elements: [button(OLDER, 'Older', JSON.stringify({ ...wanted, before }))],
})
