import { questions } from '../../analyses/lib/catalogue/named.ts'
import { code, literal, truncate } from '../text/mrkdwn.ts'
import type { Rule } from '../model/settings.ts'
import type { Access } from './access.ts'
import { nearest } from '../text/nearest.ts'
import { type About, covers, coversAnalysis, coversBucket, isPattern, ownerOf, plainOwner } from './policy.ts'
import { MISSING_SCOPE, type Standing, type Unsure } from './standing.ts'
import { isPrivate } from '../model/place.ts'

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
  channels(channels: readonly string[]): string
  people(rule: Rule): string
  owner(owner: string): string
}

const MRKDWN: Writing = {
  bucket: name => code(truncate(name, 100)),
  rule: ({ name }) => `“${literal(name)}”`,
  channels: channels => oneOf(channels.map(id => (isPrivate(id) ? 'direct messages' : `<#${id}>`))),
  people: ({ groups = [] }) =>
    groups.length > 0 ? `members of ${oneOf(groups.map(id => `<!subteam^${id}>`))}` : 'people it names',
  owner: owner => owner,
}

const PLAIN: Writing = {
  bucket: name => truncate(name, 100),
  rule: ({ name }) => `“${name}”`,
  channels: channels => (channels.length > 1 ? 'certain channels' : 'a certain channel'),
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
  const { holding, refused } = access
  const isAbout = ({ rule }: Access['refused'][number]) => covers(rule, about)
  const doubt = refused.find(one => one.standing.is === 'unsure' && isAbout(one))
  if (doubt === undefined && holding.length > 0) return overWhat(access, about)
  const nearest = NEAREST.flatMap(is => refused.filter(({ standing }) => standing.is === is))
  return overRule(access, doubt ?? nearest.find(isAbout) ?? nearest[0])
}

/** What can be mended with the least comes first. */
const NEAREST = ['kept-out', 'absent', 'others', 'unsure', 'elsewhere'] as const

/** What stands between a person and a rule. */
function overRule(access: Access, nearest: Access['refused'][number] | undefined): Reason {
  if (nearest === undefined) return overNothing(access)
  const { rule, standing } = nearest
  const words = (as: Writing): string => wordsFor(access, rule, standing, as)
  return { place: isOverPlace(standing) ? 'channel' : 'person', rule, words }
}

const isOverPlace = ({ is }: Standing): boolean => is === 'elsewhere' || is === 'absent'

const overNothing = ({ channel, policy }: Access): Reason => ({
  place: 'channel',
  rule: undefined,
  words: as =>
    `s3audit does not answer ${hereIn(channel)}: its settings allow nothing yet. Ask ${as.owner(ownerOf(policy))}.`,
})

function hereIn(channel: string | undefined): string {
  if (channel === undefined) return 'you there'
  return isPrivate(channel) ? 'in direct messages' : 'in this channel'
}

function wordsFor(
  { channel, policy }: Access,
  rule: Rule,
  standing: Access['refused'][number]['standing'],
  as: Writing,
): string {
  const by = as.owner(ownerOf(policy, rule))
  const named = as.rule(rule)
  if (standing.is === 'kept-out')
    return `${KINDS[standing.kind]} may not ask s3audit unless its settings say so. The closest rule is ${named}; you can be added by ${by}.`
  if (standing.is === 'others')
    return `You may not ask s3audit here. The closest rule, ${named}, is for ${as.people(rule)}; you can be added by ${by}.`
  if (standing.is === 'unsure') return inDoubt(rule, standing, by, as)
  const where = as.channels(rule.channels)
  if (standing.is === 'elsewhere')
    return `s3audit does not answer ${hereIn(channel)}. The closest rule, ${named}, is for ${where}: ask there, or have this one added by ${by}.`
  return channel === undefined || isPrivate(channel)
    ? `Here you may ask what is allowed in the channels you are a member of. The closest rule, ${named}, is for ${where}, and Slack does not list you as a member there. Join it, or ask ${by}.`
    : `Only members of a channel may ask s3audit in it, and Slack does not list you as a member of ${as.channels([channel])} (rule ${named}). Join it, or ask ${by}.`
}

const KINDS = {
  guest: 'Guests',
  external: 'People of other organizations',
  bot: 'Bots and apps',
  deactivated: 'Deactivated accounts',
} as const

/** Nobody is allowed something because Slack was silent. */
function inDoubt(rule: Rule, { of, id, why, isLasting }: Unsure, by: string, as: Writing): string {
  const named = as.rule(rule)
  const next = isLasting
    ? `If it keeps happening, tell ${by}.`
    : `Try again in a minute. If it keeps happening, tell ${by}.`
  if (of === 'group')
    return `The rule ${named} is for ${as.people(rule)}, and Slack does not tell s3audit who that is (${why}), so this is refused. Try again in a minute. If it keeps happening, tell ${by}.`
  if (of === 'account')
    return `Slack does not tell s3audit whether you are a guest or of another organization (${why}), so this is refused (rule ${named}). ${next}`
  const members = `The rule ${named} is for members of ${as.channels([id])}`
  if (why === MISSING_SCOPE)
    return `${members}, and s3audit may not ask Slack who they are: the app lacks the scopes channels:read and groups:read. The app’s manager in Slack must update its manifest and reinstall it; tell ${by}. Until then, type the whole command in that channel, with the word now at the end.`
  if (why === 'channel_not_found')
    return `${members}, and s3audit is not in there, so Slack does not tell it who is. Invite it there with /invite @s3audit, then try again; or tell ${by}.`
  return `${members}, and Slack does not tell s3audit who they are (${why}), so this is refused. ${next}`
}

/** The person may ask here, but not about this bucket, or not this question. */
function overWhat(access: Access, about: About): Reason {
  const { holding, refused, policy } = access
  const { bucket, analysis } = about
  const isBucket = bucket !== undefined && !holding.some(rule => coversBucket(rule, bucket))
  const fitting = isBucket
    ? holding.find(rule => analysis === undefined || coversAnalysis(rule, analysis))
    : holding.find(rule => bucket === undefined || coversBucket(rule, bucket))
  const rule = fitting ?? holding[0]
  const covering = refused.filter(one => covers(one.rule, about))
  const needed = covering.find(({ standing }) => standing.is === 'others') ?? covering[0]
  return {
    place: isBucket ? 'bucket' : 'analysis',
    rule: needed?.rule ?? rule,
    words: as =>
      [
        isBucket ? aboutBucket(access, bucket, as) : aboutAnalysis(about, rule, as),
        needed !== undefined
          ? `The rule ${as.rule(needed.rule)} allows it to ${whom(needed, as)}; ask ${as.owner(ownerOf(policy, needed.rule))}.`
          : `It can be added${rule ? ` to the rule ${as.rule(rule)}` : ''} by ${as.owner(ownerOf(policy, rule))}.`,
      ].join(' '),
  }
}

function whom({ rule, standing }: Access['refused'][number], as: Writing): string {
  if (standing.is === 'others') return as.people(rule)
  return standing.is === 'kept-out' ? 'members of this workspace' : `people in ${as.channels(rule.channels)}`
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
