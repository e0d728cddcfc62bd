import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { code, escapeMrkdwn, literal, truncate, visible } from '../../../bot/text/mrkdwn.ts'

describe('mrkdwn', () => {
  it('leaves nothing that Slack would read as a mention or a link', () => {
    expect(escapeMrkdwn('<!channel> & <http://x|y>')).toBe('&lt;!channel&gt; &amp; &lt;http://x|y&gt;')
  })

  it('keeps any text inside one code span', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(code(text)).toMatch(/^`[^`\r\n<>]+`$/)
      }),
    )
  })

  it('cuts to what Slack counts at most, never through a character', () => {
    expect(truncate('abc', 3)).toBe('abc')
    expect(truncate('abcd', 3)).toBe('ab…')
    expect(truncate('🪣🪣', 4)).toBe('🪣🪣')
    expect(truncate('🪣🪣🪣', 5)).toBe('🪣🪣…')
    expect(truncate('🪣🪣🪣', 4)).toBe('🪣…')
    expect(truncate('👩‍💻👩‍💻', 9)).toBe('👩‍💻👩…')
  })

  it.each([
    ['a zero-width space', 'a\u200bb'],
    ['a word joiner', 'a\u2060b'],
    ['a byte order mark', 'a\ufeffb'],
    ['a soft hyphen', 'a\u00adb'],
    ['an Arabic letter mark', 'a\u061cb'],
    ['a right-to-left override', 'a\u202eb'],
    ['a Hangul filler', 'a\u3164b'],
    ['a line separator', 'a\u2028b'],
    ['a joiner that joins no emoji', 'a\u200db'],
    ['a variation selector behind a letter', 'a\ufe0fb'],
  ])('shows %s', (_, text) => expect(visible(text)).toBe('a\ufffdb'))

  it.each([
    ['by *ada* from 10.0.0.1', 'by `*ada*` from 10.0.0.1'],
    ['`rm -rf`', '`ˋrm` `-rfˋ`'],
    ['_SUCCESS_ in a_b_c', '`_SUCCESS_` in a_b_c'],
    ['all under :fire:/', 'all under `:fire:/`'],
    ['see https://evil.example/x', 'see `https://evil.example/x`'],
    ['> said nobody, 3 > 2', '`&gt;` said nobody, 3 &gt; 2'],
    ['arn:aws:s3:::my-logs/* is not', '`arn:aws:s3:::my-logs/*` is not'],
    ['arn:aws:iam::111122223333:user/ada_b', 'arn:aws:iam::111122223333:user/ada_b'],
    ['s3://my-logs/a~b', 's3://my-logs/a~b'],
  ])('shows the marks of %s', (text, shown) => expect(literal(text)).toBe(shown))

  it.each(['👩‍💻', '❤️‍🔥', '👩🏽‍🚀', '🏳️‍🌈', 'تقارير', '日本語'])('leaves %s as it is', text =>
    expect(visible(text)).toBe(text),
  )
})
