import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identifier, join, likePrefix, sql } from '../../analyses/lib/sql.ts'
import { type EvidenceWorld, openEvidenceWorld } from './evidence-world.ts'

let world: EvidenceWorld
beforeAll(async () => {
  world = await openEvidenceWorld()
})
afterAll(() => world.close())

/** Any text but those that no literal can hold. */
const text = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom("'", '\\', '%', '_', '"', '\n', '-', 'ü', '🎁') }),
  )
  .filter(value => !value.includes('\0'))

describe('a value in a statement', () => {
  it('comes back from the engine as it was, whatever the text', async () => {
    const texts = fc.array(text, { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(texts, async values => {
        expect(await world.values(values.map(value => sql`${value}`))).toEqual(values)
      }),
      { numRuns: 40 },
    )
  })

  it('is matched as itself by LIKE, whatever patterns it looks like', async () => {
    const pairs = fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(pairs, async values => {
        const likes = values.map(
          ([value, prefix]) => sql`CAST(${value} LIKE ${likePrefix(prefix)} ESCAPE '\' AS varchar)`,
        )
        expect(await world.values(likes)).toEqual(
          values.map(([value, prefix]) => String(value.startsWith(prefix))),
        )
      }),
      { numRuns: 30 },
    )
  })

  it('is a literal of its own kind', () => {
    expect(sql`${"it's"} ${7} ${true} ${null} ${['a', "b'c"]}`.text).toBe("'it''s' 7 TRUE NULL ('a', 'b''c')")
  })

  it('stays as it is where it is SQL already', () => {
    expect(sql`a = ${sql`lower(${'X'})`}`.text).toBe("a = lower('X')")
    expect(join([sql`a`, sql`b`], ' AND ').text).toBe('a AND b')
  })

  it('lets backslashes in the statement itself stand', () => {
    expect(sql`'\d'`.text).toBe(String.raw`'\d'`)
  })

  it.each(['\0', 'a\0b', '\ud800', 'x\udfff'])('is refused if no literal can hold it: %j', value => {
    expect(() => sql`${value}`).toThrow(RangeError)
    expect(() => sql`${[value]}`).toThrow(RangeError)
  })

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [[]]])('is refused if it has no literal: %j', value => {
    expect(() => sql`${value}`).toThrow(RangeError)
  })
})

it('quotes names of ours, and refuses what is none', () => {
  expect(identifier('$path').text).toBe('"$path"')
  for (const name of ['a"b', 'A', '', 'a b']) expect(() => identifier(name)).toThrow(RangeError)
})
