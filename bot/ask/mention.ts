import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  ButtonAction,
  SlackActionMiddlewareArgs,
  SlackEventMiddlewareArgs,
} from '@slack/bolt'
import { questions as catalogue } from '../../analyses/lib/catalogue/named.ts'
import type { Reader } from '../../analyses/lib/reader.ts'
import { button } from '../slack/blocks.ts'
import { code, literal, truncate } from '../text/mrkdwn.ts'
import type { World } from '../services/world.ts'
import { accessOf } from '../access/access.ts'
import { withApology } from './ask.ts'
import { decide } from '../access/authorise.ts'
import { bucketsKnown } from './bucket-search.ts'
import { analysisOf, type Draft, draftSchema } from './grammar/draft.ts'
import { type Aside, aside, helpMessage } from './help.ts'
import { answerOnce } from './once.ts'
import { openedForm } from './open-form.ts'
import { type Person, personOf } from '../model/person.ts'
import { ZONE_UNKNOWN } from '../slack/notice.ts'
import { pressedIn } from '../access/standing.ts'
import { readSentence, type Sentence } from './grammar/sentence.ts'
import { windowOf } from './validate.ts'
import { describeWindow } from '../time/window.ts'

/** The button that opens the form with what it carries: a draft, as JSON. */
const OPEN_FORM = 'open-form'
/** Slack's limit for the value of a button. */
const VALUE = 2000

type MentionArgs = SlackEventMiddlewareArgs<'app_mention'> & AllMiddlewareArgs
type ButtonArgs = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs

/**
 * Registers what answers `@s3audit who deleted …`: only for the one who wrote it, what was understood, and a
 * button for the form. Slack lets a form be opened upon a click, not upon a message.
 */
export function listenToMentions(app: App, world: World): void {
  app.event('app_mention', args => onMention(args, world))
  app.action<BlockAction<ButtonAction>>({ type: 'block_actions', action_id: OPEN_FORM }, args =>
    onOpen(args, world),
  )
}

async function onMention({ event, body, logger }: MentionArgs, world: World): Promise<void> {
  const { user, team, channel, text, thread_ts: threadTs } = event
  // To apps, this one does not talk.
  if (user === undefined || event.bot_id !== undefined) return
  const to = { channel, user, ...(threadTs !== undefined && { threadTs }) }
  const tell = (message: Aside) => world.thread.whisper(to, message)
  const work = () =>
    answerOnce(
      `${body.event_id}:${event.ts}`,
      async perhapsAgain => {
        const answer = await answerTo(text, { person: { user, team }, channel }, world)
        await (perhapsAgain ? world.thread.whisperAgain(to, answer) : tell(answer))
      },
      world,
    )
  await withApology(work, { user, logger, world, tell: ({ mrkdwn }) => tell(aside([[mrkdwn]])) })
}

async function answerTo(text: string, at: { person: Person; channel: string }, world: World): Promise<Aside> {
  const { settings, thread } = world
  // Only members of a channel write in it.
  const access = await accessOf(at.person, { channel: at.channel, presence: 'proven' }, world)
  const verdict = decide(access, { surface: 'mention', ...at }, world)
  if (!verdict.ok) return aside([[verdict.refusal]])
  const buckets = await bucketsKnown(access, world)
  if (/^(?:help|\?)?$/i.test(text.replaceAll(/<@[^>]*>/g, '').trim()))
    return withButton(helpMessage(catalogue, buckets[0]), { parameters: {} })
  const reader = await thread.reader(at.person.user)
  const zone = reader.timeZone
  const sentence = readSentence(text, { catalogue, access, buckets, settings, now: world.now(), zone })
  const lines = understood(sentence, reader, world.now())
  if (reader.zoneUnknown) lines.push([ZONE_UNKNOWN])
  return withButton(aside(lines), sentence.draft)
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

function withButton({ text, blocks }: Aside, draft: Draft): Aside {
  const whole = JSON.stringify(draft)
  const value = whole.length <= VALUE ? whole : JSON.stringify({ ...draft, parameters: {} })
  const open = button(OPEN_FORM, 'Open the form', value, { style: 'primary' })
  return { text, blocks: [...blocks, { type: 'actions', elements: [open] }] }
}

async function onOpen({ body, action, ack, respond, logger }: ButtonArgs, world: World): Promise<void> {
  await ack()
  const { channel } = body
  const draft = draftSchema.safeParse(JSON.parse(action.value ?? '{}'))
  if (channel === undefined || !draft.success) return
  const person = personOf(body)
  const tell = async (text: string): Promise<void> => {
    await respond({ response_type: 'ephemeral', replace_original: false, text })
  }
  const work = async () => {
    const { bucket, question: analysis } = draft.data
    const access = await accessOf(person, pressedIn(channel), world)
    const verdict = decide(access, { surface: 'form', person, channel: channel.id, bucket, analysis }, world)
    if (!verdict.ok) return tell(verdict.refusal)
    return world.thread.openView(body.trigger_id, await openedForm(draft.data, { person, access }, world))
  }
  await withApology(work, { user: person.user, logger, world, tell: ({ mrkdwn }) => tell(mrkdwn) })
}
