import { GetCommand, PutCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { EXPIRES } from './table.ts'
import { unlessConflict } from './items.ts'

/** Whether something fits a limit, and how much is used: with it where it fits, without it where not. */
export interface Fit {
  ok: boolean
  used: number
}

/** Whether the work that a slot was taken for still goes on, has ended, or is not stored. */
export type SlotOf = (id: string) => Promise<'held' | 'ended' | 'not stored'>

/** Counts what is limited, each in an item of its own with conditional updates: nothing is scanned. */
export interface Quotas {
  /**
   * Takes one of `most` slots for an id; again for the same id changes nothing. Where few are left, slots whose work
   * has ended are freed. Work that is not stored counts as held for a minute, since it may be about to be stored;
   * where storing takes longer than that, one more may be held than `most`.
   * @param known what is held already by other evidence: it is counted too, also where it took no slot
   */
  take(of: string, id: string, most: number, slotOf: SlotOf, known?: readonly string[]): Promise<Fit>
  /** Gives a slot back that came to nothing. */
  release(of: string, id: string): Promise<void>
  /** Adds to the sum of the day (UTC) unless that would exceed `most`; again for the same id changes nothing. */
  add(of: string, id: string, amount: number, most: number): Promise<Fit>
  /** Takes back what was added for an id. */
  subtract(of: string, id: string, amount: number): Promise<void>
  /** The sum of the day. */
  sum(of: string): Promise<number>
}

const slotsSchema = z.object({ held: z.record(z.string(), z.number()) })
const sumSchema = z.object({ amount: z.number(), counted: z.instanceof(Set).optional() })

const slotsOf = (of: string): string => `slots#${of}`

/** By then whatever took a slot is stored, or never will be. */
const STORED_MS = 60_000
/** Sums are looked at on their own day; a few more for whoever looks into them. */
const KEPT_SECONDS = 7 * 86_400

/** Whether so much is used that a person is told, and slots are looked through. */
export const isNearly = (used: number, most: number): boolean => used >= 0.8 * most

export function quotasFrom(db: DynamoDBDocumentClient, TableName: string, now: () => Date): Quotas {
  const get = async (id: string) =>
    (await db.send(new GetCommand({ TableName, Key: { id }, ConsistentRead: true }))).Item
  const sumOf = (of: string) => `sum#${of}#${now().toISOString().slice(0, 10)}`
  const held = async (of: string) => slotsSchema.safeParse(await get(slotsOf(of))).data?.held

  const free = (of: string, ids: readonly string[]) =>
    db.send(
      new UpdateCommand({
        TableName,
        Key: { id: slotsOf(of) },
        UpdateExpression: `REMOVE ${ids.map((_, i) => `held.#id${i}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(ids.map((id, i) => [`#id${i}`, id])),
      }),
    )
  const hold = async (of: string, ids: readonly string[]) => {
    // Far below DynamoDB's limit for an expression.
    for (let from = 0; from < ids.length; from += 50) {
      const some = ids.slice(from, from + 50)
      await db.send(
        new UpdateCommand({
          TableName,
          Key: { id: slotsOf(of) },
          UpdateExpression: `SET ${some.map((_, i) => `held.#id${i} = if_not_exists(held.#id${i}, :long)`).join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(some.map((id, i) => [`#id${i}`, id])),
          // They are stored already: once deleted, they are freed at once.
          ExpressionAttributeValues: { ':long': 0 },
        }),
      )
    }
  }
  /** @returns how many are held after those were freed that are over */
  const prune = async (of: string, slotOf: SlotOf): Promise<number> => {
    const all = Object.entries((await held(of)) ?? {})
    const over = await Promise.all(
      all.map(async ([id, since]) => {
        const slot = await slotOf(id)
        return slot === 'ended' || (slot === 'not stored' && since + STORED_MS < now().getTime())
      }),
    )
    const ids = all.flatMap(([id], i) => (over[i] ? [id] : []))
    if (ids.length > 0) await free(of, ids)
    return all.length - ids.length
  }
  const takeOnce = (of: string, id: string, most: number) =>
    unlessConflict(
      db.send(
        new UpdateCommand({
          TableName,
          Key: { id: slotsOf(of) },
          UpdateExpression: 'SET held.#id = if_not_exists(held.#id, :now)',
          ConditionExpression: 'attribute_exists(held.#id) OR size(held) < :most',
          ExpressionAttributeNames: { '#id': id },
          ExpressionAttributeValues: { ':now': now().getTime(), ':most': most },
        }),
      ),
    )
  return {
    async take(of, id, most, slotOf, known = []) {
      let before = await held(of)
      if (!before) {
        const Item = { id: slotsOf(of), held: {} }
        await unlessConflict(
          db.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(id)' })),
        )
      }
      const uncounted = known.filter(one => one !== id && before?.[one] === undefined)
      if (uncounted.length > 0) {
        await hold(of, uncounted)
        before = await held(of)
      }
      const taken = Object.keys(before ?? {}).length + 1
      const left = isNearly(taken, most) ? await prune(of, slotOf) : taken - 1
      if (await takeOnce(of, id, most))
        return { ok: true, used: before?.[id] === undefined ? left + 1 : left }
      return { ok: false, used: left }
    },
    async release(of, id) {
      await free(of, [id])
    },
    async add(of, id, amount, most) {
      // The condition below holds for the first of a day, whatever its amount.
      if (amount > most)
        return { ok: false, used: sumSchema.safeParse(await get(sumOf(of))).data?.amount ?? 0 }
      const added = await unlessConflict(
        db.send(
          new UpdateCommand({
            TableName,
            Key: { id: sumOf(of) },
            UpdateExpression: 'SET #expires = :expires ADD amount :amount, counted :ids',
            ConditionExpression:
              'attribute_not_exists(amount) OR (amount <= :left AND NOT contains(counted, :id))',
            ExpressionAttributeNames: { '#expires': EXPIRES },
            ExpressionAttributeValues: {
              ':expires': Math.floor(now().getTime() / 1000) + KEPT_SECONDS,
              ':amount': amount,
              ':left': most - amount,
              ':id': id,
              ':ids': new Set([id]),
            },
          }),
        ),
      )
      const sum = sumSchema.safeParse(await get(sumOf(of))).data
      return { ok: added || sum?.counted?.has(id) === true, used: sum?.amount ?? 0 }
    },
    async subtract(of, id, amount) {
      await unlessConflict(
        db.send(
          new UpdateCommand({
            TableName,
            Key: { id: sumOf(of) },
            UpdateExpression: 'ADD amount :amount DELETE counted :ids',
            ConditionExpression: 'contains(counted, :id)',
            ExpressionAttributeValues: { ':amount': -amount, ':id': id, ':ids': new Set([id]) },
          }),
        ),
      )
    },
    sum: async of => sumSchema.safeParse(await get(sumOf(of))).data?.amount ?? 0,
  }
}
