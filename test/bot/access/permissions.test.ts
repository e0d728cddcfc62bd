import type { App } from '@slack/bolt'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { SURFACE_WORDS } from '../../../bot/audit/view.ts'
import { listen } from '../../../bot/app/entries.ts'
import type { Rule } from '../../../bot/model/settings.ts'
import { ADA, type Matrix, openMatrix } from './matrix.ts'
import { LISTENERS, type Scope, type Surface, SURFACES } from './surfaces.ts'

/**
 * Everything that a person can do, through the real listeners: once allowed, and once refused for everything that a
 * verdict on it is about. Which rule holds for whom, and where, is `standing.test.ts`.
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
  const { uses } = at.deps
  await uses.settled()
  const page = await uses.page({ from: '2026-11-01T00:00:00Z' }, 1)
  return { use: page.uses[0], words: told(), changed: (await at.left()) !== before }
}

/** Does it, and holds that it was let. @returns what was told */
async function allowed(surface: Surface, rule: Partial<Rule>): Promise<string> {
  const { use, words, changed } = await done(surface, rule)
  expect(use).toMatchObject({ user: ADA, allowed: true, rule: 'matrix' })
  expect(changed).toBe(surface.changes)
  seen.allowed.add(use?.surface ?? '')
  return words
}

/** By what stands against it: a rule that refuses. */
const REFUSING: Record<Place, Partial<Rule>> = {
  channel: { channels: [] },
  person: { people: [GRACE] },
  bucket: { buckets: ['invoices'] },
  analysis: { analyses: ['access-denied'] },
}

/** The words of the record that something was allowed, and refused, under. */
const seen = { allowed: new Set<string>(), refused: new Set<string>() }

describe.each(SURFACES)('$does', surface => {
  it('is allowed, and does what it says', async () => {
    expect(await allowed(surface, {})).not.toContain('“matrix”')
  })

  it.each(CONCERNS[surface.scope])('is refused for the %s, and changes nothing', async refusedFor => {
    const { use, words, changed } = await done(surface, REFUSING[refusedFor])
    expect(use).toMatchObject({ user: ADA, allowed: false, rule: 'matrix', refusedFor })
    expect(words).toMatch(/“matrix”.*(?:U0OWNER|the operator of s3audit)/)
    expect(changed).toBe(false)
    seen.refused.add(use?.surface ?? '')
  })
})

describe('nothing is left out:', () => {
  it('the app listens to what the tables name, and to nothing else', () => {
    const registered: string[] = []
    const named = (kind: string) => (what: string | Record<string, string>) =>
      registered.push(`${kind} ${typeof what === 'string' ? what : (what.action_id ?? what.callback_id)}`)
    const kinds = ['command', 'view', 'action', 'options', 'shortcut', 'event']
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what registers is asked of it
    const app = Object.fromEntries(kinds.map(kind => [kind, named(kind)])) as unknown as App
    listen(app, at.deps)
    const tables = LISTENERS.map(({ listener }) => listener).filter(one => !one.startsWith('command'))
    expect(registered.toSorted()).toEqual(['command /s3audit', ...tables].toSorted())
    const known = new Set(LISTENERS.map(({ listener }) => listener))
    expect(SURFACES.filter(({ listener }) => !known.has(listener))).toEqual([])
  })

  it('every word of the audit log was allowed once and refused once', () => {
    const words = Object.keys(SURFACE_WORDS).filter(word => word !== 'audit')
    expect(words.filter(word => !seen.allowed.has(word))).toEqual([])
    // Where nothing is allowed, help is refused as any command is.
    expect(words.filter(word => word !== 'help' && !seen.refused.has(word))).toEqual([])
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
    await at.deps.uses.settled()
    // Rules neither help nor hinder.
    at.decide(words === READ ? { channels: [] } : {})
    at.deps.settings.owners = owners
    const told = at.listening()
    await at.type('audit')
    expect(told()).toMatch(words)
  })
})
