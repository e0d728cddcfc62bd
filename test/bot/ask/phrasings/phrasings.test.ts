import { expect, it } from 'vitest'
import { phrasings, score } from './score.ts'

const scored = phrasings.map(phrasing => ({ ...phrasing, ...score(phrasing) }))

it('fills a form with no wrong bucket, key or window, whatever people type', () => {
  expect(scored.filter(({ wrong }) => wrong.length > 0).map(({ text, wrong }) => ({ text, wrong }))).toEqual(
    [],
  )
})

it('opens the right form for at least nine of ten', () => {
  const right = scored.filter(each => each.right).length
  const kinds = [...Map.groupBy(scored, ({ kind }) => kind)].map(
    ([kind, all]) => `${kind} ${all.filter(each => each.right).length} of ${all.length}`,
  )
  console.log(`${right} of ${scored.length}: ${kinds.join(', ')}`)
  expect(right / scored.length).toBeGreaterThan(0.89)
})
