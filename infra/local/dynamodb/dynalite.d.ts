/**
 * The parts of dynalite 4.0.0 that are used, all below its public entry: dynalite has no types and its
 * own server lacks too much. The version is pinned, because deep paths are not a public API.
 */

declare module 'dynalite/db/index.js' {
  type AttributeValue = import('aws-lambda').AttributeValue
  type Item = Record<string, AttributeValue>
  type Callback<T = unknown> = (error: Error | null | undefined, value?: T) => void

  interface KeyAttribute {
    AttributeName: string
    KeyType: 'HASH' | 'RANGE'
  }

  /** A table as stored: what DescribeTable answers, `StreamSpecification` and `LatestStream*` being ours. */
  interface Table {
    TableName: string
    TableArn: string
    TableStatus: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING'
    KeySchema: KeyAttribute[]
    GlobalSecondaryIndexes?: { IndexName: string; IndexStatus?: string }[]
    StreamSpecification?: { StreamEnabled: boolean; StreamViewType?: string }
    LatestStreamLabel?: string
    LatestStreamArn?: string
  }

  /** One key space. `lock` runs `body` once the key is free; `body` wraps its callback with `release`. */
  interface KeySpace<Value = Item> {
    get(key: string, callback: Callback<Value>): void
    put(key: string, value: Value, callback: Callback): void
    del(key: string, callback: Callback): void
    lock(key: string, body: (release: <F>(callback: F) => F) => void): void
  }

  type BatchOperation = { type: 'put'; key: string; value: unknown } | { type: 'del'; key: string }

  /** The Level database below all key spaces; without a callback its methods return promises. */
  interface Level {
    open(): Promise<void>
    /** The caller says what it has put under these keys. */
    get<T>(key: string): Promise<T | undefined>
    batch(operations: BatchOperation[]): Promise<void>
    iterator<T>(range: { gte: string; lt: string }): AsyncIterable<[string, T]>
  }

  interface Store {
    options: { maxItemSize: number }
    db: Level
    tableDb: KeySpace<Table> & { awsRegion: string; awsAccountId: string }
    getTable(name: string, checkStatus: boolean, callback: Callback<Table>): void
    getItemDb(table: string): KeySpace
    getIndexDb(kind: string, table: string, index: string): KeySpace
    lifecycleManager: { gracefulClose(): Promise<void> }
  }

  const db: {
    create(options: { path: string; createTableMs: number; deleteTableMs: number }): Store
  }
  export default db
  export type { AttributeValue, BatchOperation, Callback, Item, KeySpace, Store, Table }
}

declare module 'dynalite/validations/index.js' {
  type Store = import('dynalite/db/index.js').Store
  const validations: {
    checkTypes(data: object, types: object): Record<string, unknown>
    checkValidations(data: object, types: object, custom: unknown, store: Store): void
  }
  export default validations
}

declare module 'dynalite/validations/*' {
  const validation: { types: Record<string, unknown>; custom?: unknown }
  export default validation
}

declare module 'dynalite/actions/*' {
  type Store = import('dynalite/db/index.js').Store
  type Callback<T> = import('dynalite/db/index.js').Callback<T>
  const action: (store: Store, data: object, callback: Callback<Record<string, unknown>>) => void
  export default action
}
