import type { Fault } from '../../infra/local/http/faults.ts'
import type { Asked } from '../support/fault-switch.ts'

/** Something that goes wrong in Slack, at one call of a conversation. */
export interface SlackFault {
  name: string
  fault: Fault
  /** It lasts: all that comes after it, to the same channel (and thread), fails alike. */
  lasts?: (one: Asked, first: Asked) => boolean
}

const refusal = (code: string): Fault => ({ status: 200, code, message: code })
const once = (code: string): SlackFault => ({ name: code, fault: refusal(code) })

/** What may happen to any call; after `lost-answer` it has happened all the same. */
const PASSING: SlackFault[] = [
  { name: '429', fault: { status: 429, code: 'ratelimited', message: '' } },
  { name: 'lost answer', fault: refusal('lost-answer') },
  { name: '500', fault: { status: 500, code: 'internal_error', message: '' } },
]

/** Whether it is over by itself: then nothing is given up because of it. */
export const isPassing = (fault: SlackFault): boolean =>
  PASSING.includes(fault) || ['invalid_blocks', 'hash_conflict'].includes(fault.name)

/** The channel takes nothing any more; where it is somebody's conversation with the app, that is another one. */
const ofChannel = (code: string): SlackFault => ({
  ...once(code),
  lasts: ({ operation, detail }, first) =>
    operation.startsWith('chat.') && detail.channel === first.detail.channel,
})
/** The first message of the thread was deleted. */
const ofThread = (code: string): SlackFault => ({
  ...once(code),
  lasts: ({ detail }, first) =>
    detail.channel === first.detail.channel && (detail.thread_ts ?? detail.ts) === threadOf(first),
})
const threadOf = ({ detail }: Asked) => detail.thread_ts ?? detail.ts

const CHANNEL = ['is_archived', 'channel_not_found', 'not_in_channel', 'restricted_action'].map(ofChannel)

/** What Slack may answer to a call, beside what it may answer to any. */
export function faultsOf(asked: Asked): SlackFault[] {
  const { operation, detail } = asked
  const isDirect = /^[UWD]/.test(detail.channel ?? '')
  const channel = isDirect ? [] : CHANNEL
  const thread = detail.thread_ts === undefined ? [] : [ofThread('cannot_reply_to_message')]
  const more: Record<string, SlackFault[]> = {
    'chat.postMessage': [...channel, ...thread, once('invalid_blocks')],
    'chat.postEphemeral': [...channel, once('user_not_in_channel'), once('invalid_blocks')],
    'chat.update': [once('is_archived'), ofThread('message_not_found'), once('edit_window_closed')],
    'chat.getPermalink': [once('message_not_found'), once('channel_not_found')],
    'users.info': [once('user_not_found'), once('missing_scope')],
    'views.open': [{ ...once('expired_trigger_id'), lasts: sameTrigger }],
    'views.update': [once('hash_conflict'), once('not_found')],
    'views.publish': [once('not_enabled')],
    'files.getUploadURLExternal': [once('file_uploads_disabled'), once('missing_scope')],
    upload: [],
    'files.completeUploadExternal': ['not_in_channel', 'channel_not_found', 'posting_to_channel_denied'].map(
      once,
    ),
    response_url: [{ name: 'used_url', fault: { status: 404, code: 'used_url', message: '' } }],
  }
  return [...PASSING, ...(more[operation] ?? [])]
}

const sameTrigger = (one: Asked, first: Asked): boolean => one.detail.trigger_id === first.detail.trigger_id

/** A call of a conversation: the operation, and which one of its kind in it. */
export interface Step {
  asked: Asked
  nth: number
}

export const stepsOf = (calls: readonly Asked[]): Step[] =>
  calls.map((asked, at) => ({ asked, nth: calls.slice(0, at).filter(one => isAlike(one, asked)).length }))

/** Posts to a channel, to its threads and to people are different things. */
const isAlike = (one: Asked, other: Asked): boolean => kindOf(one) === kindOf(other)
export const kindOf = ({ operation, detail }: Asked): string =>
  [
    operation,
    /^[UWD]/.test(detail.channel ?? '') ? 'to a person' : '',
    detail.thread_ts === undefined ? '' : 'in a thread',
  ]
    .filter(part => part !== '')
    .join(' ')

/** The rule for the fault switch, and whether it has come to it. */
export function injecting({ asked, nth }: Step, { fault, lasts }: SlackFault) {
  let met = 0
  let first: Asked | undefined
  return {
    isMet: () => first !== undefined,
    rule: (one: Asked): Fault | undefined => {
      if (one.service !== 'slack') return undefined
      if (first) return lasts?.(one, first) ? fault : undefined
      if (kindOf(one) !== kindOf(asked) || met++ !== nth) return undefined
      first = one
      return fault
    },
  }
}
