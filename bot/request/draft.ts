import type { Question } from '../../analyses/lib/named.ts'
import type { Value } from './fields.ts'
import type { Request } from './request.ts'

/** The questions that can be asked, by id. */
export type Catalogue = Readonly<Record<string, Question>>

/** What is filled in so far, in a form or a command: a request that may be incomplete or wrong. */
export interface Draft {
  /** The id of an analysis of the catalogue. */
  question?: string
  bucket?: string
  time?: TimeChoice
  logs?: Request['logs']
  /** By parameter name; may hold values of other questions' parameters. */
  parameters: Record<string, Value>
}

/** The last so many hours, or from one moment to another; those are unix seconds. */
export type TimeChoice = { kind: Preset } | { kind: 'range'; from?: number; to?: number }

/** The choices of time that need no further input: their seconds up to now. */
export const PRESETS = { '1h': 3600, '24h': 86_400, '7d': 604_800, '30d': 2_592_000 } as const
export type Preset = keyof typeof PRESETS

export const isPreset = (text: string): text is Preset => Object.hasOwn(PRESETS, text)

/** What is asked about where nothing is said: the same in the form and in the command. */
export const DEFAULT_TIME: TimeChoice = { kind: '24h' }

/** The analysis of a question; undefined for an unknown id, also for one like `constructor`. */
export const analysisOf = (catalogue: Catalogue, question: string | undefined): Question | undefined =>
  question !== undefined && Object.hasOwn(catalogue, question) ? catalogue[question] : undefined
