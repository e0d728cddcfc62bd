import { code, truncate } from '../reply/mrkdwn.ts'
import type { Settings } from '../settings.ts'
import { nearest } from './nearest.ts'

/** Allowed, or why not and whom to ask: as mrkdwn for messages, as plain text for the form's errors. */
export type Verdict =
  | { ok: true }
  | { ok: false; place: 'channel' | 'bucket'; refusal: string; plain: string }

type Rules = Pick<Settings, 'channels' | 'buckets' | 'owner'>

/** Whether s3audit answers in this channel at all. Direct messages count as channels that must be listed. */
export function authoriseChannel({ channels, owner }: Rules, channel: string): Verdict {
  if (channels.includes(channel)) return { ok: true }
  const here = channel.startsWith('D') ? 'in direct messages' : 'in this channel'
  const refusal = `s3audit does not answer ${here}. Ask in a channel that it is set up for, or have this one added by`
  return {
    ok: false,
    place: 'channel',
    refusal: `${refusal} ${owner}.`,
    plain: `${refusal} ${plainOwner(owner)}.`,
  }
}

/** Whether this person may ask about this bucket in this channel; whatever is not allowed is refused. */
export function authorise(
  settings: Rules,
  asked: { channel: string; user: string; bucket: string },
): Verdict {
  const verdict = authoriseChannel(settings, asked.channel)
  return verdict.ok ? authoriseBucket(settings, asked.bucket) : verdict
}

/** Whether the bucket may be asked about at all; else names those that were perhaps meant. */
export function authoriseBucket({ buckets, owner }: Rules, bucket: string): Verdict {
  if (buckets.includes(bucket)) return { ok: true }
  const near = nearest(bucket, buckets)
  const sentence = (show: (bucket: string) => string, whom: string): string => {
    const meant = near.length > 0 ? ` Did you mean ${near.map(show).join(' or ')}?` : ''
    return `s3audit may not be asked about the bucket ${show(bucket)}.${meant} It can be added by ${whom}.`
  }
  return {
    ok: false,
    place: 'bucket',
    refusal: sentence(name => code(truncate(name, 100)), owner),
    plain: sentence(name => truncate(name, 100), plainOwner(owner)),
  }
}

/** The settings' owner without Slack's mention syntax, which plain text would show as it is. */
export const plainOwner = (owner: string): string =>
  owner.replaceAll(/<[@!][^>|]*\|([^>]*)>/g, '$1').replaceAll(/<[@!][^>]*>/g, 'the operator of s3audit')
