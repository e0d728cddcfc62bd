import fs from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'oxc-parser'
import { beforeAll, describe, expect, it } from 'vitest'
import { visibleLines } from '../../../bot/text/mrkdwn.ts'
import { hasTwoTables, blockErrors } from '../../../infra/local/slack/blocks/validate.ts'
import { viewErrors } from '../../../infra/local/slack/blocks/view.ts'
import { ANSWERS } from './states/answers.ts'
import { PROGRESS } from './states/progress.ts'
import { WATCHING } from './states/watching.ts'
import { WINDOWS } from './states/windows.ts'
import { type Content, contentOf, markupIn, surfaceOf, textsIn, written } from './states/look.ts'

/**
 * Every message and view in every state, as its golden file has it; `vitest -u` rewrites them. Whatever the state,
 * Slack takes it, and nothing that a stranger wrote does anything.
 */

const STATES = [...ANSWERS, ...PROGRESS, ...WATCHING, ...WINDOWS]
const GOLDEN = new URL('golden/', import.meta.url)
const fileOf = (name: string) => `${name.replaceAll(/[^\w,.-]+/g, ' ')}.json`

describe.each(STATES)('$name', ({ content }) => {
  let shown: Content
  beforeAll(async () => {
    shown = contentOf(await content)
  })

  it('is taken by Slack', () => {
    expect(errorsIn(shown)).toEqual([])
    expect(hasTwoTables(shown.blocks ?? [])).toBe(false)
  })

  it('has no markup but ours, and nothing that cannot be seen', () => {
    for (const token of markupIn(shown)) expect(token).toMatch(OURS)
    for (const text of textsIn(shown)) expect(visibleLines(text)).toBe(text)
  })
})

/**
 * States that are there for what they are padded with: they are held to Slack's limits and to escaping above, and a
 * file of padding would tell nobody what is meant.
 */
const PADDED = ['hostile', 'as long as can be', '20 wide rows of emoji', '300 buckets', 'everything at once']
const isPadded = (name: string): boolean => PADDED.some(word => name.includes(word))
const WRITTEN = STATES.filter(({ name, unwritten }) => !unwritten && !isPadded(name))

it.each(STATES.filter(({ name }) => name.includes('hostile')))(
  '$name still shows what was written, as text',
  async ({ content }) => {
    expect(JSON.stringify(await content)).toMatch(/!channel|!here|!everyone|evil\.example/)
  },
)

it.each(WRITTEN)('$name is as its golden file has it', async ({ name, content }) => {
  const file = fileURLToPath(new URL(fileOf(name), GOLDEN))
  await expect(written(contentOf(await content))).toMatchFileSnapshot(file)
})

/** In Slack's words; a message's text it cuts where it is long, and advises less than 4000. */
function errorsIn(shown: Content): string[] {
  const surface = surfaceOf(shown)
  if (surface !== 'message') return viewErrors(shown, surface)
  const { text = '', blocks = [] } = shown
  const length = text.trim() === '' || text.length >= 4000 ? [`${text.length} characters`] : []
  return [...blockErrors(blocks, surface), ...length]
}

/** People and channels that investigations, checks and settings name, dates, and links that the bot makes. */
const OURS =
  /^<(@U0(ADA|OWNER)|#C0\w+|!subteam\^S0\w+|!date\^\d{9,}\^[^|]*\|[^|]*|https:\/\/example-corp\.slack\.com\/[^|]*\|[^|]*)>$/

it('has a name of its own for each', () => {
  const names = STATES.map(({ name }) => fileOf(name))
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
})

it('has no golden file without a state', () => {
  const names = new Set(WRITTEN.map(({ name }) => fileOf(name)))
  expect(fs.readdirSync(GOLDEN).filter(name => !names.has(name))).toEqual([])
})

/** What no message is made by alone: parts of those that are looked at. */
const PARTS: Record<string, readonly string[]> = {
  'answer/severity.ts': ['severityWords', 'severityLine'],
  'slack/blocks.ts': ['section', 'mrkdwn', 'context', 'button', 'preformatted'],
  'answer/chart/chart.ts': ['isTooLarge', 'distinct'],
  'answer/chart/chart-words.ts': ['chartWords'],
  'answer/coverage.ts': ['coverageLines', 'skippedObjects'],
  'model/reader-of.ts': ['readerOf'],
  'slack/date.ts': ['shownDate', 'minuteUtc', 'inYourTime', 'yourTime'],
  'text/mrkdwn.ts': [
    'escapeMrkdwn',
    'visible',
    'literal',
    'code',
    'codeBlock',
    'truncate',
    'visibleLines',
    'notification',
  ],
  'slack/plainer.ts': ['typesOf'],
  'answer/problem.ts': ['problemMrkdwn'],
  'answer/remaining.ts': ['remaining'],
  'answer/result-rows.ts': ['resultRows'],
  'follow-up/shared-message.ts': ['plainProblem'],
  'answer/spreadsheet.ts': ['spreadsheetSafe', 'asLogged'],
  'answer/stage-details.ts': ['detailOf'],
  'watch/watch-note.ts': ['muteMenu'],
  'watch/watches.ts': ['watchBlocks', 'muteWords'],
}

/** The files of the bot that make messages and views, or parts of them. */
const files = [
  'answer/answer.ts',
  'answer/chart/chart-words.ts',
  'answer/chart/chart.ts',
  'answer/coverage.ts',
  'answer/csv.ts',
  'answer/problem.ts',
  'answer/progress.ts',
  'answer/remaining.ts',
  'answer/result-rows.ts',
  'answer/severity.ts',
  'answer/spreadsheet.ts',
  'answer/sql.ts',
  'answer/stage-details.ts',
  'answer/table.ts',
  'audit/view.ts',
  'check/view.ts',
  'follow-up/feedback-message.ts',
  'follow-up/records-message.ts',
  'follow-up/shared-message.ts',
  'home/view.ts',
  'model/reader-of.ts',
  'slack/blocks.ts',
  'slack/date.ts',
  'slack/notice.ts',
  'slack/plainer.ts',
  'text/mrkdwn.ts',
  'watch/watch-note.ts',
  'watch/watches.ts',
]

it.each(files)('has a state of all that bot/%s makes', async file => {
  const made: Record<string, unknown> = await import(`../../../bot/${file}`)
  const renderers = Object.entries(made).filter(
    ([name, value]) => name !== name.toUpperCase() && !PARTS[file]?.includes(name) && value !== undefined,
  )
  const seen = new Set(STATES.map(({ of }) => of))
  expect(renderers.filter(([, value]) => !seen.has(value)).map(([name]) => name)).toEqual([])
  for (const part of PARTS[file] ?? []) expect(made).toHaveProperty(part)
})

it('has a state of every view that a person can submit', async () => {
  const registered = await callbackIds(new URL('../../../bot/', import.meta.url))
  const seen = new Set(
    (await Promise.all(STATES.map(({ content }) => content))).map(one => contentOf(one).callback_id),
  )
  expect(registered.length).toBeGreaterThan(3)
  expect(registered.filter(id => !seen.has(id))).toEqual([])
})

/** The ids that the sources name in their views, by constants of theirs. */
async function callbackIds(folder: URL): Promise<string[]> {
  const names = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
  const constants = new Map<string, string>()
  const used = new Set<string>()
  for (const name of names) {
    const { program } = parseSync(name, await readFile(new URL(name, folder), 'utf8'))
    new Visitor({
      VariableDeclarator({ id, init }) {
        if (id.type === 'Identifier' && init?.type === 'Literal' && typeof init.value === 'string')
          constants.set(id.name, init.value)
      },
      ObjectExpression({ properties }) {
        const values = new Map(
          properties.flatMap(one =>
            one.type === 'Property' && one.key.type === 'Identifier' ? [[one.key.name, one.value]] : [],
          ),
        )
        const [type, id] = [values.get('type'), values.get('callback_id')]
        if (type?.type === 'Literal' && type.value === 'modal' && id?.type === 'Identifier') used.add(id.name)
      },
    }).visit(program)
  }
  return [...used].map(constant => constants.get(constant) ?? `unknown ${constant}`)
}
