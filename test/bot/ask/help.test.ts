import { describe, expect, it } from 'vitest'
import { parseCommand } from '../../../bot/ask/grammar/command.ts'
import { helpMessage, mistakesMessage, questionHelp } from '../../../bot/ask/help.ts'
import { type TextMessage } from '../../../bot/slack/message.ts'
import { questions as catalogue } from '../../../analyses/lib/catalogue/named.ts'
import { blockErrors } from '../../../infra/local/slack/blocks/validate.ts'
import { rules, settings } from '../access/rules.ts'

const commands = (text: string) => [...text.matchAll(/`\/s3audit ([^`]*)`/g)].map(([, typed]) => typed ?? '')
/** All that it says: the text beside its blocks is for notifications, and cut. */
const textOf = (blocks: TextMessage['blocks']) =>
  blocks.map(block => (block.type === 'section' ? (block.text?.text ?? '') : '')).join('\n')
const kind = (typed: string) => parseCommand(typed, { ...rules, catalogue }).kind
const questions = Object.entries(catalogue)

describe('help', () => {
  it('lists every analysis by its id, its presets with it alone, and a command that starts one', () => {
    const { blocks } = helpMessage(catalogue, 'invoices')
    const text = textOf(blocks)
    for (const [id, { presetOf }] of Object.entries(catalogue))
      expect([id, text.includes(`\`${id}\` `)]).toEqual([id, presetOf === undefined])
    expect(
      commands(text)
        .filter(typed => typed.endsWith(' now'))
        .map(kind),
    ).toEqual(['start'])
    expect(blockErrors(blocks, 'message')).toEqual([])
  })

  it.each(questions)('explains %s with examples that start it', (id, analysis) => {
    const { blocks } = questionHelp(id, analysis, 'invoices')
    const text = textOf(blocks)
    expect(text).toContain(analysis.answers)
    for (const name of Object.keys(analysis.parameters.shape)) expect(text).toContain(`\`${name}:\``)
    expect(commands(text).map(kind)).toEqual(commands(text).map(() => 'start'))
    expect(commands(text).length).toBeGreaterThan(0)
    expect(text).toContain('*How an answer begins*')
    expect(text).toContain('```\n')
    expect(blockErrors(blocks, 'message')).toEqual([])
  })

  it('stays within a message for a catalogue of sixty questions', () => {
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [`question-${at}`, rules.catalogue['object-deletion']]),
    )
    expect(blockErrors(helpMessage(many).blocks, 'message')).toEqual([])
  })
})

describe('mistakesMessage', () => {
  it('gives back what was typed, what is wrong and what to run', () => {
    const { text, blocks } = mistakesMessage('a <!channel> `x`', ['No "&lt;b&gt;".'], ['/s3audit help'])
    expect(text).toBe(
      'I could not run `/s3audit a &lt;!channel&gt; ˋxˋ`\n\n• No "&lt;b&gt;".\n\nTry this:\n`/s3audit help`',
    )
    expect(blockErrors(blocks, 'message')).toEqual([])
  })

  it('stays within a message however much was typed', () => {
    const long = '<'.repeat(5000)
    const command = parseCommand(`${long} now`, { ...rules, settings })
    const mistakes = command.kind === 'mistakes' ? command.mistakes : []
    expect(mistakes).not.toEqual([])
    expect(blockErrors(mistakesMessage(long, mistakes, []).blocks, 'message')).toEqual([])
  })
})
