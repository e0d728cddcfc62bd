import { INCIDENTS, type TestProduct } from '../support/product.ts'
import { buttonOf, press } from '../support/slack-clicks.ts'
import { OUTSIDE } from './places.ts'
import { type Conversation, LISTENERS, type Talk } from './talk.ts'

const lastCheck = ({ client }: TestProduct) =>
  client.messages(INCIDENTS).findLast(one => buttonOf(one, 'show-fix'))

/** Ways to ask, and what is told outside of an answer. */
export const ASKING: Record<string, (talk: Talk) => Conversation> = {
  'a command that starts': ({ type }) => ({ act: () => type('object-deletion my-bucket 24h now') }),
  // Slack is asked for the time zone of somebody new.
  'a command of somebody new': ({ product, newcomer }) => ({
    act: () => product.type('object-deletion my-bucket 24h now', INCIDENTS, newcomer()),
    only: LISTENERS,
  }),
  // All that is told goes to the person.
  'a command where the bot is not': ({ product }) => ({
    act: () => product.type('object-deletion my-bucket 24h now', OUTSIDE),
    tells: `I could not answer in <#${OUTSIDE}>`,
  }),
  // As where a workspace has no such blocks: the charts come as pictures.
  'a question whose charts are drawn': ({ type }) => ({
    act: () => type('object-deletion my-bucket 24h now'),
    meanwhile: ({ operation, detail }) =>
      operation === 'chat.postMessage' && detail.blocks?.includes('data_visualization')
        ? { status: 200, code: 'invalid_blocks', message: 'invalid_blocks' }
        : undefined,
    pictures: 1,
    only: ['files.getUploadURLExternal', 'upload', 'files.completeUploadExternal', 'conversations.replies'],
  }),
  'the form': ({ close, type }) => ({ prepare: close, act: () => type('') }),
  'the form, submitted': ({ fresh, type, submit, submitAgain }) => ({
    prepare: fresh(() => type('object-deletion my-bucket 24h')),
    act: () => submit(),
    again: () => submitAgain(),
    only: LISTENERS,
  }),
  // Where the form is not drawn anew, it is when it is submitted.
  'the form, with another question chosen': ({ fresh, type, choose, submit }) => ({
    prepare: fresh(() => type('object-deletion my-bucket 24h')),
    act: async () => {
      await choose('overview')
      await submit()
    },
    only: ['views.update'],
  }),
  'cancel while it runs': ({ type, product }) => ({
    act: async () => {
      await type('object-deletion my-bucket 24h now')
      const [id = ''] = await product.investigations.openIds()
      await type(`cancel ${id}`)
    },
    only: LISTENERS,
  }),
  'a mention': ({ write }) => ({
    act: () => write('<@U0S3AUDIT> who deleted a.txt in my-bucket yesterday'),
    tells: 'I understood',
  }),
  'the button of a mention': ({ close, write, ephemeralButton }) => ({
    prepare: async () => {
      await close()
      await write('<@U0S3AUDIT> who deleted a.txt in my-bucket yesterday')
    },
    act: () => ephemeralButton('open-form'),
  }),
  'the shortcut': ({ fresh, write, shortcutOn }) => ({
    prepare: fresh(() => write('Look at s3://my-bucket/a.txt')),
    act: () => shortcutOn('Look at'),
  }),
  'the shortcut on a message that names nothing': ({ fresh, write, shortcutOn }) => ({
    prepare: fresh(() => write('Good morning')),
    act: () => shortcutOn('Good morning'),
  }),
  'the list': ({ type }) => ({ act: () => type('list') }),
  'an investigation of the list': ({ type, ephemeralButton }) => ({
    prepare: () => type('list'),
    act: () => ephemeralButton('show-investigation'),
  }),
  'the record of uses': ({ type }) => ({ act: () => type('audit'), tells: 'Uses' }),
  'what is older in the record of uses': ({ type, ephemeralButton }) => ({
    prepare: async () => {
      for (let uses = 0; uses < 11; uses++) await type('help')
      await type('audit')
    },
    act: () => ephemeralButton('audit-older'),
  }),
  'a check': ({ type }) => ({
    act: () => type('check my-bucket'),
    posts: { channel: INCIDENTS, text: 'check-again' },
  }),
  'what a check found, put right': ({ close, product }) => ({
    prepare: close,
    act: () => press(product, lastCheck(product), 'show-fix'),
  }),
  'the commands of a check': ({ product }) => ({
    act: () => press(product, lastCheck(product), 'check-commands'),
  }),
}
