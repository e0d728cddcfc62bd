import { expect, expectTypeOf, it } from 'vitest'
import { defined } from '../../analyses/lib/defined.ts'

const some = (b: string | undefined) => defined({ a: 1, b })

it('leaves out what is undefined, and nothing else', () => {
  const kept = { a: null, b: false, c: 0, d: '' }
  expect(Object.keys(defined({ ...kept, gone: undefined }))).toEqual(Object.keys(kept))
})

it('says in its type which members may be absent', () => {
  expectTypeOf(some('x')).branded.toEqualTypeOf<{ a: number; b?: string }>()
  expect(some(undefined)).not.toHaveProperty('b')
})
