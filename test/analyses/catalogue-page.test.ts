import fs from 'node:fs'
import { expect, it } from 'vitest'
import { questions } from '../../analyses/lib/named.ts'
import { sampleAnswers } from '../../analyses/lib/sample-answers.ts'
import { cataloguePage, PAGE } from './catalogue-page.ts'

it('is committed as it is generated', async () => {
  expect(fs.readFileSync(PAGE, 'utf8')).toBe(await cataloguePage())
})

it('has every question, and an answer to each', async () => {
  const page = await cataloguePage()
  for (const [id, { answers }] of Object.entries(questions)) {
    expect([id, page.includes(`\`${id}\``) && page.includes(answers)]).toEqual([id, true])
    expect([id, sampleAnswers[id]?.length ?? 0]).not.toEqual([id, 0])
  }
})
