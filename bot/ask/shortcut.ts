import type { View } from '@slack/web-api'
import { noticeView } from '../slack/notice.ts'
import type { Deps } from '../services/deps.ts'
import { type Address, addressesIn } from '../text/address.ts'
import { type Access, accessOf, mayAsk } from '../access/access.ts'
import type { Shortcut } from '../slack/register.ts'
import { decide } from '../access/authorise.ts'
import type { Draft } from './grammar/draft.ts'
import { openedForm } from './open-form.ts'

/** The message shortcut "Audit this object", as the manifest declares it. */
export const AUDIT_OBJECT = 'audit-object'

/** What is asked of an object, or of all below a prefix. */
const QUESTION = 'object-history'

/** Opens the form, filled with what the message names. */
export const auditObject: Shortcut<Deps> = {
  for: 'channel',
  run: async (click, deps) => ({ view: await viewFor(click, deps) }),
}

async function viewFor(
  { message, person, channel, presence }: Parameters<typeof auditObject.run>[0],
  deps: Deps,
): Promise<View> {
  const access = await accessOf(person, { channel, presence }, deps)
  const named = addressesIn(
    [message.text ?? '', ...textsOf(message.blocks), ...textsOf(message.attachments)].join('\n'),
  )
  const address = named.find(({ bucket }) => mayAsk(access, { bucket })) ?? named[0]
  // Where nothing may be asked, do not reveal what the message names either.
  const about = access.holding.length > 0 ? { bucket: address?.bucket } : {}
  const verdict = decide(access, { surface: 'shortcut', person, channel, ...about }, deps)
  if (!verdict.ok) {
    const title = verdict.place === 'bucket' ? 'Not allowed' : 's3audit is not here'
    return noticeView(title, verdict.refusal)
  }
  return address === undefined
    ? noticeView('No object found', NOTHING)
    : openedForm(draftOf(address, access), { person, access }, deps)
}

const NOTHING =
  'I found no object or bucket in this message. I look for addresses like `s3://bucket/key`, ' +
  '`arn:aws:s3:::bucket/key`, `https://bucket.s3.eu-west-1.amazonaws.com/key` and links to the S3 console.\n\n' +
  'Type `/s3audit` to name the bucket yourself.'

function draftOf({ bucket, key, prefix }: Address, access: Access): Draft {
  const asks = (key ?? prefix) !== undefined && mayAsk(access, { bucket, analysis: QUESTION })
  if (!asks) return { bucket, parameters: {} }
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
