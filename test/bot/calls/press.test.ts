import { afterAll, beforeAll, expect, it } from 'vitest'
import { claimsFrom, type Claims } from '../../../bot/items/claims.ts'
import { openDynamoDb, TABLE } from '../../support/dynamodb.ts'

let db: Awaited<ReturnType<typeof openDynamoDb>>
let claims: Claims
beforeAll(async () => {
  db = await openDynamoDb()
  claims = claimsFrom(db.documents, TABLE, () => new Date())
})
afterAll(() => db?.remove())

/** A half-minute boundary, which once separated presses. */
const BORDER = 1_796_083_200

let buttons = 0
const pressedAt = async (...times: number[]) => {
  const what = `button ${buttons++}`
  const counted: number[] = []
  for (const at of times) counted.push(await claims.press(what, at))
  return counted
}

it.each([-0.1, 0, 0.1, 15, 29.9])(
  'takes two presses for one at every place of the clock: %d s',
  async from => {
    const first = BORDER + from - 0.2
    expect(await pressedAt(first, first + 0.2, first + 5)).toEqual([first, first, first])
  },
)

it('takes a press half a minute later for another one', async () => {
  expect(await pressedAt(BORDER, BORDER + 30, BORDER + 31, BORDER + 180)).toEqual([
    BORDER,
    BORDER + 30,
    BORDER + 30,
    BORDER + 180,
  ])
})

it('knows a press that comes once more after a later one', async () => {
  expect(await pressedAt(BORDER, BORDER + 60, BORDER)).toEqual([BORDER, BORDER + 60, BORDER])
})

it('takes ten presses at once for one', async () => {
  const times = Array.from({ length: 10 }, (_, n) => BORDER - 0.5 + n / 10)
  const counted = await Promise.all(times.map(at => claims.press('at once', at)))
  expect(new Set(counted).size).toBe(1)
})

it('takes any text for a name', async () => {
  expect(await claims.press('🎁'.repeat(3000), BORDER)).toBe(BORDER)
})
