import type { AllMiddlewareArgs, App, MessageShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt'
import type { View } from '@slack/web-api'
import { noticeView } from '../reply/notice.ts'
import type { World } from '../world.ts'
import { type Address, addressesIn } from './address.ts'
import { withApology } from './ask.ts'
import { authorise, authoriseChannel } from './authorise.ts'
import type { Draft } from './draft.ts'
import { drawForm } from './open-form.ts'

/** The message shortcut "Audit this object", as the manifest declares it. */
export const AUDIT_OBJECT = 'audit-object'

/** What is asked of an object, or of all below a prefix. */
const QUESTION = 'object-history'

type ShortcutArgs = SlackShortcutMiddlewareArgs<MessageShortcut> & AllMiddlewareArgs

/** Registers the shortcut: it opens the form, filled with what the message names. */
export function listenToShortcut(app: App, world: World): void {
  app.shortcut<MessageShortcut>({ callback_id: AUDIT_OBJECT, type: 'message_action' }, args =>
    onShortcut(args, world),
  )
}

async function onShortcut({ shortcut, ack, respond, logger }: ShortcutArgs, world: World): Promise<void> {
  await ack()
  const work = () => world.thread.openView(shortcut.trigger_id, viewFor(shortcut, world))
  const tell = async (text: string): Promise<void> => {
    await respond({ response_type: 'ephemeral', replace_original: false, text })
  }
  await withApology(work, { logger, world, tell: ({ mrkdwn }) => tell(mrkdwn) })
}

function viewFor({ message, channel, user }: MessageShortcut, world: World): View {
  const here = authoriseChannel(world.settings, channel.id)
  if (!here.ok) return noticeView('s3audit is not here', here.refusal)
  const named = addressesIn(
    [message.text ?? '', ...textsOf(message.blocks), ...textsOf(message.attachments)].join('\n'),
  )
  const [first] = named
  if (first === undefined) return noticeView('No object found', NOTHING)
  const asked = (bucket: string) => authorise(world.settings, { channel: channel.id, user: user.id, bucket })
  const address = named.find(({ bucket }) => asked(bucket).ok)
  if (address !== undefined) return drawForm(draftOf(address), channel.id, world)
  const verdict = asked(first.bucket)
  return noticeView('This may not be asked', verdict.ok ? '' : verdict.refusal)
}

const NOTHING =
  'This message names no object or bucket that I recognise. I look for addresses like `s3://bucket/key`, ' +
  '`arn:aws:s3:::bucket/key`, `https://bucket.s3.eu-west-1.amazonaws.com/key` and links to the S3 console.\n\n' +
  'Type `/s3audit` to name the bucket yourself.'

function draftOf({ bucket, key, prefix }: Address): Draft {
  if (key === undefined && prefix === undefined) return { bucket, parameters: {} }
  return { question: QUESTION, bucket, parameters: { ...(key && { key }), ...(prefix && { prefix }) } }
}

/** Every text in blocks and attachments: a bot's message may have its words there alone. Inline code stays code. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value !== 'object' || value === null) return []
  const { text, style } = value as { text?: unknown; style?: { code?: unknown } }
  if (typeof text === 'string' && style?.code === true) return [`\`${text}\``]
  return Object.values(value).flatMap(textsOf)
}
