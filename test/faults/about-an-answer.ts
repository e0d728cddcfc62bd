import { ELSEWHERE } from './places.ts'
import { type Conversation, LISTENERS, type Talk } from './talk.ts'

const INTO = { channel: { value: { type: 'conversations_select', selected_conversation: ELSEWHERE } } }
const WRONG = { text: { value: { type: 'plain_text_input', value: 'Two are missing.' } } }

/** What one does with an answer. */
export const ABOUT_AN_ANSWER: Record<string, (talk: Talk) => Conversation> = {
  'ask again': ({ button }) => ({ act: () => button('ask-again'), only: LISTENERS, tells: 'Asked again' }),
  'the next question': ({ press, denied }) => ({
    act: () => press(denied, 'ask-next-0'),
    only: LISTENERS,
    tells: 'Asked. The answer will be posted here.',
  }),
  'the next rows': ({ press, has, long }) => ({
    prepare: async () => {
      while (has(long, 'rows-previous')) await press(long, 'rows-previous')
    },
    act: () => press(long, 'rows-next'),
    edits: true,
  }),
  'the CSV': ({ button }) => ({ act: () => button('get-csv'), tells: 'open-csv' }),
  'the SQL': ({ close, button }) => ({ prepare: close, act: () => button('show-sql') }),
  'change and run': ({ close, button }) => ({ prepare: close, act: () => button('change-and-run') }),
  'save the question': ({ button }) => ({ act: () => button('save-question') }),
  'cancel after the end': ({ type, answered }) => ({ act: () => type(`cancel ${answered.id}`) }),
  show: ({ type, answered }) => ({ act: () => type(`show ${answered.id}`) }),
  share: ({ close, button }) => ({ prepare: close, act: () => button('share-answer') }),
  'share, submitted': ({ fresh, button, submit, submitAgain }) => ({
    prepare: fresh(() => button('share-answer')),
    act: () => submit(INTO),
    again: () => submitAgain(INTO),
    posts: { channel: ELSEWHERE, text: '1 deletion in my-bucket' },
  }),
  'feedback, submitted': ({ forgetFeedback, fresh, button, submit, submitAgain }) => ({
    prepare: async () => {
      await forgetFeedback()
      await fresh(() => button('answer-is-wrong'))()
    },
    act: () => submit(WRONG),
    again: () => submitAgain(WRONG),
    tells: 'Thank you',
  }),
  'watch this': ({ close, button }) => ({ prepare: close, act: () => button('watch-this') }),
}
