import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identifier, isLiteral, join, likePrefix, literalText, sql } from '../../analyses/lib/sql/sql.ts'
import { anyText } from '../support/any-text.ts'
import { type EvidenceDeps, openEvidenceDeps } from './evidence-deps.ts'

let deps: EvidenceDeps
beforeAll(async () => {
  deps = await openEvidenceDeps()
})
afterAll(() => deps.close())

/** Any text that a literal holds as it is. */
const text = anyText.filter(isLiteral)

describe('a value in a statement', () => {
  it('comes back from the engine as it was, whatever the text', async () => {
    const texts = fc.array(text, { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(texts, async values => {
        expect(await deps.values(values.map(value => sql`${value}`))).toEqual(values)
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
        expect(await deps.values(likes)).toEqual(
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

  it('comes back with what SQL does not hold as U+FFFD, and never fails', async () => {
    const texts = fc.array(anyText, { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(texts, async values => {
        const expected = values.map(value => value.toWellFormed().replaceAll('\0', '\ufffd'))
        expect(await deps.values(values.map(value => sql`${value}`))).toEqual(expected)
        const lists = values.map(value => sql`CAST(${value} IN ${[value, 'x']} AS varchar)`)
        expect(await deps.values(lists)).toEqual(values.map(() => 'true'))
      }),
      { numRuns: 40 },
    )
  })

  it('is cut between characters', () => {
    fc.assert(
      fc.property(anyText, fc.nat({ max: 300 }), (value, most) => {
        const held = Array.from(value.toWellFormed().replaceAll('\0', '\ufffd'))
        expect(literalText(value, most)).toBe(held.slice(0, most).join(''))
      }),
    )
  })

  it('may be very long', async () => {
    const long = 'x\ud800🎁\0'.repeat(10_000)
    expect(await deps.values([sql`${long}`])).toEqual(['x\ufffd🎁\ufffd'.repeat(10_000)])
  })

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [[]]])('is refused if it has no literal: %j', value => {
    expect(() => sql`${value}`).toThrow(RangeError)
  })
})

it('quotes names of ours, and refuses what is none', () => {
  expect(identifier('$path').text).toBe('"$path"')
  for (const name of ['a"b', 'A', '', 'a b']) expect(() => identifier(name)).toThrow(RangeError)
})
