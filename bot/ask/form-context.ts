import type { Catalogue } from './grammar/draft.ts'
import type { Recent } from './recent.ts'

/** What the form is drawn from. */
export interface FormContext {
  catalogue: Catalogue
  /** The buckets to choose from. */
  buckets: readonly string[]
  /** There may be more than those: the form searches. */
  searchable?: boolean
  /** The person's recent questions and buckets, offered first. */
  recent?: Recent
  /** Where the answer goes: where the form was opened, or what was chosen in it. */
  channel: string | undefined
  /** Opened where there is no channel: it asks for one. */
  asksChannel?: boolean
  now: Date
  /** What was not understood of a command, as mrkdwn: shown first. */
  told?: readonly string[]
}
