import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emojiAt, emojiOf, withEmoji } from '../../../infra/local/slack/page/text/emoji.js'
import { type Inline, parseMrkdwn } from '../../../infra/local/slack/page/text/mrkdwn-parse.js'

/** All text of a tree, marks left out. */
const textOf = (nodes: readonly Inline[]): string =>
  nodes.map(({ text, children }) => text ?? textOf(children ?? [])).join('')

describe('mrkdwn', () => {
  it('marks words, not the insides of words', () => {
    expect(parseMrkdwn('*a* _b_ ~c~')).toMatchObject([
      { type: 'bold', children: [{ text: 'a' }] },
      { text: ' ' },
      { type: 'italic' },
      { text: ' ' },
      { type: 'strike' },
    ])
    expect(parseMrkdwn('a_b_c 2*3*4')).toEqual([{ type: 'text', text: 'a_b_c 2*3*4' }])
    expect(parseMrkdwn('*a\nb*').map(({ type }) => type)).not.toContain('bold')
  })

  it('leaves code unchanged', () => {
    expect(parseMrkdwn('`*a* :fire: &lt;b&gt;`')).toEqual([{ type: 'code', text: '*a* :fire: <b>' }])
    expect(parseMrkdwn('```\n*a*\n<!channel>\n```')).toEqual([{ type: 'pre', text: '*a*\n<!channel>' }])
  })

  it.each([
    ['<@U0ADA>', { type: 'user', id: 'U0ADA' }],
    ['<#C0RANDOM|random>', { type: 'channel', id: 'C0RANDOM', text: 'random' }],
    ['<!channel>', { type: 'broadcast', range: 'channel' }],
    ['<!subteam^S1|@on-call>', { type: 'usergroup', id: 'S1', text: '@on-call' }],
    ['<https://e.com?a=1&amp;b=2|here>', { type: 'link', url: 'https://e.com?a=1&b=2', text: 'here' }],
    ['<!date^0^{date_num}|then>', { type: 'date', timestamp: 0, format: '{date_num}', fallback: 'then' }],
  ])('reads the token %s', (text, node) => expect(parseMrkdwn(text)).toMatchObject([node]))

  it('makes no token of escaped text, nor a link of a script', () => {
    expect(parseMrkdwn('&lt;!channel&gt;')).toEqual([{ type: 'text', text: '<!channel>' }])
    expect(parseMrkdwn('&amp;lt;')).toEqual([{ type: 'text', text: '&lt;' }])
    for (const { type } of parseMrkdwn('<javascript:alert(1)|click>')) expect(type).toBe('text')
  })

  it('links bare addresses up to the sentence’s own full stop, except in verbatim text', () => {
    expect(parseMrkdwn('see https://e.com/a.')).toMatchObject([
      { text: 'see ' },
      { type: 'link', url: 'https://e.com/a' },
      { text: '.' },
    ])
    expect(parseMrkdwn('https://e.com', { verbatim: true })).toEqual([
      { type: 'text', text: 'https://e.com' },
    ])
  })

  it('gathers quoted lines', () => {
    expect(parseMrkdwn('&gt; a\n> b\nc')).toMatchObject([
      { type: 'quote', children: [{ text: 'a' }, { type: 'break' }, { text: 'b' }] },
      { text: 'c' },
    ])
  })

  it('loses no character of a text without marks, whatever it is', () => {
    const plain = fc.string({ unit: 'binary' }).map(text => text.replaceAll(/[*_~`<>&:\n]|https?/g, ''))
    const property = fc.property(plain, text => {
      expect(textOf(parseMrkdwn(text))).toBe(text)
    })
    expect(() => fc.assert(property)).not.toThrow()
  })

  it('takes any text', () => {
    const marks = fc.constantFrom('*', '_', '~', '`', '```', '<', '>', '&gt;', ':', '\n', '|', 'a', ' ', '!')
    const property = fc.property(fc.array(marks), parts => parseMrkdwn(parts.join('')).length >= 0)
    expect(() => fc.assert(property)).not.toThrow()
  })
})

describe('emoji', () => {
  it('replace their shortcodes', () => {
    expect(emojiOf('warning')).toBe('⚠️')
    expect(withEmoji('done :white_check_mark:!')).toBe('done ✅!')
  })

  it('are not made of the colons of an ARN, a time or an unknown name', () => {
    for (const text of ['arn:aws:key:x', '10:date:30', ':no_such_thing:', ':constructor:', 'a:fire:'])
      expect(withEmoji(text)).toBe(text)
    expect(emojiAt(':fire:', 0)).toEqual({ char: '🔥', name: 'fire', length: 6 })
  })
})
