import type { BatchOperation, Callback, Item, KeySpace, Store } from 'dynalite/db/index.js'
import { serviceError } from '../http/service-error.ts'
import { itemBytes, MAX_ITEM_BYTES } from './item-size.ts'

/** One item as it was and as it will be; absent where it did or will not exist. */
export interface Change {
  table: string
  key: string
  before: Item | undefined
  after: Item | undefined
}

/** What one dynalite action would write, held back. */
export interface Staging {
  /** Hand this to the action: it reads from the real store, and its writes are collected here. */
  store: Store
  operations: BatchOperation[]
  changes: Change[]
  /** Every item that the action looked at before it decided, by `table/key`. */
  reads: Map<string, Item | undefined>
}

/**
 * A store that collects writes instead of doing them. dynalite writes index entries and item one after the
 * other, so a killed process would leave an index that disagrees with its table. Collected, they become one
 * LevelDB batch: all of a write is on disk, or nothing. It also tells what changed, for the stream.
 */
export function stage(store: Store): Staging {
  const staging: Staging = { store, operations: [], changes: [], reads: new Map() }
  const getItemDb = (table: string) => itemSpace(staging, store.getItemDb(table), table)
  const getIndexDb = (kind: string, table: string, index: string) => ({
    ...store.getIndexDb(kind, table, index),
    ...writes(staging, `index-${kind.toLowerCase()}~${table}~${index}~`),
  })
  staging.store = { ...store, getItemDb, getIndexDb }
  return staging
}

/** The key under which dynalite keeps a table's items in the one Level database. */
export function itemPrefix(table: string): string {
  return `item-${table}~`
}

function itemSpace(staging: Staging, real: KeySpace, table: string): KeySpace {
  const { put, del } = writes(staging, itemPrefix(table))
  const changed = (key: string, after: Item | undefined) => {
    const before = staging.reads.get(`${table}/${key}`)
    staging.changes.push({ table, key, before, after })
  }
  return {
    // There is one writer at a time, so that the item's lock is always free.
    lock: (_key, body) => body(callback => callback),
    get: (key, callback) =>
      real.get(key, (error, item) => {
        staging.reads.set(`${table}/${key}`, item)
        callback(error, item)
      }),
    put: (key, item, callback) => {
      if (itemBytes(item) > MAX_ITEM_BYTES) return callback(tooLarge())
      changed(key, item)
      put(key, item, callback)
    },
    del: (key, callback) => {
      changed(key, undefined)
      del(key, callback)
    },
  }
}

/** `put` and `del` that only take note, under the key that dynalite itself would use. */
function writes({ operations }: Staging, prefix: string) {
  return {
    put: (key: string, value: Item, callback: Callback) => {
      operations.push({ type: 'put', key: prefix + key, value })
      callback(null)
    },
    del: (key: string, callback: Callback) => {
      operations.push({ type: 'del', key: prefix + key })
      callback(null)
    },
  }
}

function tooLarge(): Error {
  return serviceError('ValidationException', 'Item size has exceeded the maximum allowed size')
}
