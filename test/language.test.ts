import fs from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findingsIn, passagesOf, REFUSED } from './support/language.ts'
import { countsOf, readableFiles, readText, recordedDebt, refusedWords } from './support/language-debt.ts'

const words = (path: string, text: string): string[] =>
  passagesOf(path, text)
    .flatMap(findingsIn)
    .map(({ word }) => word)

describe('plain English', () => {
  const found = refusedWords()
  const debt = recordedDebt()
  const now = countsOf(found)

  it('gains no refused word: write the plain word that is named', () => {
    const grown = Array.from(found).flatMap(([file, findings]) =>
      findings
        .filter(({ word }) => (now[file]?.[word] ?? 0) > (debt[file]?.[word] ?? 0))
        .map(
          ({ line, word, plain, excerpt }) => `${file}:${line}: “${word}” in “${excerpt}”; write: ${plain}`,
        ),
    )
    expect(grown).toEqual([])
  })

  it('records exactly the uses that are left: `node test/support/language-debt.ts` lowers the counts', () => {
    const lower = Object.entries(debt).flatMap(([file, counts]) =>
      Object.entries(counts)
        .filter(([word, uses]) => (now[file]?.[word] ?? 0) < uses)
        .map(([word, uses]) => `${file}: “${word}” ${now[file]?.[word] ?? 0}, recorded ${uses}`),
    )
    expect(lower).toEqual([])
  })

  it.each([
    ['bot/a.ts', '// A deed of its own'],
    ['bot/a.ts', '/** Drawn anew. */'],
    ['bot/a.ts', "const text = 'asked of late'"],
    ['analyses/a.ts', 'const text = `${n} of a stretch`'],
    ['infra/local/slack/page/a.js', '// the whole world'],
    ['test/a.test.ts', "it('is drawn anew', () => {})"],
    ['test/a.test.ts', "it.each(rows)('is drawn anew', () => {})"],
    ['test/a.test.ts', "describe.skipIf(x)('is drawn anew', () => {})"],
    ['docs/a.md', 'Begins anew.'],
    ['bot/a.ts', 'const a = `one ${`two anew`} three`'],
  ])('is refused in %s: %s', (path, text) => expect(words(path, text)).toHaveLength(1))

  it.each([
    ['bot/a.ts', 'const world = anew(deed)'],
    ['bot/a.ts', "const name = 'whisper'"],
    ['bot/a.ts', '// See `world.logs`'],
    ['bot/a.ts', "const text = 'aside from that, there are so many rows that it stops'"],
    ['analyses/a.ts', 'const statement = sql`SELECT 1 AS anew FROM events`'],
    ['test/a.test.ts', "expect(text).toBe('drawn anew, of late')"],
    ['docs/a.md', '```\nbegins anew\n```'],
  ])('is not looked for in %s: %s', (path, text) => expect(words(path, text)).toEqual([]))

  it('says on which line, and what to write instead', () => {
    const findings = passagesOf('bot/a.ts', '\n/*\n * Drawn\n * anew. */').flatMap(findingsIn)
    expect(findings).toEqual([{ word: 'anew', line: 4, excerpt: '* Drawn * anew.', plain: 'again' }])
  })

  it('names a plain word for each refused one', () => {
    for (const { word, plain } of REFUSED) expect([word, plain.length]).not.toEqual([word, 0])
  })
})

describe('Markdown', () => {
  const pages = readableFiles().filter(file => file.endsWith('.md'))

  it('wraps at 100 columns; tables, code, HTML and images need not', () => {
    const long = pages.flatMap(file => longLines(readText(file)).map(line => `${file}:${line}`))
    expect(long).toEqual([])
  })

  it('introduces the product in at most 1,200 words', () => {
    const [introduction = ''] = readText('README.md').split('## License')
    expect(introduction.split(/\s+/).length).toBeLessThanOrEqual(1200)
  })

  it.each(pages)('%s links to files that exist', file => {
    const targets = Array.from(
      readText(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g),
      ([, target = '']) => target,
    )
    const base = new URL(`../${file}`, import.meta.url)
    expect(targets.filter(target => !fs.existsSync(new URL(target, base)))).toEqual([])
  })
})

it.each(['CONTRIBUTING.md', 'docs/development.md', 'docs/architecture.md'])(
  '%s names paths that exist',
  file => {
    const named = Array.from(
      readText(file).matchAll(/`((?:analyses|bot|infra|test|docs)\/[^`\s*]*)`/g),
      ([, name = '']) => name,
    )
    const root = new URL('../', import.meta.url)
    expect(named).not.toEqual([])
    expect(named.filter(name => !fs.existsSync(new URL(name, root)))).toEqual([])
  },
)

function longLines(text: string): number[] {
  let code = false
  return text.split('\n').flatMap((line, index) => {
    if (line.trim().startsWith('```')) code = !code
    return line.length > 100 && !code && !/^\s*[|<!]/.test(line) ? [index + 1] : []
  })
}
