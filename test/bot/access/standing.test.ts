import { describe, expect, it } from 'vitest'
import { type Home, type Kind, kindOf, type User } from '../../../bot/slack/accounts.ts'
import type { Untold } from '../../../bot/slack/kept.ts'
import { standingOf, type Told } from '../../../bot/access/standing.ts'
import { type Place, type Presence } from '../../../bot/model/place.ts'
import type { Rule } from '../../../bot/model/settings.ts'
import { covers } from '../../../bot/access/policy.ts'

/** The decision itself: every kind of rule × person × place × what Slack answers, against rules written down here. */

const USER = 'U0ONE'
const HERE = 'C0HERE'

type RuleKind = Pick<Rule, 'channels' | 'people' | 'groups' | 'guests' | 'external'>
const RULES = {
  'for a channel': { channels: [HERE] },
  'for two channels': { channels: [HERE, 'C0SECOND'] },
  'for every channel': { channels: ['*'] },
  'for a person': { channels: [HERE], people: [USER] },
  'for another person': { channels: [HERE], people: ['U0OTHER'] },
  'for nobody': { channels: [HERE], people: [] },
  'for a group': { channels: [HERE], groups: ['S0GROUP'] },
  'for a group, everywhere': { channels: ['*'], groups: ['S0GROUP'] },
  'for another person or a group': { channels: [HERE], people: ['U0OTHER'], groups: ['S0GROUP'] },
  'for a channel, with guests': { channels: [HERE], guests: true },
  'for a channel, with externals': { channels: [HERE], external: true },
  'for a group, with guests and externals': {
    channels: [HERE],
    groups: ['S0GROUP'],
    guests: true,
    external: true,
  },
} satisfies Record<string, RuleKind>

const PLACES: Record<string, Place> = {
  'typed in the channel': { channel: HERE, presence: 'proven' },
  'pressed in the channel': { channel: HERE, presence: 'seen' },
  'claimed in a form or by a watch': { channel: HERE, presence: 'claimed' },
  'typed in another channel': { channel: 'C0ELSE', presence: 'proven' },
  'in a direct message': { channel: 'D0ONE', presence: 'proven' },
  'a direct message that a form claims': { channel: 'D0ONE', presence: 'claimed' },
  'at the home': { channel: undefined, presence: 'proven' },
}

const SILENT: Untold = { ok: false, why: 'no answer in time', isLasting: false }
const UNSCOPED: Untold = { ok: false, why: 'missing_scope', isLasting: true }
const NOT_FOUND: Untold = { ok: false, why: 'channel_not_found', isLasting: true }

type Account = Kind | 'silent'
const ACCOUNTS: Account[] = ['member', 'guest', 'external', 'bot', 'deactivated', 'silent']
type Answer = 'in' | 'out' | 'silent' | 'unscoped' | 'not found'
const IN_CHANNEL: Answer[] = ['in', 'out', 'silent', 'unscoped', 'not found']
const IN_GROUP: Answer[] = ['in', 'out', 'silent']

const answered = (answer: Answer) => {
  if (answer === 'silent') return SILENT
  if (answer === 'unscoped') return UNSCOPED
  if (answer === 'not found') return NOT_FOUND
  return { ok: true as const, users: new Set(answer === 'in' ? ['U0X', USER] : ['U0X']) }
}
const toldOf = (account: Account, channel: Answer, group: Answer): Told => ({
  kind: account === 'silent' ? SILENT : { ok: true, kind: account },
  channels: new Map([
    [HERE, answered(channel)],
    ['C0SECOND', answered('out')],
  ]),
  groups: new Map([['S0GROUP', answered(group)]]),
})

/** The same in words of one's own: whether the rule allows it. */
function expected(
  rule: RuleKind,
  { channel, presence }: Place,
  { account, inChannel, inGroup }: { account: Account; inChannel: Answer; inGroup: Answer },
): boolean {
  const isEverywhere = rule.channels.includes('*')
  const isNamingSomebody = rule.people !== undefined || rule.groups !== undefined
  const isNamed = rule.people?.includes(USER) === true
  if (!isEverywhere) {
    const isMember = inChannel === 'in'
    if (channel === 'C0ELSE') return false
    if (channel === HERE && !isNamingSomebody) {
      const isTaken = presence === 'seen' && inChannel === 'unscoped'
      if (presence !== 'proven' && !isMember && !isTaken) return false
    }
    if (channel === 'D0ONE' && !isMember) return false
    if (channel === undefined && !isNamingSomebody && !isMember) return false
  }
  if (isNamed) return true
  if (isNamingSomebody && !(rule.groups !== undefined && inGroup === 'in')) return false
  return (
    account === 'member' ||
    (account === 'guest' && rule.guests === true) ||
    (account === 'external' && rule.external === true)
  )
}

describe.each(Object.entries<RuleKind>(RULES))('a rule %s', (_, rule) => {
  it.each(Object.entries(PLACES))('%s', (__, place) => {
    for (const account of ACCOUNTS)
      for (const inChannel of IN_CHANNEL)
        for (const inGroup of IN_GROUP) {
          const standing = standingOf(rule, USER, place, toldOf(account, inChannel, inGroup))
          const what = `${account}, channel ${inChannel}, group ${inGroup}: ${standing.is}`
          const isAllowed = expected(rule, place, { account, inChannel, inGroup })
          expect([what, standing.is === 'holds']).toEqual([what, isAllowed])
        }
  })
})

describe('what stands against it is told as it is:', () => {
  const told = toldOf('member', 'in', 'in')
  const rule = { channels: [HERE] }
  const claimed = { channel: HERE, presence: 'claimed' as Presence }

  it.each<[string, Partial<Told>, object]>([
    ['no member', { channels: new Map([[HERE, answered('out')]]) }, { is: 'absent' }],
    ['a guest', { kind: { ok: true, kind: 'guest' } }, { is: 'kept-out', kind: 'guest' }],
    ['an external person', { kind: { ok: true, kind: 'external' } }, { is: 'kept-out', kind: 'external' }],
    ['a bot', { kind: { ok: true, kind: 'bot' } }, { is: 'kept-out', kind: 'bot' }],
    [
      'silence about the channel',
      { channels: new Map([[HERE, SILENT]]) },
      { is: 'unsure', of: 'channel', isLasting: false },
    ],
    [
      'a missing scope',
      { channels: new Map([[HERE, UNSCOPED]]) },
      { is: 'unsure', of: 'channel', why: 'missing_scope', isLasting: true },
    ],
    ['silence about the account', { kind: SILENT }, { is: 'unsure', of: 'account' }],
    ['what was not asked', { channels: new Map() }, { is: 'unsure', of: 'channel' }],
    ['an account that was not asked about', { kind: undefined }, { is: 'unsure', of: 'account' }],
  ])('%s', (_, more, standing) => {
    expect(standingOf(rule, USER, claimed, { ...told, ...more })).toMatchObject(standing)
  })

  it('a guest who is no member is told that guests may not: to join would not help', () => {
    const both = toldOf('guest', 'out', 'in')
    expect(standingOf(rule, USER, claimed, both)).toMatchObject({ is: 'kept-out' })
  })

  it('names the channel through which it holds elsewhere', () => {
    const direct = { channel: 'D0ONE', presence: 'proven' } as const
    expect(standingOf(rule, USER, direct, told)).toEqual({ is: 'holds', through: HERE })
    expect(standingOf(rule, USER, claimed, told)).toEqual({ is: 'holds' })
  })
})

it.each<[string, string[], string, boolean]>([
  ['a bucket by its name', ['shop-a'], 'shop-a', true],
  ['another one by a pattern', ['shop-*'], 'shop-a', true],
  ['none that the pattern does not match', ['shop-*'], 'payroll', false],
])('a rule covers %s', (_, buckets, bucket, isCovered) => {
  const rule: Rule = { name: 'r', channels: [HERE], buckets, analyses: ['access-denied'] }
  expect(covers(rule, { bucket, analysis: 'access-denied' })).toBe(isCovered)
  expect(covers(rule, { bucket, analysis: 'object-deletion' })).toBe(false)
})

describe('what an account is:', () => {
  const FULL: User = { team_id: 'T0OURS', is_restricted: false, is_ultra_restricted: false, deleted: false }
  const OURS: Home = { team: 'T0OURS', enterprise: undefined }
  const GRID: Home = { team: 'T0OURS', enterprise: 'E0OURS' }
  const noBoolean = { team_id: 'T0OURS' }

  it.each<[string, User, object, Home, Kind | undefined]>([
    ['a member', FULL, { team: 'T0OURS' }, OURS, 'member'],
    ['a member, by a payload without a team', FULL, {}, OURS, 'member'],
    ['a guest of several channels', { ...FULL, is_restricted: true }, {}, OURS, 'guest'],
    [
      'a guest of one channel',
      { ...FULL, is_restricted: true, is_ultra_restricted: true },
      {},
      OURS,
      'guest',
    ],
    ['a stranger', { ...FULL, is_stranger: true }, {}, OURS, 'external'],
    ['somebody of another workspace', { ...FULL, team_id: 'T0THEIRS' }, {}, OURS, 'external'],
    ['a member whose payload names another workspace', FULL, { team: 'T0THEIRS' }, OURS, 'external'],
    [
      'somebody of another workspace of the same organization',
      { ...FULL, team_id: 'T0SISTER', enterprise_user: { enterprise_id: 'E0OURS', teams: ['T0SISTER'] } },
      { team: 'T0SISTER', enterprise: 'E0OURS' },
      GRID,
      'member',
    ],
    ['the organization itself as the team', { ...FULL, team_id: 'E0OURS' }, {}, GRID, 'member'],
    [
      'somebody of another organization',
      { ...FULL, team_id: 'T0THEIRS', enterprise_user: { enterprise_id: 'E0THEIRS' } },
      { team: 'T0THEIRS', enterprise: 'E0THEIRS' },
      GRID,
      'external',
    ],
    [
      'somebody elsewhere, where neither has an organization',
      { ...FULL, team_id: 'T0THEIRS', enterprise_id: '' },
      {},
      { ...OURS, enterprise: '' },
      'external',
    ],
    ['a bot', { ...FULL, is_bot: true }, {}, OURS, 'bot'],
    ['a bot of a workflow', { ...FULL, is_workflow_bot: true }, {}, OURS, 'bot'],
    ['a deactivated account', { team_id: 'T0OURS', deleted: true }, {}, OURS, 'deactivated'],
    ['unknown where Slack leaves out whether it is a guest', noBoolean, {}, OURS, undefined],
    ['unknown where Slack leaves out the workspace', {}, {}, OURS, undefined],
    ['external where our own workspace is not known', FULL, {}, { ...OURS, team: undefined }, 'external'],
  ])('%s', (_, user, person, home, kind) => {
    expect(kindOf(user, person, home)).toBe(kind)
  })
})
