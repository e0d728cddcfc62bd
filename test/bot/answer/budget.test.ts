import { expect, it } from 'vitest'
import { plainer } from '../../../bot/slack/plainer.ts'
import { section } from '../../../bot/slack/blocks.ts'
import { areTooLong, blockErrors } from '../../../infra/local/slack/blocks/validate.ts'
import { blocksIn } from '../../../infra/local/slack/model/json.ts'
import { ANSWERS } from './states/answers.ts'
import { type Content, contentOf, surfaceOf } from './states/look.ts'

const messages = await Promise.all(ANSWERS.map(async ({ content }) => contentOf(await content)))
const blocksOf = ({ text = '', blocks = [] }: Content) =>
  plainer({ text, blocks: [...blocks] }).map(one => one.blocks ?? [])

it('is tried with messages that are too long for Slack, and with short ones', () => {
  const long = messages.filter(one => surfaceOf(one) === 'message' && areTooLong(one.blocks ?? []))
  expect(long.length).toBeGreaterThan(1)
  expect(long.length).toBeLessThan(messages.length)
})

it('cuts every answer to what Slack takes in one message, and leaves the others as they are', () => {
  for (const one of messages.filter(one => surfaceOf(one) === 'message')) {
    const [first = [], ...others] = blocksOf(one)
    for (const blocks of [first, ...others]) {
      expect(areTooLong(blocksIn(blocks))).toBe(false)
      expect(blocks.length === 0 ? [] : blockErrors(blocks, 'message')).toEqual([])
    }
    const whole = one.blocks ?? []
    expect(first).toEqual(areTooLong(whole) ? first : whole)
  }
})

it.each(['<@U0ADA> ', '&amp; ', '<!date^1763726400^{time}|07:00> '])('cuts no %s in two', piece => {
  const blocks = Array.from({ length: 7 }, () => section(piece.repeat(Math.floor(2900 / piece.length))))
  for (const { blocks: kept = [] } of plainer({ text: 'x', blocks }).slice(0, 2))
    expect(JSON.stringify(kept)).not.toMatch(/<[^>"]*…|&\w*…/)
})
