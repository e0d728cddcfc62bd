import { UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { getItem, unlessConflict } from './items.ts'

/** The kinds of stored work that the reconciler takes further. Every item has its kind as an attribute. */
export const kindSchema = z.enum(['investigation', 'check', 'watch', 'person'])
export type Kind = z.infer<typeof kindSchema>

/** Version 0.1 stored no kind: its ids say it. */
const OLD_IDS: readonly (readonly [RegExp, Kind])[] = [
  [/^[0-9a-f]{16}$/, 'investigation'],
  [/^check-[0-9a-f]{16}$/, 'check'],
  [/^watch#/, 'watch'],
  [/^person:/, 'person'],
]

/** What kind of work an item is; undefined for the other items of the table, and for kinds of a later version. */
export const kindOf = ({ id, kind }: { id?: unknown; kind?: unknown }): Kind | undefined =>
  kind === undefined
    ? OLD_IDS.find(([pattern]) => pattern.test(String(id)))?.[1]
    : kindSchema.safeParse(kind).data

/** The items of all kinds, as they are stored. */
export interface StoredWork {
  load(id: string): Promise<Record<string, unknown> | undefined>
  /** Claims reporting a damaged item. @returns false while another run holds the claim, or once it is quarantined */
  claimDamaged(id: string, seconds: number): Promise<boolean>
  /** Takes a damaged item out of the indexes that lead to it; all else of it is kept for the operator. */
  quarantine(id: string): Promise<void>
}

export function storedWorkFrom(db: DynamoDBDocumentClient, TableName: string, now: () => Date): StoredWork {
  const update = (id: string, change: object) =>
    unlessConflict(db.send(new UpdateCommand({ TableName, Key: { id }, UpdateExpression: '', ...change })))
  return {
    load: id => getItem({ db, TableName }, id),
    claimDamaged(id, seconds) {
      const at = now().getTime()
      return update(id, {
        UpdateExpression: 'SET damagedClaim = :until',
        ConditionExpression:
          'attribute_not_exists(damagedAt) AND (attribute_not_exists(damagedClaim) OR damagedClaim < :now)',
        ExpressionAttributeValues: { ':until': at + seconds * 1000, ':now': at },
      })
    },
    async quarantine(id) {
      await update(id, {
        UpdateExpression: 'SET damagedAt = :at REMOVE #open, #watch',
        ExpressionAttributeNames: { '#open': 'open', '#watch': 'watch' },
        ExpressionAttributeValues: { ':at': now().toISOString() },
      })
    },
  }
}
