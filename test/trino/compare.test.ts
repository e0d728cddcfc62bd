import { describe, expect, it } from 'vitest'
import type { TrinoTable } from './client.ts'
import { asAthena, countDifferences, differences } from './compare.ts'

const table = (rows: TrinoTable['rows'], type = 'varchar(3)'): TrinoTable => ({
  columns: [
    { name: 'key', type: 'varchar' },
    { name: 'value', type },
  ],
  rows,
})
const compared = (athena: TrinoTable, trino: TrinoTable) => differences(asAthena(athena), asAthena(trino))
const near = (column: string) =>
  differences(asAthena(table([['a', '90']])), asAthena(table([['a', '100']])), name =>
    name === column ? 0.2 : 0,
  )

const count = (n: string) => asAthena({ columns: [{ name: 'n', type: 'bigint' }], rows: [[n]] })

describe('the answers of two engines', () => {
  it('are equal regardless of row order', () => {
    expect(
      compared(
        table([
          ['a', '1'],
          ['b', null],
        ]),
        table([
          ['b', null],
          ['a', '1'],
        ]),
      ),
    ).toEqual([])
  })

  it('differ in a value: the row and both values are named', () => {
    const [first, ...others] = compared(
      table([
        ['a', '1'],
        ['b', '2'],
      ]),
      table([
        ['a', '1'],
        ['b', '3'],
      ]),
    )
    expect(others).toEqual([])
    expect(first).toEqual({ what: 'value of row ["b","2"]', athena: '"2"', trino: '"3"' })
  })

  it('differ if one has NULL and the other an empty string', () => {
    const [first] = compared(table([['a', null]]), table([['a', '']]))
    expect(first).toMatchObject({ athena: 'null', trino: '""' })
  })

  it('differ if one has a row that the other lacks or has fewer times', () => {
    const lacking = { what: 'row ["a","1"]', athena: 'has it', trino: 'lacks it' }
    expect(compared(table([['a', '1']]), table([]))).toEqual([lacking])
    expect(
      compared(
        table([
          ['a', '1'],
          ['a', '1'],
        ]),
        table([['a', '1']]),
      ),
    ).toEqual([lacking])
    const [other] = compared(table([]), table([['a', '1']]))
    expect(other).toMatchObject({ athena: 'lacks it', trino: 'has it' })
  })

  it('differ if a column has another type, even with the same text', () => {
    const [first] = compared(table([['a', '1']], 'bigint'), table([['a', '1']], 'integer'))
    expect(first).toMatchObject({ what: 'the columns', athena: expect.stringContaining('value bigint') })
    expect(compared(table([], 'decimal(3, 2)'), table([], 'decimal(3, 1)'))).toHaveLength(1)
    expect(compared(table([], 'varchar(3)'), table([], 'varchar'))).toEqual([])
  })

  it('tolerate small differences in approximate columns only', () => {
    expect(near('value')).toEqual([])
    expect(near('key')).toHaveLength(1)
  })

  it('are rejected if a value cannot be compared as text', () => {
    expect(() => asAthena(table([['a', ['1']]], 'array(varchar)'))).toThrow('array(varchar)')
  })

  it('differ if one counts other rows than the other returns', () => {
    const rows = asAthena(
      table([
        ['a', '1'],
        ['b', '2'],
      ]),
    )
    expect(countDifferences(count('2'), rows)).toEqual([])
    expect(countDifferences(count('3'), rows)).toEqual([
      { what: 'the number of rows', athena: '"3"', trino: '"2"' },
    ])
  })
})
