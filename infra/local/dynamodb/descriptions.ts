import type { Callback, KeySpace, Table } from 'dynalite/db/index.js'

/**
 * Answers reads of table descriptions from memory: every action asks for its table's, some twice, and LevelDB
 * takes as long for one as for an item. Writes go through to LevelDB, and are seen once it has them.
 */
export function keepInMemory(space: KeySpace<Table>, known: readonly Table[]): void {
  // As JSON: who asks gets a description of their own, as from LevelDB; dynalite changes some before it stores them.
  const texts = new Map(known.map(table => [table.TableName, JSON.stringify(table)]))
  const stored = { ...space }
  space.get = (name, callback) => {
    const text = texts.get(name)
    callback(null, text === undefined ? undefined : JSON.parse(text))
  }
  space.put = (name, table, callback) => {
    const text = JSON.stringify(table)
    const written = told(callback, () => texts.set(name, text))
    stored.put(name, table, written)
  }
  space.del = (name, callback) => {
    const removed = told(callback, () => texts.delete(name))
    stored.del(name, removed)
  }
}

/** The callback, told after `written` where the write succeeded. */
const told =
  (callback: Callback, written: () => void): Callback =>
  error => {
    if (!error) written()
    callback(error)
  }
