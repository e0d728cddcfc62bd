import type { View } from '@slack/web-api'
import { capitalised, counted } from '../../analyses/lib/words.ts'
import type { Check, Judged } from '../model/check.ts'
import type { Finding } from '../model/finding.ts'
import { compareJudged, levelWords, outlookWords } from './checks/outlook.ts'
import type { Block, Message } from '../slack/message.ts'
import { button, context, mrkdwn, preformatted, READ_ALONG, section, SIGNS } from '../slack/blocks.ts'
import { minuteUtc, shownDate } from '../slack/date.ts'
import { literal, notification, truncate } from '../text/mrkdwn.ts'

/**
 * The result of a check, in the channel.
 * @param where `missed` is the channel that it could not be posted in, if any; `isExternal` tells that people of
 *   another organization read the channel
 */
export function checkMessage(
  check: Check,
  { missed, isExternal = false }: { missed?: string; isExternal?: boolean } = {},
): Message {
  const { id, asker, result, of } = check
  const judged = (result?.judged ?? []).toSorted(compareJudged)
  const [first] = judged
  const headline = first
    ? of === 'one'
      ? outlookWords(first.bucket, first.outlook)
      : ranked(judged)
    : FAILED
  const body = first === undefined ? [] : of === 'one' ? ofOne(id, first) : ofAll(judged)
  return {
    text: notification(literal(headline)),
    blocks: [
      section(`<@${asker.user}> *${literal(headline)}*`),
      ...(missed === undefined ? [] : [section(notIn(missed))]),
      ...(isExternal ? [context([READ_ALONG])] : []),
      ...body,
      {
        type: 'context',
        elements: [mrkdwn(`${checkedAt(check)}s3audit only reads: it never changes a bucket.`, 500)],
      },
      { type: 'actions', elements: buttons(check) },
    ],
  }
}

const checkedAt = ({ result }: Check): string =>
  result ? `Checked ${shownDate(result.doneAt, minuteUtc(result.doneAt))}. ` : ''

const FAILED = 'The check did not finish: AWS did not answer for 15 minutes. Press “Check again” to retry.'
const notIn = (channel: string): string =>
  `I could not post this in <#${channel}>: I am not a member of it. Type /invite @s3audit there.`

const buttons = ({ id, of, result }: Check) => [
  ...(result?.files
    ? [
        button(
          'check-commands',
          of === 'one' ? 'All commands as a script' : 'Script that switches logging on',
          id,
        ),
      ]
    : []),
  button('check-again', 'Check again', id),
]

/** Slack takes 50 blocks; the other findings are in the script. */
const MOST = 30

function ofOne(id: string, { findings, well }: Judged): Block[] {
  return [
    ...(findings.length === 0 ? [section('Nothing to fix.')] : []),
    ...findings.slice(0, MOST).map((finding, at) => entry(finding, `${id} ${at}`)),
    ...(well.length > 0 ? [context([`Already good: ${well.join(' ')}`])] : []),
  ]
}

const entry = ({ level, what, why }: Omit<Finding, 'fix'>, value: string): Block => ({
  ...section(
    truncate(
      `${SIGNS[level]} *${capitalised(level)}. ${literal(truncate(what, 1200))}*\n${literal(truncate(why, 1200))}`,
      3000,
    ),
  ),
  accessory: button('show-fix', 'How to fix', value),
})

/** Buckets that are shown with what is worst about them; the others by name. */
const SHOWN = 15

function ofAll(judged: readonly Judged[]): Block[] {
  const others = judged.slice(SHOWN)
  return [
    ...judged.slice(0, SHOWN).map(bucketEntry),
    ...(others.length > 0
      ? [
          context([
            `And ${counted(others.length, 'more bucket')}: ${others.map(({ bucket }) => bucket).join(', ')}`,
          ]),
        ]
      : []),
  ]
}

function bucketEntry({ bucket, outlook, findings }: Judged): Block {
  const [worst] = findings
  const sign = worst ? SIGNS[worst.level] : ':white_check_mark:'
  const lines = [
    `${sign} *${literal(outlookWords(bucket, outlook))}*`,
    worst ? `${literal(levelWords(findings))}. ${literal(truncate(worst.what, 600))}` : 'Nothing to fix.',
  ]
  return { ...section(lines.join('\n')), accessory: button('check-bucket', 'Check', bucket) }
}

function ranked(judged: readonly Judged[]): string {
  const blind = judged.filter(
    ({ outlook: { accessLogs, reads, writes } }) =>
      accessLogs === 'no' && reads === 'none' && writes === 'none',
  )
  const without = judged.filter(({ outlook }) => outlook.accessLogs === 'no')
  const all = counted(judged.length, 'bucket')
  if (without.length === 0) return `${all} checked: none is known to be without access logs.`
  const trail =
    blind.length > 0 ? `; of ${blind.length === 1 ? 'one' : blind.length} nothing is recorded at all` : ''
  return `${all} checked: ${without.length} ${without.length === 1 ? 'has' : 'have'} no access logs${trail}.`
}

/** How to put one thing right, in a window to read and copy from. */
export function fixView({ what, fix }: Finding): View {
  const { words, commands, template, document } = fix
  const blocks = [
    section(`*${literal(truncate(what, 2500))}*`),
    section(literal(truncate(words, 2500))),
    ...part('AWS CLI', commands),
    ...part('JSON to add', document),
    ...part('CloudFormation, under Resources', template),
  ]
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'How to fix it' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: blocks.slice(0, 100),
  }
}

/** A text to copy below its title; nothing where there is none. */
const part = (title: string, text: string | undefined): Block[] =>
  text ? [{ type: 'header', text: { type: 'plain_text', text: title } }, ...preformatted(text)] : []

/** A link to the commands, for one person. */
export function scriptMessage(id: string, link: string, minutes: number): Message {
  const text = `Read the commands before you run any of them. The link works for ${minutes} minutes, for anyone who has it.`
  return {
    text: `${text} ${link}`,
    blocks: [
      section(text),
      {
        type: 'actions',
        elements: [
          button('open-csv', 'Download', id, { url: link, style: 'primary' }),
          button('check-commands', 'New link', id),
        ],
      },
    ],
  }
}
