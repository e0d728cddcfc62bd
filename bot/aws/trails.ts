import {
  type CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail'
import * as z from 'zod'
import type { Known, Selectors, TrailFacts } from '../model/facts.ts'
import { unknownBy } from './configurations.ts'

export interface Trails {
  /** The trails that record in a Region, those of other Regions and of the organisation among them. */
  in(region: string): Promise<Known<readonly TrailFacts[]>>
}

/** @param clientIn a client for a Region; one is kept for each */
export function trailsFrom(clientIn: (region: string) => CloudTrailClient): Trails {
  const clients = new Map<string, CloudTrailClient>()
  const client = (region: string): CloudTrailClient => {
    const known = clients.get(region) ?? clientIn(region)
    clients.set(region, known)
    return known
  }
  return {
    async in(region) {
      try {
        const { trailList = [] } = await client(region).send(new DescribeTrailsCommand({}))
        return {
          known: true,
          value: await Promise.all(
            trailList.map(trail => factsOf(trail, client(trail.HomeRegion ?? region))),
          ),
        }
      } catch (error) {
        return unknownBy(error, 'cloudtrail:DescribeTrails', '*')
      }
    },
  }
}

/** A trail can be described only in its home Region. */
async function factsOf(trail: Trail, home: CloudTrailClient): Promise<TrailFacts> {
  const { Name = '', TrailARN: arn = '', HomeRegion: homeRegion = '', S3BucketName: bucket = '' } = trail
  const known = async <Value>(action: string, read: () => Promise<Value>): Promise<Known<Value>> => {
    try {
      return { known: true, value: await read() }
    } catch (error) {
      return unknownBy(error, action, arn)
    }
  }
  const [status, selectors] = await Promise.all([
    known('cloudtrail:GetTrailStatus', async () => {
      const { IsLogging, LatestDeliveryError } = await home.send(new GetTrailStatusCommand({ Name: arn }))
      return { logging: IsLogging ?? false, error: LatestDeliveryError }
    }),
    known('cloudtrail:GetEventSelectors', async () =>
      selectorsSchema.parse(await home.send(new GetEventSelectorsCommand({ TrailName: arn }))),
    ),
  ])
  return { name: Name, arn, homeRegion, bucket, status, selectors }
}

const texts = z.array(z.string())
const classic = z.looseObject({
  ReadWriteType: z.string().default('All'),
  DataResources: z.array(z.object({ Type: z.string().default(''), Values: texts.default([]) })).default([]),
})
const advanced = z.object({
  Name: z.string().optional(),
  FieldSelectors: z.array(
    z.object({
      Field: z.string(),
      Equals: texts.optional(),
      StartsWith: texts.optional(),
      EndsWith: texts.optional(),
      NotEquals: texts.optional(),
      NotStartsWith: texts.optional(),
      NotEndsWith: texts.optional(),
    }),
  ),
})

const selectorsSchema = z
  .object({
    EventSelectors: z.array(classic).optional(),
    AdvancedEventSelectors: z.array(advanced).optional(),
  })
  .transform(
    ({ EventSelectors = [], AdvancedEventSelectors = [] }): Selectors =>
      AdvancedEventSelectors.length > 0
        ? { kind: 'advanced', selectors: AdvancedEventSelectors }
        : { kind: 'classic', selectors: EventSelectors },
  )
