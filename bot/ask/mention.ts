import { questions as catalogue } from '../../analyses/lib/catalogue/named.ts'
import type { Reader } from '../../analyses/lib/reader.ts'
import { button } from '../slack/blocks.ts'
import { code, literal, truncate } from '../text/mrkdwn.ts'
import type { Deps } from '../services/deps.ts'
import { accessOf } from '../access/access.ts'
import { defined } from '../../analyses/lib/defined.ts'
import { withApology } from '../access/apology.ts'
import type { Entries, Press } from '../slack/register.ts'
import { decide } from '../access/authorise.ts'
import { bucketsKnown } from './bucket-search.ts'
import { analysisOf, type Draft, draftSchema } from './grammar/draft.ts'
import { helpMessage } from './help.ts'
import { type TextMessage, textMessage } from '../slack/message.ts'
import { answerOnce } from './once.ts'
import { openedForm } from './open-form.ts'
import type { Person } from '../model/person.ts'
import { ZONE_UNKNOWN } from '../slack/notice.ts'
import { readSentence, type Sentence } from './grammar/sentence.ts'
import { windowOf } from './validate.ts'
import { describeWindow } from '../time/window.ts'

/** The button that opens the form with what it carries: a draft, as JSON. */
export const OPEN_FORM = 'open-form'
/** Slack's limit for the value of a button. */
const VALUE = 2000

/**
 * Answers `@s3audit who deleted …`: only for the one who wrote it, what was understood, and a button for the form.
 * Slack lets a form be opened upon a click, not upon a message.
 */
export const mention: Entries<Deps>['events']['app_mention'] = {
  for: 'channel',
  async run({ event, body }, deps) {
    const { user, team, channel, text, thread_ts: threadTs } = event
    // To apps, this one does not talk.
    if (user === undefined || event.bot_id !== undefined) return
    const to = { channel, user, ...defined({ threadTs }) }
    const tell = (message: TextMessage) => deps.thread.postEphemeral(to, message)
    const work = () =>
      answerOnce(
        `${body.event_id}:${event.ts}`,
        async perhapsAgain => {
          const answer = await answerTo(text, { person: { user, team }, channel }, deps)
          await (perhapsAgain ? deps.thread.repeatInDirectMessage(to, answer) : tell(answer))
        },
        deps,
      )
    await withApology(work, { user, tell: ({ mrkdwn }) => tell(textMessage([[mrkdwn]])) }, deps)
  },
}

async function answerTo(
  text: string,
  at: { person: Person; channel: string },
  deps: Deps,
): Promise<TextMessage> {
  const { settings, thread } = deps
  // Only members of a channel write in it.
  const access = await accessOf(at.person, { channel: at.channel, presence: 'proven' }, deps)
  const verdict = decide(access, { surface: 'mention', ...at }, deps)
  if (!verdict.ok) return textMessage([[verdict.refusal]])
  const buckets = await bucketsKnown(access, deps)
  if (/^(?:help|\?)?$/i.test(text.replaceAll(/<@[^>]*>/g, '').trim()))
    return withButton(helpMessage(catalogue, buckets[0]), { parameters: {} })
  const reader = await thread.reader(at.person.user)
  const zone = reader.timeZone
  const sentence = readSentence(text, { catalogue, access, buckets, settings, now: deps.now(), zone })
  const lines = understood(sentence, reader, deps.now())
  if (reader.zoneUnknown) lines.push([ZONE_UNKNOWN])
  return withButton(textMessage(lines), sentence.draft)
}

function understood({ draft, mistakes, unread }: Sentence, reader: Reader, now: Date): string[][] {
  const parts = partsOf(draft, reader, now)
  return [
    parts.length > 0
      ? ['*I understood*', ...parts.map(part => `• ${part}`)]
      : ['I did not understand your question.'],
    mistakes.map(mistake => `:warning: ${mistake}`),
    unread.length > 0 ? [`Not understood: ${unread.map(word => code(truncate(word, 80))).join(' ')}`] : [],
    ['Fill in the rest in the form. Nothing starts before you press Start.'],
  ]
}

function partsOf({ question, bucket, time, parameters }: Draft, reader: Reader, now: Date): string[] {
  const title = analysisOf(catalogue, question)?.title
  return [
    ...(title === undefined ? [] : [`Question: ${literal(title)}`]),
    ...(bucket === undefined ? [] : [`Bucket: ${code(bucket)}`]),
    ...Object.entries(parameters).map(
      ([name, value]) => `${literal(name)}: ${code(truncate(String(value), 200))}`,
    ),
    ...(time === undefined ? [] : [`Time: ${literal(describeWindow(windowOf(time, now), reader))}`]),
  ]
}

function withButton({ text, blocks }: TextMessage, draft: Draft): TextMessage {
  const whole = JSON.stringify(draft)
  const value = whole.length <= VALUE ? whole : JSON.stringify({ ...draft, parameters: {} })
  const open = button(OPEN_FORM, 'Open the form', value, { style: 'primary' })
  return { text, blocks: [...blocks, { type: 'actions', elements: [open] }] }
}

/** Opens the form with the draft that the button carries. */
export const openDraft: Press<Deps> = {
  for: 'channel',
  responds: true,
  async run({ channel, presence, person, value }, deps) {
    const draft = draftSchema.safeParse(JSON.parse(value || '{}'))
    if (channel === undefined || !draft.success) return undefined
    const { bucket, question: analysis } = draft.data
    const access = await accessOf(person, { channel, presence }, deps)
    const verdict = decide(access, { surface: 'form', person, channel, bucket, analysis }, deps)
    if (!verdict.ok) return verdict.refusal
    return { view: await openedForm(draft.data, { person, access }, deps) }
  },
}
