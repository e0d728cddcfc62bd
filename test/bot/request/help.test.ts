import { describe, expect, it } from 'vitest'
import { parseCommand } from '../../../bot/request/command.ts'
import { helpMessage, mistakesMessage, questionHelp } from '../../../bot/request/help.ts'
import { blockErrors } from '../../../infra/local/slack/blocks/validate.ts'
import { rules, settings } from './rules.ts'

const commands = (text: string) => [...text.matchAll(/`\/s3audit ([^`]*)`/g)].map(([, typed]) => typed ?? '')
const kind = (typed: string) => parseCommand(typed, rules).kind
const questions = Object.entries(rules.catalogue)

describe('help', () => {
  it('lists every question with a command that starts it', () => {
    const { text, blocks } = helpMessage(rules.catalogue, 'invoices')
    const examples = commands(text).filter(typed => typed.endsWith(' now'))
    expect(new Set(examples.map(typed => typed.split(' ')[0]))).toEqual(new Set(Object.keys(rules.catalogue)))
    expect(new Set(examples.map(kind))).toEqual(new Set(['start']))
    expect(blockErrors(blocks, 'message')).toEqual([])
  })

  it.each(questions)('explains %s with examples that start it', (id, analysis) => {
    const { text, blocks } = questionHelp(id, analysis, 'invoices')
    expect(text).toContain(analysis.answers)
    for (const name of Object.keys(analysis.parameters.shape)) expect(text).toContain(`\`${name}:\``)
    expect(commands(text).map(kind)).toEqual(commands(text).map(() => 'start'))
    expect(commands(text).length).toBeGreaterThan(0)
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
    const { text, blocks } = mistakesMessage('a <!channel> `x`', ['No "<b>".'], ['/s3audit help'])
    expect(text).toBe(
      'I could not run `/s3audit a &lt;!channel&gt; ˋxˋ`\n\n• No "&lt;b&gt;".\n\nTry this:\n`/s3audit help`',
    )
    expect(blockErrors(blocks, 'message')).toEqual([])
  })

  it('stays within a message however much was typed', () => {
    const long = '<'.repeat(5000)
    const command = parseCommand(long, { ...rules, settings })
    const mistakes = command.kind === 'mistakes' ? command.mistakes : []
    expect(mistakes).not.toEqual([])
    expect(blockErrors(mistakesMessage(long, mistakes, []).blocks, 'message')).toEqual([])
  })
})
