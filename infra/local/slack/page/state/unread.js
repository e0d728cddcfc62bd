// @ts-check
/** How far this person has read in each channel, kept in the browser. */

/** @typedef {import('./store.js').Store} Store */

/**
 * @param {Store} store
 * @returns {{ isUnread: (channel: string) => boolean, markRead: (channel: string) => void }}
 */
export function createUnread(store) {
  const key = `slack-read:${store.workspace.team.id}:${store.me}`
  /** @type {Record<string, string>} */
  let read = {}
  try {
    read = JSON.parse(localStorage.getItem(key) ?? '{}')
  } catch {
    read = {}
  }
  const latest = /** @param {string} channel */ channel => store.roots(channel).at(-1)?.ts ?? '0'
  // What was there before the first visit is history, not news.
  for (const channel of store.workspace.channels) read[channel.id] ??= latest(channel.id)
  return {
    isUnread: channel => Number(latest(channel)) > Number(read[channel] ?? 0),
    markRead(channel) {
      read[channel] = latest(channel)
      localStorage.setItem(key, JSON.stringify(read))
    },
  }
}
