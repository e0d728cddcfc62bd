import * as z from 'zod'
import { analysisSettingsSchema } from '../../analyses/lib/settings.ts'

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

/** Who may ask what about which buckets: all that a rule names must hold, and what no rule allows is refused. */
export const ruleSchema = z.object({
  /** Its name in refusals and in the audit log. */
  name: z.string(),
  /**
   * Slack channel ids; `*` is every channel. In direct messages with the app, and at its home, a rule holds for
   * the current members of its channels.
   */
  channels: z.array(z.string()),
  /**
   * User ids and ids of Slack user groups. Without both, the members of the channel;
   * an empty list names nobody.
   */
  people: z.array(z.string()).optional(),
  groups: z.array(z.string()).optional(),
  /** Whether guests of the workspace may, too; else only those that `people` names. */
  guests: z.boolean().optional(),
  /** Whether people of other organizations may, too (Slack Connect); else only those that `people` names. */
  external: z.boolean().optional(),
  /** Names, and patterns in which `*` matches any text. */
  buckets: z.array(z.string()),
  /** Ids of questions (an analysis includes its presets), and groups of the catalogue. */
  analyses: z.union([z.literal('all'), z.array(z.string())]).default('all'),
  /** Whom a person should ask whom only this rule keeps out, if not the settings' `owner`. */
  owner: z.string().optional(),
})
export type Rule = z.infer<typeof ruleSchema>

/**
 * What an operator decides, as the bot reads it: who may ask about which buckets, where logs lie that a
 * bucket's own logging configuration does not tell, and the limits.
 */
export const settingsSchema = z.object({
  /**
   * The rule for most: the members of one of these channels may ask anything about these buckets. It is the rule
   * `default`; `rules` add to it, and it may be left out.
   */
  channels: z.array(z.string()).default([]),
  buckets: z.array(z.string()).default([]),
  rules: z.array(ruleSchema).default([]),
  /** Who may read the record of all uses: user ids, and ids of Slack user groups. */
  owners: z.array(z.string()).default([]),
  /** Whom a refused person should ask, as mrkdwn: `<@U…>` or a name. Unless given, the owners. */
  owner: z.string().optional(),
  /** The Slack channel, by its id, in which those who run s3audit read what is said to be wrong with answers. */
  feedbackChannel: z.string().optional(),
  /** Whether `/s3audit check` may look at how these buckets are configured; granted with it. */
  checks: z.boolean().default(true),
  /** Buckets, of those and of the logs', that belong to other accounts than s3audit's own: by account id. */
  otherAccounts: z.record(z.string().regex(/^\d{12}$/), z.array(z.string())).default({}),
  /**
   * The name of a read-only role in each of the other accounts, which is assumed to see where their buckets log to.
   * Buckets that may be asked about need not be listed there then; without it the buckets' own policies must allow it.
   */
  memberRole: z
    .string()
    .regex(/^[\w+=,.@-]{1,64}$/, 'must be the name of an IAM role')
    .optional(),
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
      /** How many watches run at once; those that are due wait for the ones before them. */
      watchRuns: z.int().positive().default(20),
      /** How many questions may be open at once: per person, and in all. */
      openQuestions: z
        .object({ person: z.int().positive().default(10), all: z.int().positive().default(50) })
        .prefault({}),
      /** How many bytes of logs questions and watches may read in a day (UTC): per person, and in all. */
      dayBytes: z
        .object({
          person: z.int().positive().default(1_000_000_000_000),
          all: z.int().positive().default(5_000_000_000_000),
        })
        .prefault({}),
      /** How many watches one person may have. */
      watchesOfPerson: z.int().positive().default(20),
      /** Whether the limits of a person do not hold for the `owners` that are named by their user ids. */
      ownersExempt: z.boolean().default(false),
      /** An investigation that would scan more waits until somebody confirms it. */
      confirmBytes: z.int().default(50_000_000_000),
      /** An investigation that would scan more is refused. */
      scanBytes: z.int().default(500_000_000_000),
    })
    .prefault({}),
  /**
   * Whether the evidence holds the records of the log objects read whatever their time, and the window is applied as
   * it is read. So what was made of an object serves every question; it costs more where objects reach far beyond it.
   */
  wholeObjects: z.boolean().default(false),
  /** Days that an investigation, and what people did, stay on record; DynamoDB deletes them some days later. */
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
