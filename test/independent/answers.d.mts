import type { Fact } from './facts.d.mts'

export interface TrueAnswer {
  headline: string
  /** By their labels. */
  figures: Record<string, string>
  /** All rows in the answer's order; `new_value` is JSON, `previous_value` is that or `removed`. */
  rows: Record<string, string | number | null>[]
  chart: { title: string; categories: string[]; series: { name: string; values: number[] }[] } | undefined
}

type Answer = (facts: readonly Fact[], asked: { bucket: string; from: string; to: string }) => TrueAnswer

export const ANSWERS: Record<
  'object-deletion' | 'access-denied' | 'requesters-by-operations' | 'bucket-config-changes',
  Answer
>
