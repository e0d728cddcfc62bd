import { describe, expect, it } from 'vitest'
import { questions as catalogue } from '../../../analyses/lib/catalogue/named.ts'
import type { Draft, TimeChoice } from '../../../bot/ask/grammar/draft.ts'
import { readSentence } from '../../../bot/ask/grammar/sentence.ts'
import { rules } from '../access/rules.ts'

const read = (text: string) => {
  const { draft, mistakes, unread } = readSentence(text, { ...rules, catalogue })
  return { draft, mistakes, unread }
}
/** Berlin is one hour ahead: yesterday is the 20th there. */
const range = (from: string, to: string): TimeChoice => ({
  kind: 'range',
  from: Date.parse(`${from}Z`) / 1000,
  to: Date.parse(`${to}Z`) / 1000,
})
const yesterday = range('2026-11-19T23:00', '2026-11-20T23:00')

describe('a sentence', () => {
  it.each<[string, Draft]>([
    [
      '<@U0S3AUDIT> who deleted invoices/2024 in media-prod yesterday',
      {
        question: 'who-deleted-object',
        bucket: 'media-prod',
        time: yesterday,
        parameters: { prefix: 'invoices/2024' },
      },
    ],
    [
      '<@U0S3AUDIT> who deleted `2024/0117.pdf` from the bucket invoices, yesterday 14:00 to 16:00?',
      {
        question: 'who-deleted-object',
        bucket: 'invoices',
        time: range('2026-11-20T13:00', '2026-11-20T15:00'),
        parameters: { key: '2024/0117.pdf' },
      },
    ],
    [
      'Hey <@U0S3AUDIT>, access denied in data-lake during the last 24 hours, please',
      { question: 'access-denied', bucket: 'data-lake', time: { kind: '24h' }, parameters: {} },
    ],
    [
      '<@U0S3AUDIT> yesterday in media-prod: deletions under logs/',
      { question: 'object-deletion', bucket: 'media-prod', time: yesterday, parameters: { prefix: 'logs/' } },
    ],
    [
      '<@U0S3AUDIT> object-deletion media-prod 24h prefix:logs/ now',
      {
        question: 'object-deletion',
        bucket: 'media-prod',
        time: { kind: '24h' },
        parameters: { prefix: 'logs/' },
      },
    ],
    [
      '<@U0S3AUDIT> who deleted <https://invoices.s3.amazonaws.com/a/b.pdf?X-Amz-Signature=5ec7e7|this>',
      { question: 'who-deleted-object', bucket: 'invoices', parameters: { key: 'a/b.pdf' } },
    ],
    ['<@U0S3AUDIT> media-prod', { bucket: 'media-prod', parameters: {} }],
    ['<@U0S3AUDIT>', { parameters: {} }],
  ])('%s', (text, draft) => {
    expect(read(text)).toEqual({ draft, mistakes: [], unread: [] })
  })

  it.each([
    ['who deleted these objects in media-prod', 'object-deletion'],
    ['why are we refused in media-prod', 'access-denied'],
    ['what changed in this bucket media-prod', 'bucket-config-changes'],
    ['where do the 5xx come from in media-prod', 'server-errors'],
    ['who reaches it from outside, media-prod', 'cross-account-access'],
    ['who overwrote config/app.json in media-prod', 'overwrites'],
    ['is anyone exfiltrating data from media-prod', 'bulk-download'],
    ['who made media-prod public', 'exposure'],
    ['show me who can reach media-prod', 'exposure'],
    ['who reads media-prod', 'object-access'],
    ['list deleted files in media-prod', 'object-deletion'],
    ['which files were deleted by lifecycle in media-prod', 'lifecycle-expiration'],
    ['404s in media-prod', 'not-found'],
    ['who disabled logging on media-prod', 'logging-disabled'],
    ['why is media-prod so slow today', 'latency-slowest'],
  ])('“%s” asks for %s', (text, question) => {
    expect(read(text)).toMatchObject({ draft: { question, bucket: 'media-prod' }, mistakes: [], unread: [] })
  })

  it('takes the bucket that is put as one, where another word is a bucket too', () => {
    const { draft, unread } = read('who deleted invoices in media-prod last friday')
    expect(draft).toEqual({
      question: 'object-deletion',
      bucket: 'media-prod',
      time: yesterday,
      parameters: {},
    })
    expect(unread).toEqual(['invoices'])
  })

  it('says which bucket was perhaps meant, and keeps the rest', () => {
    const { draft, mistakes } = read('who deleted invoices/2024 in media-prd yesterday')
    expect(draft).toEqual({
      question: 'who-deleted-object',
      bucket: 'media-prod',
      time: yesterday,
      parameters: { prefix: 'invoices/2024' },
    })
    expect(mistakes).toEqual(['There is no bucket “media-prd” here: I took it for media-prod.'])
  })

  it('says what it did not understand', () => {
    const { draft, unread } = read('who deleted things with alice’s laptop in media-prod')
    expect(draft).toEqual({ question: 'object-deletion', bucket: 'media-prod', parameters: {} })
    expect(unread).toEqual(['things', 'alice’s', 'laptop'])
    expect(read('xyzzy media-prod').unread).toEqual(['xyzzy'])
  })

  it.each(['word '.repeat(20_000), '/'.repeat(40_000), '<'.repeat(5000), 'prefix:"'.repeat(500), '\u202e\0'])(
    'of hostile text is read in time, and harms nothing: %.20j',
    text => {
      expect(() => read(`<@U0S3AUDIT> ${text}`)).not.toThrow()
    },
  )
})

it.each([
  ['<http://invoices.md|invoices.md>', 'invoices.md'],
  ['<mailto:ada@example.com|ada@example.com>', 'ada@example.com'],
])('reads the name %s, which Slack linked by itself, as it was typed', (linked, typed) => {
  expect(read(`who deleted ${linked} in my-bucket`)).toEqual(read(`who deleted ${typed} in my-bucket`))
})
