import { PutCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { failureOf } from './failures.ts'
import { EXPIRES } from '../items/table.ts'

/** Who does a thing that must be done once: Slack has no tokens, and people press twice. */
export interface Claims {
  /**
   * Claims what is about to be done, for so long.
   * @returns `held` where somebody else is doing it; `again` where somebody tried before, and may have done it
   */
  take(what: string, seconds: number): Promise<'new' | 'again' | 'held'>
  /** Gives a claim back: it was not done, or nobody knows. */
  release(what: string): Promise<void>
}

/** By then nobody does the same thing again. */
const KEPT_SECONDS = 86_400

export function claimsFrom(db: DynamoDBDocumentClient, TableName: string, now: () => Date): Claims {
  const itemOf = (what: string, seconds: number) => ({
    id: `claim#${what}`,
    claimedUntil: now().getTime() + seconds * 1000,
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
        if (failureOf(error) === 'conflict') return 'held'
        throw error
      }
    },
    async release(what) {
      await db.send(new PutCommand({ TableName, Item: itemOf(what, 0) }))
    },
  }
}
