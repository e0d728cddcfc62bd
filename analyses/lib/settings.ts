import * as z from 'zod'
import { isNetwork } from './sql/networks.ts'
import { zoneHint, zoneNamed } from './time/zones.ts'

const account = z.string().regex(/^[0-9]{12}$/, 'An account id has 12 digits.')
const network = z.string().refine(isNetwork, 'Write it as 10.0.0.0/8 or 2001:db8::/32.')

/**
 * What an operator tells the analyses about the estate: what is their own, what is allowed, what it costs.
 * Each has a default with which every analysis answers something true, and says what it was not told.
 */
export const analysisSettingsSchema = z.object({
  /** The accounts that are the operator's own, besides the one that s3audit runs in. */
  ownAccounts: z.array(account).default([]),
  /** Where requests may come from; empty means that nothing was said. */
  allowedNetworks: z.array(network).default([]),
  /** Who may use a bucket: `*` matches any text, in the bucket's name and in the requester's ARN. */
  allowedRequesters: z.array(z.object({ bucket: z.string(), requesters: z.array(z.string()) })).default([]),
  /** What nobody has a reason to touch: `bucket`, or `bucket/key-prefix`. */
  decoys: z.array(z.string()).default([]),
  /** Addresses that others have listed as hostile. */
  threatNetworks: z.array(network).default([]),
  workingHours: z
    .object({
      /** An IANA name. */
      timeZone: z
        .string()
        .refine(zone => zoneNamed(zone) !== undefined, { error: ({ input }) => zoneHint(String(input)) })
        .default('UTC'),
      /** Whole hours of the day, half-open. */
      from: z.int().min(0).max(23).default(8),
      to: z.int().min(1).max(24).default(18),
      /** ISO days of the week, Monday is 1. */
      days: z.array(z.int().min(1).max(7)).default([1, 2, 3, 4, 5]),
    })
    .prefault({}),
  /** US dollars, as AWS published them for us-east-1 at the date named; estimates use them. */
  prices: z
    .object({
      asOf: z.iso.date().default('2026-11-01'),
      /** PUT, COPY, POST and LIST requests, per thousand. */
      writesPerThousand: z.number().nonnegative().default(0.005),
      /** GET and all other requests, per thousand. */
      readsPerThousand: z.number().nonnegative().default(0.0004),
      /** Bytes to the internet, per 10^9. */
      internetPerGigabyte: z.number().nonnegative().default(0.09),
      /** Bytes to another Region, per 10^9. */
      otherRegionPerGigabyte: z.number().nonnegative().default(0.02),
      /** Bytes read out of a colder class, per 10^9. */
      retrievalPerGigabyte: z
        .object({
          standardIa: z.number().nonnegative().default(0.01),
          oneZoneIa: z.number().nonnegative().default(0.01),
          glacierInstant: z.number().nonnegative().default(0.03),
        })
        .prefault({}),
    })
    .prefault({}),
})

export type AnalysisSettings = z.output<typeof analysisSettingsSchema>
