import { GROUPS } from '../../analyses/lib/analysis.ts'
import { questions } from '../../analyses/lib/catalogue/named.ts'
import { matches } from '../../analyses/lib/sql/wildcard.ts'
import { nearest } from '../../bot/text/nearest.ts'
import { CHECK, DEFAULT_RULE, isPattern, rulesOf } from '../../bot/access/policy.ts'
import type { Rule, Settings } from '../../bot/model/settings.ts'

/** What is wrong at a place of the settings, and what to write instead. */
export interface Mistake {
  path: (string | number)[]
  message: string
}

const ID = {
  channels: [/^(?:[CGD][A-Z0-9]{2,}|\*)$/, 'must be the id of a channel (C…), or * for every channel'],
  people: [/^[UW][A-Z0-9]{2,}$/, 'must be the id of a person (U…): their Slack profile shows it'],
  groups: [/^S[A-Z0-9]{2,}$/, 'must be the id of a user group (S…): Slack’s People, User groups show it'],
  owners: [/^[UWS][A-Z0-9]{2,}$/, 'must be the id of a person (U…) or of a user group (S…)'],
  buckets: [
    /^(?=.*[a-z0-9*])[a-z0-9.*-]{1,63}$/,
    'must be the name of a bucket, or a pattern such as shop-*, without s3:// and without a slash',
  ],
} as const

/** Everything about who may ask that would not be what was meant. */
export function policyMistakes(bot: Settings): Mistake[] {
  const { channels, buckets, rules, owners } = bot
  return [
    ...badIds(['bot', 'channels'], channels, 'channels'),
    ...badIds(['bot', 'buckets'], buckets, 'buckets'),
    ...badIds(['bot', 'owners'], owners, 'owners'),
    ...when(owners.length === 0, ['bot', 'owners'], NO_OWNERS),
    ...when(rulesOf(bot).length === 0, ['bot', 'channels'], NO_CHANNEL),
    ...when(channels.length > 0 && buckets.length === 0, ['bot', 'buckets'], NO_BUCKET),
    ...when(channels.length === 0 && buckets.length > 0 && rules.length > 0, ['bot', 'channels'], HALF),
    ...when(channels.includes('*'), ['bot', 'channels'], EVERYBODY),
    ...rules.flatMap((rule, at) => ruleMistakes(rule, ['bot', 'rules', at], rules.slice(0, at))),
  ]
}

const NO_OWNERS =
  'names nobody: a refused person would not know whom to ask, and nobody could read who used s3audit. Write the ids of people (U…) or of a user group (S…)'
const NO_CHANNEL = 'names no channel, and there are no rules: s3audit would answer nowhere'
const NO_BUCKET = 'names no bucket: nothing could be asked about in bot.channels'
const HALF = 'names no channel, so bot.buckets count for nothing: name one, or leave both out'
const EVERYBODY =
  'would let the whole workspace ask: name the channels, or write a rule for people or groups in every channel'

function ruleMistakes(rule: Rule, path: Mistake['path'], before: readonly Rule[]): Mistake[] {
  const { name, channels, people, groups, buckets, analyses } = rule
  const taken = name === DEFAULT_RULE || before.some(other => other.name === name)
  return [
    ...when(name.trim() === '', [...path, 'name'], 'must not be empty: refusals name the rule'),
    ...when(taken, [...path, 'name'], `is another rule’s name already: ${name}`),
    ...when(channels.length === 0, [...path, 'channels'], 'names no channel: write * for every channel'),
    ...when(
      channels.includes('*') && people === undefined && groups === undefined,
      [...path, 'channels'],
      'lets the whole workspace ask: name the channels, or people or groups',
    ),
    ...when(people?.length === 0 && !groups?.length, [...path, 'people'], NOBODY),
    ...when(groups?.length === 0 && !people?.length, [...path, 'groups'], NOBODY),
    ...(['guests', 'external'] as const).flatMap(which =>
      when(rule[which] === true && people !== undefined && groups === undefined, [...path, which], POINTLESS),
    ),
    ...when(buckets.length === 0, [...path, 'buckets'], 'names no bucket: write * for all of them'),
    ...when(analyses.length === 0, [...path, 'analyses'], "names no question: write 'all', or leave it out"),
    ...badIds([...path, 'channels'], channels, 'channels'),
    ...badIds([...path, 'people'], people ?? [], 'people'),
    ...badIds([...path, 'groups'], groups ?? [], 'groups'),
    ...badIds([...path, 'buckets'], buckets, 'buckets'),
    ...(analyses === 'all' ? [] : unknownQuestions([...path, 'analyses'], analyses)),
  ]
}

/** People that `people` names may ask anyway: a switch for guests would do nothing. */
const POINTLESS = 'does nothing where only people are named: they may ask as guests too. Leave it out'

const NOBODY = 'names nobody: leave it out to admit everyone in the channel'

const when = (wrong: boolean, path: Mistake['path'], message: string): Mistake[] =>
  wrong ? [{ path, message }] : []

function badIds(path: Mistake['path'], ids: readonly string[], kind: keyof typeof ID): Mistake[] {
  const [pattern, message] = ID[kind]
  return ids.flatMap((id, at) => when(!pattern.test(id), [...path, at], `${message}; it is ${id || 'empty'}`))
}

function unknownQuestions(path: Mistake['path'], names: readonly string[]): Mistake[] {
  const known: readonly string[] = [...GROUPS, ...Object.keys(questions), CHECK]
  return names.flatMap((name, at) => {
    const [meant] = nearest(name, known)
    const hint = meant === undefined ? `The groups are ${GROUPS.join(', ')}.` : `Did you mean ${meant}?`
    return when(
      !known.includes(name),
      [...path, at],
      `${name} is neither a question nor a group of questions. ${hint}`,
    )
  })
}

/**
 * What may be meant so, and may be a slip: patterns that match none of the buckets that the settings name. What is
 * in the account is not known before deploying.
 */
export function policyRemarks({
  bot,
  aws,
}: {
  bot: Settings
  aws: { accessLogs: readonly { bucket: string }[] }
}): string[] {
  const named = rulesOf(bot).flatMap(({ buckets }) => buckets)
  const places = [...bot.sources, ...aws.accessLogs].map(({ bucket }) => bucket)
  const known = [...named, ...places, ...Object.values(bot.otherAccounts).flat()].filter(
    one => !isPattern(one),
  )
  const idle = named.filter(one => isPattern(one) && !known.some(name => matches(name, one)))
  return [...new Set(idle)].map(pattern => {
    const begun = pattern.replaceAll('*', '')
    const meant = known.find(name => nearest(begun, [name.slice(0, begun.length)]).length > 0)
    return `The pattern ${pattern} matches no bucket that these settings name${meant === undefined ? '' : `, such as ${meant}`}. If it is right, nothing needs to be done.`
  })
}
