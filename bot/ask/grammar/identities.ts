import { isNetwork } from '../../../analyses/lib/sql/networks.ts'
import type { Catalogue } from './draft.ts'

/** Who or what a sentence names besides the bucket: by its form alone, whatever stands around it. */
type Identity = 'id' | 'accessKey' | 'networks' | 'requester'

/** The question that is about one, where the sentence asks none that takes it. */
const ABOUT: Record<Identity, string> = {
  id: 'request-lookup',
  accessKey: 'access-key-activity',
  networks: 'ip-activity',
  requester: 'requester-activity',
}

const ARN = /^arn:aws[\w-]*:(?:iam|sts)::/i
const ACCESS_KEY = /^(?:AKIA|ASIA)[A-Z0-9]{12,}$/
/** S3's request ids have 16 hexadecimal digits in capitals. */
const REQUEST_ID = /^(?=.*\d)[0-9A-F]{16}$/
const ACCOUNT = /^\d{12}$/
const EMAIL = /^[^@\s]+@[^@\s]+\.\w+$/
/** An id that IAM gives to a user, a role or a group. */
const UNIQUE_ID = /^A(?:ID|RO|GP|IP)A[A-Z0-9]{12,}$/
/** Names of roles and jobs, as teams give them. */
const NAME = /^[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)+$/

function identityOf(word: string, before: string | undefined): Identity | undefined {
  if (ARN.test(word) || EMAIL.test(word) || ACCOUNT.test(word) || UNIQUE_ID.test(word)) return 'requester'
  if (ACCESS_KEY.test(word)) return 'accessKey'
  if (REQUEST_ID.test(word)) return 'id'
  if (/[.:]/.test(word) && isNetwork(word)) return 'networks'
  if (/^by$/i.test(before ?? '')) return NAME.test(word) ? 'requester' : undefined
  return /^(?:role|user|principal|job)$/i.test(before ?? '') && isOwnName(word) ? 'requester' : undefined
}

/** Words after “role” that are not its name. */
const SMALL = new Set(
  'a an and are could did do does each for from had has have in is made on or that the to under was were which who will with'.split(
    ' ',
  ),
)
const isOwnName = (word: string): boolean => /^[A-Za-z][\w.@-]+$/.test(word) && !SMALL.has(word.toLowerCase())

export interface Identities {
  /** Values by parameter; of several of one kind, all. */
  values: Partial<Record<Identity, string>>
  rest: string[]
}

/** Takes them out of the words. */
export function takeIdentities(words: readonly string[]): Identities {
  const values: Identities['values'] = {}
  const rest = words.filter((word, at) => {
    // `<RequestId>…</RequestId>`, `RequestId: …`, `ip=…`
    const inner = word.replace(/^(?:<\/?[\w-]+>|[\w-]+[:=](?=\S))+|<\/?[\w-]+>$/g, '')
    const found = identityOf(word, words[at - 1]) ? word : inner
    const kind = identityOf(found, words[at - 1])
    if (kind === undefined) return true
    values[kind] = values[kind] === undefined ? found : `${values[kind]} ${found}`
    return false
  })
  return { values, rest }
}

/**
 * The question that takes what was found, and the parameters as far as it takes them.
 * @param asked the question of the sentence, and whether its very name was said
 */
export function questionFor(
  { values }: Pick<Identities, 'values'>,
  asked: { id?: string | undefined; isNamed: boolean },
  catalogue: Catalogue,
): { question?: string | undefined; parameters: [name: string, value: string][]; unused: string[] } {
  const found = Object.entries(values)
  const takes = (question: string | undefined, name: string) =>
    question !== undefined && catalogue[question]?.parameters.shape[name] !== undefined
  const kinds: readonly Identity[] = ['id', 'accessKey', 'networks', 'requester']
  const first = kinds.find(kind => values[kind] !== undefined)
  // What is named is kept; a guess gives way to the question that is about what was found.
  const isFree = !asked.isNamed && !takes(asked.id, first ?? '')
  const about = first === undefined ? [] : [ABOUT[first], 'activity']
  const instead = isFree || first === 'id' ? about.find(id => Object.hasOwn(catalogue, id)) : undefined
  const question = instead ?? asked.id
  return {
    question,
    parameters: found.filter(([name]) => takes(question, name)),
    unused: found.filter(([name]) => !takes(question, name)).map(([, value]) => value),
  }
}
