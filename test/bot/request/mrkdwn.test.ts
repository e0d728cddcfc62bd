import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { code, escapeMrkdwn, truncate } from '../../../bot/reply/mrkdwn.ts'

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

  it('cuts by code points, never through one', () => {
    expect(truncate('abc', 3)).toBe('abc')
    expect(truncate('abcd', 3)).toBe('ab…')
    expect(truncate('🪣🪣🪣', 3)).toBe('🪣🪣🪣')
    expect(truncate('🪣🪣🪣🪣', 3)).toBe('🪣🪣…')
  })
})
