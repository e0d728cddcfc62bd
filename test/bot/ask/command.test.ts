import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCommand } from '../../../bot/ask/grammar/command.ts'
import { rules, settings } from '../access/rules.ts'

const parse = (text: string) => parseCommand(text, rules)
const range = (from: string, to: string) => ({
  kind: 'range',
  from: Date.parse(from) / 1000,
  to: Date.parse(to) / 1000,
})

describe('a command that opens the form', () => {
  it('opens it empty for no text', () => {
    expect(parse('  ')).toEqual({ kind: 'form', draft: { parameters: {} } })
  })

  it.each([
    [
      'object-deletion media-prod last 24h',
      { question: 'object-deletion', bucket: 'media-prod', time: { kind: '24h' } },
    ],
    ['deletions media-prod 7d', { question: 'object-deletion', bucket: 'media-prod', time: { kind: '7d' } }],
    ['403 media-prod', { question: 'access-denied', bucket: 'media-prod' }],
    ['who removed media-prod', { question: 'object-deletion', bucket: 'media-prod' }],
    ['Bucket-Conf invoices', { question: 'bucket-config-changes', bucket: 'invoices' }],
    ['media-prod deletions 1h', { question: 'object-deletion', bucket: 'media-prod', time: { kind: '1h' } }],
    ['media-prod 24h', { bucket: 'media-prod', time: { kind: '24h' } }],
    ['deletions 24h', { question: 'object-deletion', time: { kind: '24h' } }],
    ['30d', { time: { kind: '30d' } }],
    [
      'analysis:403 bucket:invoices time:"last 24 hours"',
      { question: 'access-denied', bucket: 'invoices', time: { kind: '24h' } },
    ],
    ['403 arn:aws:s3:::invoices', { question: 'access-denied', bucket: 'invoices' }],
  ])('fills it from "%s"', (text, draft) => {
    expect(parse(text)).toEqual({ kind: 'form', draft: { ...draft, parameters: {} } })
  })

  it.each([
    ['why are we refused in media-prod since friday', { question: 'access-denied' }],
    ['deletions in media-prod since friday', { question: 'object-deletion' }],
    [
      'who removed logs/a.txt from media-prod since friday',
      { question: 'object-deletion', parameters: { prefix: 'logs/a.txt' } },
    ],
  ])('fills it from the sentence “%s”', (text, draft) => {
    const time = range('2026-11-19T23:00:00Z', '2026-11-21T07:00:30Z')
    expect(parse(text)).toEqual({
      kind: 'form',
      draft: { parameters: {}, ...draft, bucket: 'media-prod', time },
    })
  })

  it('opens with what it read of a sentence that says more, and says what it did not understand', () => {
    expect(parse('who deleted old stuff in media-prod last friday')).toMatchObject({
      kind: 'form',
      draft: { question: 'object-deletion', bucket: 'media-prod' },
      told: ['Not understood: `old` `stuff`'],
    })
  })

  it('starts no sentence: a guess is shown as the command that was meant', () => {
    expect(parse('why are we refused in media-prod since monday now')).toMatchObject({
      kind: 'mistakes',
      mistakes: ['I can only guess what this sentence means, so nothing was started.'],
      suggestions: ['/s3audit access-denied media-prod since monday now'],
    })
  })

  it.each([
    [
      'delte media-prod 24h',
      { question: 'object-deletion', bucket: 'media-prod', time: { kind: '24h' } },
      undefined,
    ],
    [
      'deletions in media-prd since friday',
      { question: 'object-deletion', bucket: 'media-prod' },
      ['There is no bucket “media-prd” here: I took it for media-prod.'],
    ],
    [
      'deletions media-prod banana',
      { question: 'object-deletion', bucket: 'media-prod' },
      ['Not understood: `banana`'],
    ],
    [
      'deletions media-prod 200d',
      { question: 'object-deletion', bucket: 'media-prod' },
      [expect.stringContaining('at most 90 days')],
    ],
    [
      'deletions media-prod 11/12/2026',
      { bucket: 'media-prod' },
      [expect.stringContaining('2026-12-11 or 2026-11-12')],
    ],
    ['who deleted the bucket', { question: 'bucket-deleted' }, undefined],
    ['deletions my-bukcet', { question: 'object-deletion' }, [expect.stringContaining('my-bukcet')]],
  ])('opens in spite of what is wrong with “%s”', (text, draft, told) => {
    const command = parse(text)
    expect(command).toMatchObject({ kind: 'form', draft })
    expect(command.kind === 'form' && command.told).toEqual(told)
  })

  it('judges as a bucket only what is marked as one', () => {
    expect(parse('who deleted s3://secret-bucket/a')).toMatchObject({
      kind: 'mistakes',
      about: { bucket: 'secret-bucket' },
    })
    expect(parse('deletions bucket:secret-bucket')).toMatchObject({ kind: 'mistakes' })
    expect(parse('deletions of anybody')).toMatchObject({ kind: 'form' })
  })

  it.each([
    ['3E57427F33A59F07', { question: 'request-lookup', parameters: { id: '3E57427F33A59F07' } }],
    [
      'what did 203.0.113.7 do in media-prod',
      { question: 'activity', bucket: 'media-prod', parameters: { networks: '203.0.113.7' } },
    ],
    [
      'AKIAIOSFODNN7EXAMPLE in media-prod',
      { question: 'activity', parameters: { accessKey: 'AKIAIOSFODNN7EXAMPLE' } },
    ],
    [
      'what else did role nightly-cleanup do in media-prod',
      { question: 'activity', parameters: { requester: 'nightly-cleanup' } },
    ],
    [
      'what happened to s3://media-prod/a/b.txt',
      { question: 'object-history', bucket: 'media-prod', parameters: { key: 'a/b.txt' } },
    ],
    [
      's3://media-prod/a/b.txt',
      { question: 'object-history', bucket: 'media-prod', parameters: { key: 'a/b.txt' } },
    ],
    ['/s3audit 403 media-prod', { question: 'access-denied', bucket: 'media-prod' }],
  ])('finds what “%s” is about', (text, draft) => {
    expect(parse(text)).toMatchObject({ kind: 'form', draft })
  })

  it('reads names, quoted values and the prefix of an S3 address', () => {
    const draft = { question: 'access-denied', bucket: 'media-prod' }
    expect(parse('403 media-prod prefix:"a b/" requester:ada logs:cloudtrail 24h')).toEqual({
      kind: 'form',
      draft: {
        ...draft,
        time: { kind: '24h' },
        logs: 'cloudtrail',
        parameters: { prefix: 'a b/', requester: 'ada' },
      },
    })
    expect(parse('403 media-prod Prefix:“a b/”')).toMatchObject({ draft: { parameters: { prefix: 'a b/' } } })
    expect(parse('403 media-prod prefix:a&amp;b&lt;c')).toMatchObject({
      draft: { parameters: { prefix: 'a&b<c' } },
    })
    expect(parse('403 s3://media-prod/logs/2026/')).toEqual({
      kind: 'form',
      draft: { ...draft, parameters: { prefix: 'logs/2026/' } },
    })
  })

  it('keeps a time that is none of the form’s choices as from–to', () => {
    expect(parse('403 media-prod yesterday 14:00 to 16:00')).toMatchObject({
      draft: { time: range('2026-11-20T13:00:00Z', '2026-11-20T15:00:00Z') },
    })
    expect(parse('403 media-prod yesterday')).toMatchObject({
      draft: { time: range('2026-11-19T23:00:00Z', '2026-11-20T23:00:00Z') },
    })
  })
})

describe('a command that starts', () => {
  it('starts with now at the end, with or without a time', () => {
    const draft = { question: 'access-denied', bucket: 'media-prod', parameters: {} }
    expect(parse('403 media-prod now')).toEqual({ kind: 'start', draft })
    expect(parse('403 media-prod 24h NOW')).toEqual({
      kind: 'start',
      draft: { ...draft, time: { kind: '24h' } },
    })
  })

  it('tells the now of a time from the one that starts', () => {
    const time = range('2026-11-21T01:00:30Z', '2026-11-21T07:00:30Z')
    for (const text of ['now-6h to now', 'now-6h .. now', 'now-6h - now', 'now-6h..now']) {
      expect(parse(`403 media-prod ${text}`)).toMatchObject({ kind: 'form', draft: { time } })
      expect(parse(`403 media-prod ${text} now`)).toMatchObject({ kind: 'start', draft: { time } })
    }
  })
})

describe('a command with mistakes', () => {
  it.each([
    ['now', [/what you want to know/, /which bucket/]],
    [
      'deletons media-prd 24h now',
      [/No question is called "deletons".*object-deletion/, /media-prd.*media-prod/],
    ],
    ['deletions my-bukcet now', [/my-bukcet/]],
    ['deletions media-prod banana now', [/banana.*24h/]],
    ['deletions media-prod 200d now', [/at most 90 days/]],
    ['deletions media-prod 2026-12-24 now', [/in the future/]],
    ['deletions media-prod 2026-11-20 10:00 to 2026-11-19 10:00 now', [/end is before the start/]],
    ['deletions media-prod prefx:a now', [/"prefx:".*prefix:/]],
    ['deletions media-prod logs:foo now', [/access-log, cloudtrail, both or auto/]],
    ['config s3://media-prod/a 3d now', [/cannot be narrowed to a prefix/]],
  ])('tells what is wrong with "%s"', (text, problems) => {
    expect(parse(text)).toMatchObject({
      kind: 'mistakes',
      mistakes: problems.map(problem => expect.stringMatching(problem) as unknown),
      suggestions: expect.anything() as unknown,
    })
  })

  it.each([
    [
      'deletons media-prd 24h now',
      ['/s3audit object-deletion media-prod 24h now', '/s3audit mass-deletion media-prod 24h now'],
    ],
    [
      'deletions media-prod prefx:"a b" 24h now',
      [
        '/s3audit object-deletion media-prod prefix:"a b" 24h now',
        '/s3audit object-deletion media-prod 24h now',
      ],
    ],
    ['config s3://media-prod/a 3d now', ['/s3audit bucket-config-changes media-prod 3d now']],
    ['xyzzy invoices 1h now', ['/s3audit invoices 1h']],
    ['help xyzzy', ['/s3audit help']],
    [
      'help delet',
      ['/s3audit help object-deletion', '/s3audit help bucket-deleted', '/s3audit help mass-deletion'],
    ],
  ])('suggests what to run instead of "%s"', (text, suggestions) => {
    expect(parse(text)).toMatchObject({ kind: 'mistakes', suggestions })
  })

  it('never throws, and every suggestion can be run', () => {
    const parts =
      'deletions deletons 403 help who media-prod media-prd s3://invoices/a arn:aws:s3:::x now 24h to yesterday 2026-11-19 .. ' +
      'prefix:a prefix:"a b" prefx:x logs:ct constructor question:403 bucket:x __proto__:1 "last 24h" &lt;!channel&gt;'
    const word = fc.constantFrom(...parts.split(' '))
    const text = fc.oneof(
      fc.string(),
      fc.array(word).map(words => words.join(' ')),
    )
    fc.assert(
      fc.property(text, typed => {
        const command = parse(typed)
        const suggestions = command.kind === 'mistakes' ? command.suggestions : []
        const kinds = suggestions.map(suggestion => parse(suggestion.replace('/s3audit', '')).kind)
        expect(kinds).not.toContain('mistakes')
        expect(kinds.length).toBeLessThanOrEqual(3)
      }),
      { numRuns: 400 },
    )
  })

  it('accepts only the buckets of the settings', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9-]{2,20}$/), bucket => {
        const isKnown = settings.buckets.includes(bucket)
        expect(parse(`403 bucket:${bucket} now`).kind).toBe(isKnown ? 'start' : 'mistakes')
      }),
    )
  })
})

describe('help', () => {
  it('is asked for in general or about one question', () => {
    expect(parse('help')).toEqual({ kind: 'help' })
    expect(parse('help 403')).toEqual({ kind: 'help', question: 'access-denied' })
    expect(parse('?')).toEqual({ kind: 'help' })
  })
})
