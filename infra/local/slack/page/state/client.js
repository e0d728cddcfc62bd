// @ts-check
/** What every part of the page is given: who is looking, what is known, and how to act. */
import { messageOf, post } from './api.js'
import { SLACKBOT } from './store.js'
import { toast } from '../dom/toast.js'

/** @typedef {import('./store.js').Store} Store */
/** @typedef {import('../../model/protocol.ts').User} User */
/** @typedef {ReturnType<typeof createClient>} Client */

/**
 * @param {Store} store
 * @param {User} me
 */
export function createClient(store, me) {
  return {
    store,
    me,
    /**
     * Posts in this person's name. A failure is shown, since nobody else would.
     * @param {string} path below `/client/`
     * @param {object} body
     * @returns {Promise<any>} undefined when it failed
     */
    async post(path, body) {
      try {
        return await post(path, { user: me.id, ...body })
      } catch (error) {
        toast(`Slack could not be reached: ${messageOf(error)}`, 'error')
        return undefined
      }
    },
    /**
     * Slackbot tells this person something in a channel or thread.
     * @param {{ channel: string, thread_ts?: string | undefined, text: string, level?: 'error' | 'info' }} notice
     */
    notice({ channel, thread_ts: thread, text, level = 'info' }) {
      const ts = (Date.now() / 1000).toFixed(6)
      const place = thread ? { thread_ts: thread } : {}
      store.keepLocal({ channel, ts, ...place, user: SLACKBOT, text, ephemeral_to: me.id, notice: level })
    },
  }
}
