/**
 * The DynamoDB table: its keys, its indexes and what each index holds. The stack deploys it, the local mode creates
 * it and the clients query it, all from here. This file imports nothing, so that the stack can share it without
 * loading the bot.
 */

/** The table's time-to-live attribute, epoch seconds: DynamoDB deletes the item some time after it. */
export const EXPIRES = 'expires'

/** The indexes over what was asked: in a month, and by a person; in order of time. */
export const RECENT_INDEX = 'recent'
export const ASKED_INDEX = 'asked'
/** What a list shows of an investigation, besides its id and when it was asked. */
export const LISTED = ['request', 'headline', 'problem', 'closedAt'] as const

/** The index over the audit log: by month, in order of time. */
export const USES_INDEX = 'uses'

/** The index over the watches, and what it holds of each beside its keys. */
export const WATCHES_INDEX = 'watches'
export const INDEXED = ['channel', 'owner', 'bucket'] as const

/** The attributes of a partition key and a sort key. All of them are strings. */
export interface Keys {
  partition: string
  sort?: string
}

/** A global secondary index: its keys, and what it holds of an item beside them. */
export interface Index extends Keys {
  name: string
  holds: 'keys' | 'all' | readonly string[]
}

/** One item each, by `id`. Every change goes to the stream, with both images, which triggers the reconciler. */
export const TABLE_KEYS: Keys = { partition: 'id' }

/**
 * `open` is sparse: an item has the attribute `open` ('1') only while its investigation is open, so the sweep lists
 * exactly those, oldest first, and reads each by its id. `recent` and `asked` list investigations with what a list
 * shows of them. `watches` holds the watches alone, by their state (`watch`) and when they are due, so that the sweep
 * reads only those that are due. The audit log is in the same table, an item an entry, which only `uses` holds.
 */
export const TABLE_INDEXES: readonly Index[] = [
  { name: 'open', partition: 'open', sort: 'createdAt', holds: 'keys' },
  { name: RECENT_INDEX, partition: 'month', sort: 'createdAt', holds: LISTED },
  { name: ASKED_INDEX, partition: 'askedBy', sort: 'createdAt', holds: LISTED },
  { name: USES_INDEX, partition: 'usedIn', sort: 'usedAt', holds: 'all' },
  { name: WATCHES_INDEX, partition: 'watch', sort: 'dueAt', holds: INDEXED },
]
