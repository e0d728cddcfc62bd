import { type Conversation, LISTENERS, type Talk } from './talk.ts'

const TYPED = 'watch object-deletion my-bucket every month at 07:00 when rows > 0'
const FORM = 'watch object-deletion my-bucket'
const NO_TIME = { at: { value: { type: 'plain_text_input', value: 'in the morning' } } }
const EVERY_HOUR = {
  every: {
    value: {
      type: 'static_select',
      selected_option: { text: { type: 'plain_text', text: 'Every hour' }, value: 'hour' },
    },
  },
}

/** What one does with watches. */
export const WATCHING: Record<string, (talk: Talk) => Conversation> = {
  'a watch that is typed': ({ deleteWatches, type, countWatches }) => ({
    prepare: deleteWatches,
    act: () => type(TYPED),
    keeps: () => countWatches(),
  }),
  'the form of a watch': ({ close, type }) => ({ prepare: close, act: () => type(FORM) }),
  'the form of a watch, submitted': talk => ({
    prepare: async () => {
      await talk.deleteWatches()
      await talk.fresh(() => talk.type(FORM))()
    },
    act: () => talk.submit(),
    again: () => talk.submitAgain(),
    tells: 'Watching',
    keeps: () => talk.countWatches(),
  }),
  'the form of a watch, with a mistake': ({ fresh, type, submit }) => ({
    prepare: fresh(() => type(FORM)),
    act: () => submit(NO_TIME),
  }),
  'the form of a watch, changed': talk => ({
    prepare: async () => {
      await listed(talk)
      await talk.fresh(() => talk.ephemeralButton('watch-edit'))()
    },
    act: () => talk.submit(EVERY_HOUR),
    again: () => talk.submitAgain(EVERY_HOUR),
    tells: 'Watching',
    keeps: () => talk.countWatches('hour'),
  }),
  'the list of watches': ({ type }) => ({ act: () => type('watches') }),
  'what is worth watching': ({ type }) => ({ act: () => type('watch my-bucket') }),
  'a watch in one press': ({ deleteWatches, type, ephemeralButton, countWatches }) => ({
    prepare: async () => {
      await deleteWatches()
      await type('watch my-bucket')
    },
    act: () => ephemeralButton('watch-preset'),
    tells: 'Watching',
    keeps: () => countWatches(),
    only: LISTENERS,
  }),
  'pause a watch': talk => ({
    prepare: () => listed(talk),
    act: () => talk.ephemeralButton('watch-pause'),
    tells: 'Paused',
  }),
}

/** One watch, and the list of it before Ada. */
export async function listed({ deleteWatches, type }: Talk): Promise<void> {
  await deleteWatches()
  await type(TYPED)
  await type('watches')
}
