import fs from 'node:fs'
import { expect, it } from 'vitest'
import { GROUPS } from '../../analyses/lib/analysis.ts'
import { questions } from '../../analyses/lib/catalogue/named.ts'
import { sampleAnswers } from '../../analyses/lib/catalogue/sample-answers.ts'
import { cataloguePages, PAGES } from './catalogue-page.ts'

it('is committed as generated', async () => {
  const committed = fs.readdirSync(PAGES).map(name => [name, fs.readFileSync(new URL(name, PAGES), 'utf8')])
  expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(await cataloguePages()))
})

it('has a page per group, every question on one of them, and a sample answer to each', async () => {
  const pages = await cataloguePages()
  expect(pages.size).toBe(GROUPS.length + 1)
  const text = [...pages]
    .flatMap(([name, page]) => (name === 'README.md' ? [] : [unwrapped(page)]))
    .join('\n')
  for (const [id, { answers }] of Object.entries(questions)) {
    expect([id, text.includes(`\`${id}\``) && text.includes(answers)]).toEqual([id, true])
    expect([id, sampleAnswers[id]?.length ?? 0]).not.toEqual([id, 0])
  }
})

it('links every question from the index to a heading that exists', async () => {
  const pages = await cataloguePages()
  const index = pages.get('README.md') ?? ''
  const links = Array.from(index.matchAll(/\]\(([^#)]+)#([^)]+)\)/g), ([, page = '', anchor]) => ({
    page,
    anchor,
  }))
  expect(links).toHaveLength(Object.keys(questions).length)
  for (const { page, anchor } of links) {
    const headings = Array.from((pages.get(page) ?? '').matchAll(/^## (.*)$/gm), ([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{Letter}\p{Number} -]/gu, '')
        .replaceAll(' ', '-'),
    )
    expect([page, anchor, headings.includes(anchor ?? '')]).toEqual([page, anchor, true])
  }
})

const unwrapped = (page: string): string => page.replaceAll(/\n +/g, ' ').replaceAll(/(?<=\S)\n(?=\S)/g, ' ')
