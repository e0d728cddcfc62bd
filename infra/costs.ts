import { z } from 'zod'

/** What AWS charges, US dollars, in us-east-1 on 2026-11-21 unless the operator writes others. */
export const pricesSchema = z.object({
  lambdaGbSecond: z.number().default(0.000_013_333_4),
  lambdaMillionRequests: z.number().default(0.2),
})
