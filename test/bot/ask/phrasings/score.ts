import fs from 'node:fs'
import * as z from 'zod'
import { questions as catalogue } from '../../../../analyses/lib/catalogue/named.ts'
import { type Command, parseCommand } from '../../../../bot/ask/grammar/command.ts'
import { PRESETS, type TimeChoice } from '../../../../bot/ask/grammar/draft.ts'
import { rulesOf } from '../../../../bot/access/policy.ts'
import { settingsSchema } from '../../../../bot/model/settings.ts'

/**
 * How people put their questions, written by somebody who knew the README alone: what a form has to be filled with, and
 * how many of them it is.
 */
const window = z.object({ from: z.string(), to: z.string() })
const time = z.union([window, z.object({ hours: z.number() })])
const phrasing = z.object({
  text: z.string(),
  kind: z.string(),
  question: z.array(z.string()).nullable(),
  bucket: z.string().nullish(),
  key: z.string().optional(),
  prefix: z.string().optional(),
  requester: z.string().optional(),
  requestId: z.string().optional(),
  address: z.string().optional(),
  time: z.union([time, z.object({ any: z.array(time) })]).nullish(),
  ask: z.string().optional(),
  refuse: z.string().optional(),
  help: z.boolean().optional(),
})
export type Phrasing = z.infer<typeof phrasing>

export const phrasings = z
  .array(phrasing)
  .parse(JSON.parse(fs.readFileSync(new URL('phrasings.json', import.meta.url), 'utf8')))

const NOW = new Date('2026-11-30T21:03:00Z')
const BUCKETS = [
  'shop-invoices',
  'shop-exports',
  'shop-media',
  'shop-archive',
  'www.example.com',
  'data-lake-prod',
]

/** A quarter of an hour: people round. */
const NEAR_MS = 15 * 60_000

const settings = settingsSchema.parse({ channels: ['C0INCIDENTS'], buckets: BUCKETS, sources: [] })
const access = { channel: 'C0INCIDENTS', policy: settings, holding: rulesOf(settings), refused: [] }

const reads = (text: string): Command =>
  parseCommand(text, { catalogue, buckets: BUCKETS, settings, access, now: NOW, zone: 'Europe/Vienna' })

export interface Score {
  /** As it should be, or as good. */
  right: boolean
  /** What was filled in and is not what was said: worse than nothing. */
  wrong: string[]
  /** What is missing. */
  missing: string[]
}

export function score(expected: Phrasing): Score {
  const command = reads(expected.text)
  if (command.kind === 'help')
    return { right: expected.help === true || isVague(expected), wrong: [], missing: [] }
  if (command.kind === 'mistakes') {
    const right = expected.refuse !== undefined || expected.ask !== undefined || expected.help === true
    return { right, wrong: [], missing: right ? [] : ['form'] }
  }
  const { draft } = command
  const wrong: string[] = []
  const missing: string[] = []
  const told = command.kind === 'form' ? (command.told ?? []) : []
  const lenient = told.length > 0 ? (expected.ask ?? expected.refuse) : undefined
  if (draft.bucket !== undefined && draft.bucket !== (expected.bucket ?? undefined)) wrong.push('bucket')
  if (expected.bucket && draft.bucket === undefined && lenient !== 'bucket') missing.push('bucket')
  if (expected.question && !expected.question.includes(draft.question ?? '')) missing.push('question')
  const said = timeOf(draft.time)
  const wanted = windowsOf(expected)
  if (
    draft.time !== undefined &&
    wanted.length > 0 &&
    !wanted.some(one => isNear(one, said)) &&
    lenient !== 'time'
  )
    wrong.push('window')
  if (draft.time === undefined && wanted.length > 0 && lenient !== 'time') missing.push('time')
  for (const field of ['key', 'prefix', 'requester'] as const) {
    const value = expected[field]
    const has = Object.values(draft.parameters).map(String)
    if (value !== undefined && !has.some(one => bare(one) === bare(value))) missing.push(field)
  }
  const key = draft.parameters.key ?? draft.parameters.prefix
  const named = [expected.key, expected.prefix].filter(one => one !== undefined)
  if (
    key !== undefined &&
    !named.some(one => bare(one) === bare(String(key))) &&
    !expected.text.includes(String(key))
  )
    wrong.push('key')
  return { right: wrong.length === 0 && missing.length === 0, wrong, missing }
}

const isVague = ({ question, bucket }: Phrasing) => question === null && !bucket
const bare = (text: string) => text.replace(/\/$/, '').toLowerCase()

function timeOf(choice: TimeChoice | undefined): { from: number; to: number } {
  const now = NOW.getTime()
  if (choice?.kind === 'range') return { from: (choice.from ?? 0) * 1000, to: (choice.to ?? 0) * 1000 }
  return { from: now - PRESETS[choice?.kind ?? '24h'] * 1000, to: now }
}

function windowsOf({ time: expected }: Phrasing): { from: number; to: number }[] {
  if (!expected) return []
  return ('any' in expected ? expected.any : [expected]).map(one =>
    'hours' in one
      ? { from: NOW.getTime() - one.hours * 3_600_000, to: NOW.getTime() }
      : { from: Date.parse(one.from), to: Date.parse(one.to) },
  )
}

const isNear = (one: { from: number; to: number }, other: { from: number; to: number }): boolean =>
  Math.abs(one.from - other.from) <= NEAR_MS &&
  Math.abs(Math.min(one.to, NOW.getTime()) - Math.min(other.to, NOW.getTime())) <= NEAR_MS
