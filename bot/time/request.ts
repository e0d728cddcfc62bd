import * as z from 'zod'

const instant = z.iso.datetime({ precision: 0 })

/** A half-open interval `[from, to)`, UTC, exact to the second (`2026-11-20T07:00:00Z`). */
export const windowSchema = z.object({ from: instant, to: instant })
export type Window = z.infer<typeof windowSchema>

/** One question as a person asked it, validated: what every later step may rely on. */
export const requestSchema = z.object({
  /** The id of an analysis of the catalogue. */
  analysis: z.string(),
  bucket: z.string(),
  window: windowSchema,
  /** The analysis' own parameters, as its schema parsed them. */
  parameters: z.record(z.string(), z.json()),
  /**
   * Which logs to read; `auto` takes the one that the analysis prefers among those at hand, or both where the
   * analysis reads them together.
   */
  logs: z.enum(['auto', 'access-log', 'cloudtrail', 'both']),
  channel: z.string(),
  asker: z.object({
    user: z.string(),
    team: z.string().optional(),
    enterprise: z.string().optional(),
    /** IANA name, for the times shown beside UTC. */
    timeZone: z.string(),
    /** BCP 47, for figures and dates; those of older requests are as for anybody. */
    locale: z.string().optional(),
    /** Slack did not provide the zone when this was asked, so UTC is used. */
    zoneUnknown: z.literal(true).optional(),
  }),
  /** The watch that asks: it tells what matters, so the question itself says nothing in the channel. */
  watch: z.string().optional(),
})
export type Request = z.infer<typeof requestSchema>
