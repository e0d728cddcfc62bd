import { questions } from '../../analyses/lib/named.ts'
import { code, literal, truncate } from '../reply/mrkdwn.ts'
import type { Rule } from '../settings.ts'
import type { Access } from './access.ts'
import { nearest } from './nearest.ts'
import { type About, covers, coversAnalysis, coversBucket, isPattern, ownerOf, plainOwner } from './policy.ts'

/** Not allowed: what stands against it, the rule that comes closest, and what to tell the person. */
export interface Refusal {
  ok: false
  place: 'channel' | 'person' | 'bucket' | 'analysis' | 'limit'
  /** The name of the rule that comes closest; undefined where there is no rule at all. */
  rule: string | undefined
  /** For messages, as mrkdwn. */
  refusal: string
  /** For the form's errors, as plain text. */
  plain: string
}

/** How names are written: in a message, or where Slack shows a text as it is. */
interface Writing {
  bucket(name: string): string
  rule(rule: Rule): string
  channels(rule: Rule): string
  people(rule: Rule): string
  owner(owner: string): string
}

const MRKDWN: Writing = {
  bucket: name => code(truncate(name, 100)),
  rule: ({ name }) => `“${literal(name)}”`,
  channels: ({ channels }) =>
    oneOf(channels.map(id => (id.startsWith('D') ? 'direct messages' : `<#${id}>`))),
  people: ({ groups = [] }) =>
    groups.length > 0 ? `members of ${oneOf(groups.map(id => `<!subteam^${id}>`))}` : 'people it names',
  owner: owner => owner,
}

const PLAIN: Writing = {
  bucket: name => truncate(name, 100),
  rule: ({ name }) => `“${name}”`,
  channels: () => 'other channels',
  people: ({ groups = [] }) =>
    groups.length > 0 ? `members of the user group ${oneOf(groups)}` : 'people it names',
  owner: plainOwner,
}

const oneOf = (names: readonly string[]): string => {
  const shown = [...new Set(names)].slice(0, 3)
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}` : (shown[0] ?? '')
}

interface Reason {
  place: Refusal['place']
  rule: Rule | undefined
  words: (as: Writing) => string
}

/** Why nothing allows it: by the rule for which the least is missing, with whom to ask. */
export function refuse(access: Access, about: About): Refusal {
  const { place, rule, words } = reasonOf(access, about)
  return { ok: false, place, rule: rule?.name, refusal: words(MRKDWN), plain: words(PLAIN) }
}

function reasonOf(access: Access, about: About): Reason {
  const { holding, unsure, forOthers, elsewhere } = access
  const doubt = unsure.find(({ rule }) => covers(rule, about))
  if (doubt !== undefined) return overDoubt(access, doubt)
  if (holding.length > 0) return overWhat(access, about)
  const others = forOthers.find(rule => covers(rule, about)) ?? forOthers[0]
  if (others !== undefined) return overPerson(access, others)
  return overChannel(access, elsewhere.find(rule => covers(rule, about)) ?? elsewhere[0])
}

function overChannel({ channel, policy }: Access, rule: Rule | undefined): Reason {
  const here =
    channel === undefined ? 'you there' : channel.startsWith('D') ? 'in direct messages' : 'in this channel'
  return {
    place: 'channel',
    rule,
    words: as => {
      const by = as.owner(ownerOf(policy, rule))
      return rule === undefined
        ? `s3audit does not answer ${here}: its settings allow nothing yet. Ask ${by}.`
        : `s3audit does not answer ${here}. The closest rule, ${as.rule(rule)}, is for ${as.channels(rule)}: ask there, or have this one added by ${by}.`
    },
  }
}

const overPerson = ({ policy }: Access, rule: Rule): Reason => ({
  place: 'person',
  rule,
  words: as =>
    `You may not ask s3audit here. The closest rule, ${as.rule(rule)}, is for ${as.people(rule)}; you can be added by ${as.owner(ownerOf(policy, rule))}.`,
})

/** Nobody is allowed something because Slack was silent. */
const overDoubt = ({ policy }: Access, { rule, why }: Access['unsure'][number]): Reason => ({
  place: 'person',
  rule,
  words: as =>
    `The rule ${as.rule(rule)} is for ${as.people(rule)}, and Slack does not tell s3audit who that is (${why}), so this is refused. Try again in a minute; if it stays like this, tell ${as.owner(ownerOf(policy, rule))}.`,
})

/** The person may ask here, but not about this bucket, or not this question. */
function overWhat(access: Access, about: About): Reason {
  const { holding, forOthers, elsewhere, policy } = access
  const { bucket, analysis } = about
  const isBucket = bucket !== undefined && !holding.some(rule => coversBucket(rule, bucket))
  const fitting = isBucket
    ? holding.find(rule => analysis === undefined || coversAnalysis(rule, analysis))
    : holding.find(rule => bucket === undefined || coversBucket(rule, bucket))
  const rule = fitting ?? holding[0]
  const needed = [...forOthers, ...elsewhere].find(other => covers(other, about))
  return {
    place: isBucket ? 'bucket' : 'analysis',
    rule: needed ?? rule,
    words: as =>
      [
        isBucket ? aboutBucket(access, bucket, as) : aboutAnalysis(about, rule, as),
        needed !== undefined
          ? `The rule ${as.rule(needed)} allows it to ${forOthers.includes(needed) ? as.people(needed) : `people in ${as.channels(needed)}`}; ask ${as.owner(ownerOf(policy, needed))}.`
          : `It can be added${rule ? ` to the rule ${as.rule(rule)}` : ''} by ${as.owner(ownerOf(policy, rule))}.`,
      ].join(' '),
  }
}

function aboutBucket({ holding }: Access, bucket: string, as: Writing): string {
  const names = holding.flatMap(({ buckets }) => buckets.filter(name => !isPattern(name)))
  const near = nearest(bucket, [...new Set(names)])
  const meant = near.length > 0 ? ` Did you mean ${near.map(name => as.bucket(name)).join(' or ')}?` : ''
  return `s3audit may not be asked about the bucket ${as.bucket(bucket)} here.${meant}`
}

function aboutAnalysis({ bucket, analysis = '' }: About, rule: Rule | undefined, as: Writing): string {
  const title = Object.hasOwn(questions, analysis) ? questions[analysis]?.title : undefined
  const of = bucket === undefined ? '' : ` of the bucket ${as.bucket(bucket)}`
  const may =
    rule === undefined || rule.analyses === 'all'
      ? ''
      : ` The rule ${as.rule(rule)} has ${oneOf(rule.analyses)}.`
  return `“${title ?? analysis}” may not be asked${of} here.${may}`
}
