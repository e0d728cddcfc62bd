import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import {
  ASSUMED,
  costTables,
  idleMonth,
  investigationCost,
  type Prices,
  pricesOf,
} from '../../../infra/settings/costs.ts'
import { checked } from '../../../infra/settings/checked.ts'
import { settings } from './support/deployment.ts'

const { aws, bot } = checked(settings(), 'x')
const prices = pricesOf(aws.prices, bot)
const nothing: Prices = Object.assign(
  { ...prices },
  Object.fromEntries(Object.keys(prices).map(name => [name, 0])),
)
const asked = { prices: nothing, copyDays: 7 }

const at = (bytes: number): number => investigationCost(bytes, 'in place', { ...asked, prices })

describe('what an investigation costs', () => {
  it('includes Athena’s scan of the logs and of the evidence', () => {
    const scan = { ...nothing, dollarsPerTerabyte: 5 }
    expect(investigationCost(1e12, 'in place', { ...asked, prices: scan })).toBeCloseTo(5.5)
  })

  it('is S3’s requests: a read for each object, a list for each thousand', () => {
    const requests = { ...nothing, readsPerThousand: 0.4, writesPerThousand: 5 }
    // 100 GB are a million objects of 100 KB.
    expect(investigationCost(1e11, 'in place', { ...asked, prices: requests })).toBeCloseTo(1000 * 0.4 + 5)
  })

  it('is, for a batch copy, the job, its objects, its requests, and the copies as long as they are kept', () => {
    const job = { ...nothing, copyJob: 0.25, copyMillionObjects: 1, copyMillionListed: 0.015 }
    expect(investigationCost(1e11, 'batch copy', { ...asked, prices: job })).toBeCloseTo(1.265)
    const kept = { ...nothing, s3GbMonth: 1 }
    expect(investigationCost(1e11, 'batch copy', { ...asked, prices: kept, copyDays: 30.4 })).toBeCloseTo(100)
  })

  it('grows with the logs and not with anything else', () => {
    expect(at(1e13) / at(1e12)).toBeCloseTo(10, 2)
  })
})

it('costs nothing but the sweep, the alarms and the dashboard while nobody asks', () => {
  expect(idleMonth(nothing)).toEqual({ sweep: 0, alarms: 0, dashboard: 0 })
  const { sweep } = idleMonth({ ...nothing, lambdaMillionRequests: 1e6 })
  expect(sweep).toBeCloseTo(60 * 24 * 30.4)
  expect(ASSUMED.objectBytes).toBe(100_000)
})

it('matches the tables in docs/costs.md; if not, paste what `node infra/settings/costs.ts` prints', async () => {
  const page = await readFile(new URL('../../../docs/costs.md', import.meta.url), 'utf8')
  const tables = costTables({
    prices,
    copyDays: aws.keepDays.copies,
    gatherObjects: bot.limits.gatherObjects,
  })
  expect(page).toContain(`<!-- node infra/settings/costs.ts -->\n\n${tables}\n\n<!-- end -->`)
})
