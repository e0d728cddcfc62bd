import type { IncomingMessage } from 'node:http'
import * as z from 'zod'
import type { Faults } from '../http/faults.ts'
import { type Input, listenForJson } from '../http/aws-json.ts'
import { serviceError } from '../http/service-error.ts'
import type { Credentials } from '../http/signature.ts'

/** A trail as CloudTrail describes it, with its status and its event selectors. */
export interface LocalTrail {
  name: string
  /** The Region it was made in. */
  homeRegion: string
  multiRegion: boolean
  /** Of the organisation, made by its management account. */
  organization?: boolean
  bucket: string
  prefix?: string
  logging: boolean
  /** Why the last delivery failed. */
  deliveryError?: string
  /** Selectors of the one kind or of the other, as GetEventSelectors has them. */
  eventSelectors?: readonly object[]
  advancedEventSelectors?: readonly object[]
}

const describeInput = z.strictObject({
  trailNameList: z.array(z.string()).optional(),
  includeShadowTrails: z.boolean().optional(),
})
const statusInput = z.strictObject({ Name: z.string().min(1) })
const selectorsInput = z.strictObject({ TrailName: z.string().min(1) })

/** One account's trails as they are seen from one Region. */
interface Seen {
  trails: readonly LocalTrail[]
  account: string
  region: string
}

const ROUTES: Record<string, (seen: Seen, input: unknown) => object> = {
  DescribeTrails: (seen, input) => {
    const { trailNameList, includeShadowTrails = true } = parse(describeInput, input)
    const found = seen.trails
      .filter(
        ({ homeRegion, multiRegion }) => homeRegion === seen.region || (multiRegion && includeShadowTrails),
      )
      .filter(trail => !trailNameList?.length || trailNameList.some(name => isNamed(trail, name, seen)))
    return { trailList: found.map(trail => described(trail, seen)) }
  },
  GetTrailStatus: (seen, input) => {
    const { logging, deliveryError } = find(parse(statusInput, input).Name, seen)
    return { IsLogging: logging, ...(deliveryError && { LatestDeliveryError: deliveryError }) }
  },
  GetEventSelectors: (seen, input) => {
    const trail = find(parse(selectorsInput, input).TrailName, seen)
    return {
      TrailARN: arnOf(trail, seen),
      ...(trail.advancedEventSelectors
        ? { AdvancedEventSelectors: trail.advancedEventSelectors }
        : { EventSelectors: trail.eventSelectors ?? [MANAGEMENT_ONLY] }),
    }
  },
}

/** Every operation that the embedded CloudTrail knows; all others are refused. */
export const OPERATIONS: readonly string[] = Object.keys(ROUTES)

/** What a trail is made with. */
const MANAGEMENT_ONLY = {
  ReadWriteType: 'All',
  IncludeManagementEvents: true,
  DataResources: [],
  ExcludeManagementEventSources: [],
}

const arnOf = ({ name, homeRegion }: LocalTrail, { account }: Seen): string =>
  `arn:aws:cloudtrail:${homeRegion}:${account}:trail/${name}`

/** A trail of another Region is only found by its ARN. */
const isNamed = (trail: LocalTrail, name: string, seen: Seen): boolean =>
  name === arnOf(trail, seen) || (name === trail.name && trail.homeRegion === seen.region)

const described = (trail: LocalTrail, seen: Seen) => ({
  Name: trail.name,
  S3BucketName: trail.bucket,
  ...(trail.prefix && { S3KeyPrefix: trail.prefix }),
  IncludeGlobalServiceEvents: trail.multiRegion,
  IsMultiRegionTrail: trail.multiRegion,
  HomeRegion: trail.homeRegion,
  TrailARN: arnOf(trail, seen),
  LogFileValidationEnabled: true,
  HasCustomEventSelectors: Boolean(trail.eventSelectors ?? trail.advancedEventSelectors),
  HasInsightSelectors: false,
  IsOrganizationTrail: trail.organization ?? false,
})

function find(name: string, seen: Seen): LocalTrail {
  const found = seen.trails.find(trail => isNamed(trail, name, seen))
  if (found) return found
  throw serviceError('TrailNotFoundException', `Unknown trail: ${name} for the user: ${seen.account}`)
}

function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw serviceError('ValidationException', z.prettifyError(parsed.error))
}

export interface CloudTrailOptions {
  trails: readonly LocalTrail[]
  account: string
  credentials: Credentials
  faults?: Faults
}

/** Starts the embedded CloudTrail on 127.0.0.1: it describes trails that are there, and makes none. */
export const startCloudTrail = ({ trails, account, credentials, faults }: CloudTrailOptions) =>
  listenForJson({
    name: 'CloudTrail',
    target: 'CloudTrail_20131101',
    service: 'cloudtrail',
    version: '1.1',
    operations: Object.fromEntries(
      Object.entries(ROUTES).map(([name, route]) => [
        name,
        (input: Input, request: IncomingMessage) =>
          // The Region is the one that the request was signed for: one address serves all here.
          route({ trails, account, region: signedRegion(request) }, input),
      ]),
    ),
    credentials,
    faults,
  })

const signedRegion = ({ headers }: IncomingMessage): string =>
  /Credential=[^/]+\/\d{8}\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? ''
