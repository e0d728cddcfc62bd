import type { Fault } from '../../http/faults.ts'

/** A way in which Slack fails. */
export interface FaultKind {
  name: string
  /** In one line, what a person will see of it. */
  effect: string
  /** How it answers a call of the app; undefined where that is none of its business. */
  answer?: (operation: string, args: Record<string, string>) => Fault | undefined
}

const WRITES = new Set(['chat.postMessage', 'chat.update', 'chat.postEphemeral'])

const refusal = (code: string, message = ''): Fault => ({ status: 200, code, message })

/**
 * What a person can have happen, and nothing else. Those without an `answer` do not refuse a call: the code that sends
 * the app its requests asks for them by their name.
 */
export const FAULTS = {
  'rate-limit': {
    name: 'Too many calls (429)',
    effect: 'What is under way comes later, but it comes. What you do just now may fail, and says so.',
    answer: () => ({ status: 429, code: 'ratelimited', message: '' }),
  },
  'lost-answer': {
    name: 'Posted, but the answer is lost',
    effect: 'Each message comes once, not twice: s3audit looks whether it is there before it posts again.',
    answer: operation => (WRITES.has(operation) ? refusal('lost-answer') : undefined),
  },
  'invalid-blocks': {
    name: 'Blocks are refused (invalid_blocks)',
    effect: 'Messages come plainer, at last as text alone, and say that something is missing.',
    answer: (operation, { blocks = '' }) =>
      WRITES.has(operation) && blocks.startsWith('[{')
        ? refusal('invalid_blocks', 'unsupported type [json-pointer:/blocks/0/type]')
        : undefined,
  },
  'expired-trigger': {
    name: 'The trigger has expired',
    effect: 'No form opens; s3audit says so and asks to try again.',
    answer: operation => (operation === 'views.open' ? refusal('expired_trigger_id') : undefined),
  },
  'slow-ack': {
    name: 'Answered after three seconds',
    effect: 'Slack says operation_timeout, but what was asked for happens.',
  },
  'repeated-event': {
    name: 'Events are delivered twice',
    effect: 'A mention is answered once: the second delivery (X-Slack-Retry-Num: 1) changes nothing.',
  },
  'double-submit': {
    name: 'Presses and submissions arrive twice',
    effect: 'A form that is sent twice starts one question, and a button does its work once.',
  },
  'org-install': {
    name: 'Installed for the organisation: no team',
    effect: 'Nothing looks different: payloads have a null team and the organisation’s id instead.',
  },
} satisfies Record<string, FaultKind>

export type FaultName = keyof typeof FAULTS
