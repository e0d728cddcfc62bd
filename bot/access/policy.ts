import { questions } from '../../analyses/lib/catalogue/named.ts'
import { matches } from '../../analyses/lib/sql/wildcard.ts'
import { BUCKET_NAME } from '../text/address.ts'
import type { Rule, Settings } from '../model/settings.ts'

export type Policy = Pick<Settings, 'channels' | 'buckets' | 'rules' | 'owners' | 'owner'>

/** What is asked for; what is left out is not asked about. */
export interface About {
  bucket?: string | undefined
  /** The id of a question. */
  analysis?: string | undefined
}

/** The rule that `channels` and `buckets` of the settings are. */
export const DEFAULT_RULE = 'default'

/** What rules that allow certain questions only must name, to allow checks too. */
export const CHECK = 'check'

/** Every rule there is. */
export const rulesOf = ({ channels, buckets, rules }: Policy): readonly Rule[] =>
  channels.length === 0 ? rules : [{ name: DEFAULT_RULE, channels, buckets, analyses: 'all' }, ...rules]

/** Every name and pattern of buckets in the rules, once. */
export const bucketsNamed = (policy: Policy): string[] => [
  ...new Set(rulesOf(policy).flatMap(({ buckets }) => buckets)),
]

export const isPattern = (bucket: string): boolean => bucket.includes('*')

/** Nothing but the name of a bucket passes for one by a pattern. */
export const coversBucket = ({ buckets }: Rule, bucket: string): boolean =>
  buckets.some(one => one === bucket || (isPattern(one) && BUCKET_NAME.test(bucket) && matches(bucket, one)))

export function coversAnalysis({ analyses }: Rule, analysis: string): boolean {
  if (analyses === 'all') return true
  const question = Object.hasOwn(questions, analysis) ? questions[analysis] : undefined
  const names = new Set([analysis, question?.presetOf, question?.group])
  return analyses.some(one => names.has(one))
}

export const covers = (rule: Rule, { bucket, analysis }: About): boolean =>
  (bucket === undefined || coversBucket(rule, bucket)) &&
  (analysis === undefined || coversAnalysis(rule, analysis))

/** User groups’ ids begin so; people’s with U or W. */
export const isGroup = (id: string): boolean => id.startsWith('S')

/** Whom a refused person should ask, as mrkdwn. */
export function ownerOf({ owner, owners }: Policy, rule?: Rule): string {
  const named = owners.map(id => (isGroup(id) ? `<!subteam^${id}>` : `<@${id}>`))
  return rule?.owner ?? owner ?? (named.length > 0 ? named.join(' or ') : 'the operator of s3audit')
}

/** An owner without Slack's mention syntax, which plain text would show as it is. */
export const plainOwner = (owner: string): string =>
  owner
    .replaceAll(/<[@!#][^>|]*\|([^>]*)>/g, '$1')
    .replaceAll(/<[@!#][^>]*>(?: or <[@!#][^>]*>)*/g, 'the operator of s3audit')
