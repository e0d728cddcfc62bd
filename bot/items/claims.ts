import { hashOf } from '../text/hash.ts'
import { GetCommand, PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { failureOf } from '../calls/failures.ts'
import { EXPIRES } from './table.ts'
import { unlessConflict } from './items.ts'

/** Who does a thing that must be done once: Slack has no tokens, and people press twice. */
export interface Claims {
  /**
   * Claims what is about to be done, for so long.
   * @returns `held` where somebody else is doing it; `again` where somebody tried before, and may have done it; `done`
   *   where it was finished
   */
  take(what: string, seconds: number): Promise<'new' | 'again' | 'held' | 'done'>
  /**
   * Makes of a double press one: presses of the same thing within {@link DOUBLE_PRESS_SECONDS} of the first of them
   * count as that one, wherever the clock stands; a later one is a press of its own.
   * @param at when it was pressed, unix seconds, as Slack tells
   * @returns when the press was that it counts as: the same for all that count as one, repeats by Slack included
   */
  press(what: string, at: number): Promise<number>
  /** Notes that it was done: nobody gets the claim again. */
  finish(what: string): Promise<void>
  /** Gives a claim back: it was not done, or nobody knows. */
  release(what: string): Promise<void>
}

/** How long after a press another one of the same button by the same person is taken for a double press. */
export const DOUBLE_PRESS_SECONDS = 30

/** By then nobody does the same thing again. */
const KEPT_SECONDS = 86_400

export function claimsFrom(db: DynamoDBDocumentClient, TableName: string, now: () => Date): Claims {
  const itemOf = (what: string, seconds: number, done = false) => ({
    id: `claim#${what}`,
    claimedUntil: now().getTime() + seconds * 1000,
    ...(done && { done }),
    [EXPIRES]: Math.floor(now().getTime() / 1000) + KEPT_SECONDS,
  })
  return {
    async take(what, seconds) {
      try {
        const { Attributes } = await db.send(
          new PutCommand({
            TableName,
            Item: itemOf(what, seconds),
            ConditionExpression: 'attribute_not_exists(id) OR claimedUntil <= :now',
            ExpressionAttributeValues: { ':now': now().getTime() },
            ReturnValues: 'ALL_OLD',
          }),
        )
        return Attributes === undefined ? 'new' : 'again'
      } catch (error) {
        if (failureOf(error) !== 'conflict') throw error
        const Key = { id: `claim#${what}` }
        const { Item } = await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }))
        return Item?.done === true ? 'done' : 'held'
      }
    },
    async press(what, at) {
      const id = `press#${hashOf(what, 64)}`
      const { [EXPIRES]: expires } = itemOf(what, 0)
      const isFirst = await unlessConflict(
        db.send(
          new PutCommand({
            TableName,
            Item: { id, pressedAt: at, [EXPIRES]: expires },
            ConditionExpression: 'attribute_not_exists(id) OR pressedAt <= :before',
            ExpressionAttributeValues: { ':before': at - DOUBLE_PRESS_SECONDS },
          }),
        ),
      )
      if (isFirst) return at
      const { Item } = await db.send(new GetCommand({ TableName, Key: { id }, ConsistentRead: true }))
      const first = Number(Item?.pressedAt ?? at)
      // One that Slack repeats after a later press has long begun what it stands for.
      return Math.abs(at - first) < DOUBLE_PRESS_SECONDS ? first : at
    },
    async finish(what) {
      await db.send(new PutCommand({ TableName, Item: itemOf(what, KEPT_SECONDS, true) }))
    },
    async release(what) {
      await db.send(new PutCommand({ TableName, Item: itemOf(what, 0) }))
    },
  }
}
