import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Rule } from '../../../bot/settings.ts'
import { ADA, type Matrix, openMatrix } from './matrix.ts'
import { type Scope, type Surface, SURFACES } from './surfaces.ts'

/**
 * The permission matrix: every dimension of a rule, as it allows and as it refuses, against everything that a person
 * can do, through the real listeners.
 */

const GRACE = 'U0GRACE'

type Place = 'channel' | 'person' | 'bucket' | 'analysis'

/** By dimension: what allows, what refuses, and what the record says that it was refused for. */
const DIMENSIONS: [string, Partial<Rule>, Partial<Rule>, Place][] = [
  ['channel', {}, { channels: ['C0RANDOM'] }, 'channel'],
  ['every channel', { channels: ['*'] }, { channels: [] }, 'channel'],
  ['person', { people: [ADA] }, { people: [GRACE] }, 'person'],
  ['no person', {}, { people: [] }, 'person'],
  ['user group', { groups: ['S0ONCALL'] }, { groups: ['S0SECURITY'] }, 'person'],
  [
    'person or group',
    { people: [ADA], groups: ['S0DATA'] },
    { people: [GRACE], groups: ['S0DATA'] },
    'person',
  ],
  [
    'a group that Slack does not tell of',
    { people: [ADA], groups: ['S0GONE'] },
    { groups: ['S0GONE'] },
    'person',
  ],
  ['bucket', {}, { buckets: ['invoices'] }, 'bucket'],
  ['pattern of buckets', { buckets: ['media-*'] }, { buckets: ['*-media', 'media-?'] }, 'bucket'],
  [
    'question',
    { analyses: ['object-deletion', 'mass-deletion', 'check'] },
    { analyses: ['access-denied'] },
    'analysis',
  ],
  [
    'group of questions',
    { analyses: ['Deletions and lifecycle', 'check'] },
    { analyses: ['Volume and cost'] },
    'analysis',
  ],
]

/** Which refusals concern what a verdict is about. */
const CONCERNS: Record<Scope, readonly Place[]> = {
  question: ['channel', 'person', 'bucket', 'analysis'],
  bucket: ['channel', 'person', 'bucket'],
  place: ['channel', 'person'],
}

let at: Matrix
beforeAll(async () => {
  at = await openMatrix()
})
afterEach(() => at.clear())
afterAll(() => at?.close())

/** Gets ready while all is allowed, then does it under a rule. */
async function done({ ready, needs }: Surface, rule: Partial<Rule>) {
  at.decide({ ...needs })
  const act = await ready(at)
  at.decide({ ...needs, ...rule })
  const [told, before] = [at.listening(), await at.left()]
  await act()
  const { uses } = at.world
  await uses.settled()
  const page = await uses.page({ from: '2026-11-01T00:00:00Z' }, 1)
  return { use: page.uses[0], words: told(), changed: (await at.left()) !== before }
}

/** Does it, and holds that it was let. @returns what was told */
async function allowed(surface: Surface, rule: Partial<Rule>): Promise<string> {
  const { use, words, changed } = await done(surface, rule)
  expect(use).toMatchObject({ user: ADA, allowed: true, rule: 'matrix' })
  expect(changed).toBe(surface.changes ?? changed)
  return words
}

describe.each(SURFACES)('$does', surface => {
  it.each(DIMENSIONS)('is allowed by %s', async (_, allowing) => {
    expect(await allowed(surface, allowing)).not.toContain('“matrix”')
  })

  it.each(DIMENSIONS)('is refused by %s, where that concerns it', async (_, __, refusing, refusedFor) => {
    if (!CONCERNS[surface.scope].includes(refusedFor)) {
      await allowed(surface, refusing)
      return
    }
    const { use, words, changed } = await done(surface, refusing)
    expect(use).toMatchObject({ user: ADA, allowed: false, rule: 'matrix', refusedFor })
    expect(words).toMatch(/“matrix”.*(?:U0OWNER|the operator of s3audit)/)
    expect(changed).toBe(false)
  })
})

it('an answer may not be shared where it may not be asked for', async () => {
  const sharing = SURFACES.find(({ does }) => does === 'sharing in another channel')
  const { use, words, changed } = await done({ ...sharing!, needs: {} }, {})
  expect(use).toMatchObject({ allowed: false, refusedFor: 'channel', channel: 'C0DATAPLATFORM' })
  expect(words).toContain('“matrix”')
  expect(changed).toBe(false)
})

/** What `list` tells under a rule. */
async function listed(rule: Partial<Rule>): Promise<string> {
  await at.investigation()
  at.decide(rule)
  const told = at.listening()
  await at.type('list')
  return told()
}

describe('a list shows only what the person may see', () => {
  it.each(DIMENSIONS)('by %s', async (_, allowing, refusing) => {
    expect(await listed(allowing)).toMatch(/ in media-prod.*`[0-9a-f]{16}`/s)
    expect(await listed(refusing)).not.toMatch(/[0-9a-f]{16}/)
  })
})

/** What the form offers for what was typed. */
async function search(block_id: string, value: string): Promise<string> {
  const view_id = at.opened()?.id ?? ''
  const typed = { user: ADA, view_id, block_id, action_id: `choose-${block_id}`, value }
  return JSON.stringify(await at.client.suggestion(typed))
}

/** What is offered, under a rule, to somebody who opened the form. */
async function offered(rule: Partial<Rule>): Promise<{ question: boolean; bucket: boolean }> {
  at.decide({ buckets: ['media-*', '*-media'] })
  await at.type('')
  at.decide(rule)
  return {
    question: (await search('question', 'object deletions')).includes('"object-deletion"'),
    bucket: (await search('bucket', 'media-prod')).includes('"media-prod"'),
  }
}

describe('a search offers only what the person may ask', () => {
  it.each(DIMENSIONS)('by %s', async (_, allowing, refusing, refusedFor) => {
    expect(await offered(allowing)).toEqual({ question: true, bucket: true })
    // Which questions may be asked of which bucket is told when both are chosen.
    expect(await offered(refusing)).toEqual({
      question: refusedFor === 'bucket',
      bucket: refusedFor === 'analysis',
    })
  })
})

describe('the record of uses is for the owners', () => {
  const READ = /^Uses, since/
  const REFUSED = /^(?:Only the owners of s3audit|Nobody) may read/

  it.each<[string, string[], RegExp]>([
    ['a person among them reads it', [GRACE, ADA], READ],
    ['a member of a user group reads it', ['S0ONCALL'], READ],
    ['another person does not', [GRACE], REFUSED],
    ['who is not in the group does not', ['S0SECURITY'], REFUSED],
    ['nobody does where there are none', [], REFUSED],
    ['nobody does where Slack does not tell', ['S0GONE'], REFUSED],
  ])('%s', async (_, owners, words) => {
    at.decide({})
    await at.type('help')
    await at.world.uses.settled()
    // Rules neither help nor hinder.
    at.decide(words === READ ? { channels: [] } : {})
    at.world.settings.owners = owners
    const told = at.listening()
    await at.type('audit')
    expect(told()).toMatch(words)
  })
})
