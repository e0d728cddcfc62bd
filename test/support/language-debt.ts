import fs from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import { type Finding, findingsIn, passagesOf } from './language.ts'

const countsSchema = z.record(z.string(), z.record(z.string(), z.number()))

/** Uses of refused words by file and word. */
export type Counts = z.infer<typeof countsSchema>

const ROOT = new URL('../..', import.meta.url).pathname
const FOLDERS = ['analyses', 'bot', 'infra', 'test', 'docs']
/** Generated from texts that are read where they are written, or about the words themselves. */
const LEFT_OUT =
  /^docs\/questions\/|^analyses\/lib\/catalogue\/(?:catalogue|sample-answers)\.ts$|^test\/(?:support\/language|language\.test)\.ts$/

export const DEBT_FILE = new URL('../language-debt.json', import.meta.url)

/** The uses that are left from before the rule, as committed. */
export const recordedDebt = (): Counts => countsSchema.parse(JSON.parse(fs.readFileSync(DEBT_FILE, 'utf8')))

/** Every file whose language is checked, from the root of the repository. */
export function readableFiles(): string[] {
  const below = FOLDERS.flatMap(folder =>
    fs
      .readdirSync(ROOT + folder, { recursive: true, encoding: 'utf8' })
      .map(name => `${folder}/${name.split(path.sep).join('/')}`),
  )
  const top = fs.readdirSync(ROOT).filter(name => name.endsWith('.md'))
  return [...top, ...below].filter(name => /\.(?:ts|js|md)$/.test(name) && !LEFT_OUT.test(name)).toSorted()
}

export const readText = (file: string): string => fs.readFileSync(ROOT + file, 'utf8')

/** The refused words in each file that has any. */
export function refusedWords(): ReadonlyMap<string, Finding[]> {
  const files = readableFiles().map(
    file => [file, passagesOf(file, readText(file)).flatMap(findingsIn)] as const,
  )
  return new Map(files.filter(([, findings]) => findings.length > 0))
}

/** How often each word is used in each file. */
export function countsOf(findings: ReadonlyMap<string, readonly Finding[]>): Counts {
  const counted = Array.from(findings, ([file, found]) => {
    const words = Object.entries(Object.groupBy(found, ({ word }) => word))
    return [file, Object.fromEntries(words.map(([word, uses]) => [word, uses?.length ?? 0]))] as const
  })
  return Object.fromEntries(counted)
}

/** The uses of each word in all files. */
export function totals(counts: Counts): Record<string, number> {
  const all: Record<string, number> = {}
  for (const words of Object.values(counts))
    for (const [word, uses] of Object.entries(words)) all[word] = (all[word] ?? 0) + uses
  return all
}

/**
 * `node test/support/language-debt.ts` records the uses that are left, where words were removed or files moved.
 * It refuses if a word is used more often than before, except those given as arguments: rules that are new.
 */
function lower(): void {
  const counts = countsOf(refusedWords())
  const before = totals(recordedDebt())
  const grown = Object.entries(totals(counts)).filter(
    ([word, uses]) => uses > (before[word] ?? 0) && !process.argv.includes(word),
  )
  if (grown.length > 0) {
    const list = grown
      .map(([word, uses]) => `“${word}” (${before[word] ?? 0} before, ${uses} now)`)
      .join(', ')
    console.error(
      `There are new uses of ${list}. test/language.test.ts says where, and what to write instead.`,
    )
    process.exitCode = 1
    return
  }
  const rows = Object.entries(counts).map(([file, words]) => `  ${JSON.stringify(file)}: ${inOneLine(words)}`)
  fs.writeFileSync(DEBT_FILE, `{\n${rows.join(',\n')}\n}\n`)
}

const inOneLine = (words: Readonly<Record<string, number>>): string =>
  `{ ${Object.entries(words)
    .map(([word, uses]) => `${JSON.stringify(word)}: ${uses}`)
    .join(', ')} }`

if (import.meta.main) lower()
