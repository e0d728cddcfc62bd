import * as z from 'zod'
import { analysisSettingsSchema } from '../analyses/lib/settings.ts'

const accessLogSource = z.object({
  kind: z.literal('access-log'),
  id: z.string(),
  bucket: z.string(),
  prefix: z.string(),
  dateSource: z.enum(['EventTime', 'DeliveryTime']),
})

const cloudTrailSource = z.object({
  kind: z.literal('cloudtrail'),
  id: z.string(),
  bucket: z.string(),
  prefix: z.string(),
  layout: z.enum(['account', 'organization', 'control-tower']),
  organization: z.string().optional(),
  accounts: z.array(z.string()),
  regions: z.array(z.string()),
})

/**
 * What an operator decides, as the bot reads it: who may ask about which buckets, where logs lie that a
 * bucket's own logging configuration does not tell, and the limits.
 */
export const settingsSchema = z.object({
  /** Slack channel ids in which s3audit answers; anywhere else it refuses and says why. */
  channels: z.array(z.string()),
  /** Whom a refused person should ask, as mrkdwn: `<@U…>` or a name. */
  owner: z.string().default('the operator of s3audit'),
  /** The buckets that may be asked about. */
  buckets: z.array(z.string()),
  /** Buckets, of those and of the logs', that belong to other accounts than s3audit's own: by account id. */
  otherAccounts: z.record(z.string().regex(/^\d{12}$/), z.array(z.string())).default({}),
  sources: z.array(z.discriminatedUnion('kind', [accessLogSource, cloudTrailSource])),
  limits: z
    .object({
      windowDays: z.int().default(90),
      /** More log objects than this are copied by S3 Batch Operations instead of being gathered. */
      gatherObjects: z.int().default(20_000),
      /**
       * A log object to be gathered is read into memory, with its copy, in a function of 1.8 GB: one that is
       * larger is skipped, and told. S3 writes objects of a few megabytes.
       */
      objectBytes: z.int().default(250_000_000),
      /** About what one query reads: a window that holds more is read in parts, each below Athena's time limit. */
      queryBytes: z.int().default(100_000_000_000),
      /** How many parts are read at once; the account's limit of active queries is shared with others. */
      activeQueries: z.int().default(5),
      /** An investigation that would scan more waits until somebody confirms it. */
      confirmBytes: z.int().default(50_000_000_000),
      /** An investigation that would scan more is refused. */
      scanBytes: z.int().default(500_000_000_000),
    })
    .prefault({}),
  /** Days after its start that a closed investigation stays on record; DynamoDB deletes it some days later. */
  recordDays: z.int().positive().default(400),
  /** How late records may be delivered: the log objects looked at reach this much past the window. */
  deliverySlackHours: z
    .object({ accessLog: z.number().default(24), cloudTrail: z.number().default(1) })
    .prefault({}),
  /** How long evidence is kept in the workspace: so long one can ask the next question of it. */
  evidenceDays: z.int().min(2).default(7),
  /** What Athena charges, US dollars a terabyte scanned. */
  dollarsPerTerabyte: z.number().default(5),
  /** What is the operator's own, what is allowed, what requests cost: what analyses judge by. */
  analysis: analysisSettingsSchema.prefault({}),
})

export type Settings = z.infer<typeof settingsSchema>
/** As an operator writes them: what has a default may be left out. */
export type SettingsInput = z.input<typeof settingsSchema>
