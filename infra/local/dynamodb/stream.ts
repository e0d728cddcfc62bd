import { defined } from '../../../analyses/lib/defined.ts'
import { createHash } from 'node:crypto'
import type { DynamoDBRecord } from 'aws-lambda'
import type { Item, Table } from 'dynalite/db/index.js'
import { itemBytes } from './item-size.ts'
import type { Change } from './staging.ts'

/** Who deleted an item whose time to live had passed, as the record of that deletion says. */
export const TIME_TO_LIVE_IDENTITY = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const

/** Whether the item is other than before. DynamoDB writes no stream record for a write that changes nothing. */
export function isChange({ before, after }: Change): boolean {
  return canonical(before) !== canonical(after)
}

/**
 * A change as Lambda hands it over in `DynamoDBStreamEvent.Records`. `sequence` grows with every record of
 * the database; `at` is the time of the write, recorded in whole seconds.
 */
export function streamRecord(
  change: Change,
  table: Table,
  sequence: number,
  at: Date,
  identity?: typeof TIME_TO_LIVE_IDENTITY,
): DynamoDBRecord {
  const { before, after } = change
  const keys = keysOf(after ?? before ?? {}, table)
  const images = { ...defined({ NewImage: after, OldImage: before }) }
  return {
    eventID: createHash('md5').update(`${table.TableArn}/${sequence}`).digest('hex'),
    eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: table.TableArn.split(':')[3],
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(at.getTime() / 1000),
      Keys: keys,
      ...images,
      // Real ones have 21 to 40 digits; equally long ones also sort as text.
      SequenceNumber: `1${String(sequence).padStart(24, '0')}`,
      SizeBytes: [keys, ...Object.values(images)].reduce((sum, image) => sum + itemBytes(image), 0),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: table.LatestStreamArn,
    ...defined({ userIdentity: identity }),
  }
}

/** The attributes that make up the item's key. */
export function keysOf(item: Item, table: Table): Item {
  const names = new Set(table.KeySchema.map(key => key.AttributeName))
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)))
}

/** Equal for equal items: neither the order of attributes nor the order within a set counts. */
function canonical(item: Item | undefined): string {
  return (
    JSON.stringify(item, (name, value: unknown) => {
      if (Array.isArray(value))
        return ['SS', 'NS', 'BS'].includes(name) ? value.map(String).sort((a, b) => (a < b ? -1 : 1)) : value
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    }) ?? ''
  )
}
