import * as z from 'zod'
import type { Question } from '../../../analyses/lib/catalogue/named.ts'
import { requestSchema } from '../../time/request.ts'

/** The questions that can be asked, by id. */
export type Catalogue = Readonly<Record<string, Question>>

/** The choices of time that need no further input: their seconds up to now. */
export const PRESETS = { '1h': 3600, '24h': 86_400, '7d': 604_800, '30d': 2_592_000 } as const
export type Preset = keyof typeof PRESETS

export const isPreset = (text: string): text is Preset => Object.hasOwn(PRESETS, text)

/** The last hours or days, or a range in unix seconds. */
const timeSchema = z.union([
  z.object({ kind: z.enum(['1h', '24h', '7d', '30d']) }),
  z.object({ kind: z.literal('range'), from: z.number().exactOptional(), to: z.number().exactOptional() }),
])
export type TimeChoice = z.infer<typeof timeSchema>

/** What is filled in so far, in a form or a command: a request that may be incomplete or wrong. */
export const draftSchema = z.object({
  /** The id of an analysis of the catalogue. */
  question: z.string().exactOptional(),
  bucket: z.string().exactOptional(),
  time: timeSchema.exactOptional(),
  logs: requestSchema.shape.logs.exactOptional(),
  /** By parameter name; may hold values of other questions' parameters. */
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
})
export type Draft = z.infer<typeof draftSchema>

/** What is asked about where nothing is said: the same in the form and in the command. */
export const DEFAULT_TIME: TimeChoice = { kind: '24h' }

/** The analysis of a question; undefined for an unknown id, also for one like `constructor`. */
export const analysisOf = (catalogue: Catalogue, question: string | undefined): Question | undefined =>
  question !== undefined && Object.hasOwn(catalogue, question) ? catalogue[question] : undefined
