import { gzipSync } from 'node:zlib'
import * as z from 'zod'
import { REGION } from '../../analyses/lib/aws/partitions.ts'
import { BUCKET_NAME } from '../../bot/text/address.ts'
import { settingsSchema, type Settings } from '../../bot/model/settings.ts'
import { pricesSchema } from './costs.ts'
import { policyMistakes } from './policy-mistakes.ts'

const account = z.string().regex(/^\d{12}$/, 'must be an AWS account id: 12 digits, in quotes')
const bucket = z
  .string()
  .regex(BUCKET_NAME, 'must be the name of a bucket, without s3:// and without a slash')
const prefix = z
  .string()
  .refine(
    text => !text.startsWith('/') && !/[*?]/.test(text),
    'must be the beginning of keys: no leading slash, no wildcard',
  )
const arn = (service: string, kind: string) =>
  z.string().regex(new RegExp(`^arn:aws[a-z-]*:${service}:`), `must be the ARN of ${kind}`)

/** The Regions that Lambda's documentation, or CloudFormation's registry, has no function URLs for. */
const WITHOUT_FUNCTION_URLS =
  /^(ap-south-2|ap-southeast-[4567]|ap-east-2|ca-west-1|eu-south-2|eu-central-2|il-central-1|me-central-1|us-gov-.*|cn-.*)$/

/** Athena's smallest limit on what one query may scan, bytes. */
const LEAST_CUTOFF = 10_000_000

/** Lambda takes 4 KB of environment in all; the other variables need less than the rest. */
const MOST_BYTES = 3300
/** So long it stays readable in the function's configuration. */
const SHORT = 2000

/** Where the stack goes and what it may touch; the bot's own settings say what it does. */
const awsSchema = z.object({
  account,
  region: z.string().regex(new RegExp(`^${REGION}$`), 'must be an AWS Region, such as eu-west-1'),
  /** The stack's name, and what everything in it that has a name begins with. */
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,22}[a-z0-9]$/, 'must be 3 to 24 of a-z, 0-9 and -')
    .default('s3audit'),
  /** The SSM parameter (SecureString) that holds what Slack tells at the installation. */
  slackParameter: z
    .string()
    .regex(/^\/[\w./-]+$/, 'must begin with a slash')
    .default('/s3audit/slack'),
  /** Where S3 delivers access logs that are to be copied: under dated keys, or by date but not a source. */
  accessLogs: z.array(z.object({ bucket, prefix })).default([]),
  /** The keys that any of these logs is encrypted with, unless by S3's own. */
  kmsKeys: z.array(arn('kms', 'a KMS key (not an alias)')).default([]),
  endpoint: z.enum(['function-url', 'http-api']).default('function-url'),
  vpc: z
    .object({
      id: z.string().startsWith('vpc-'),
      subnets: z.array(z.string().startsWith('subnet-')).min(1),
      securityGroups: z.array(z.string().startsWith('sg-')).min(1),
    })
    .optional(),
  permissionsBoundary: arn('iam', 'an IAM policy').optional(),
  /** Lambda executions kept for each function and never exceeded; unless given, the account's own limit counts. */
  reservedConcurrency: z.object({ slack: z.int().min(2), reconcile: z.int().min(2) }).optional(),
  alarms: z
    .object({
      /** Told by e-mail, after a confirmation that AWS sends there. */
      email: z.email().optional(),
      /** An SNS topic that is told, in place of one of the stack's own. */
      topic: arn('sns', 'an SNS topic').optional(),
      /** Dollars of scanning a day above which somebody is told. */
      dollarsADay: z.number().positive().default(25),
    })
    .prefault({}),
  dashboard: z.boolean().default(true),
  /** Days; deletion by age is S3's and DynamoDB's own. */
  keepDays: z
    .object({
      /** Copies of raw logs. An investigation may last for more than a day, and a query must not lose its files. */
      copies: z.int().min(3).default(7),
      /** The CSVs behind the answers. */
      results: z.int().min(3).default(90),
      reports: z.int().min(3).default(30),
      functionLogs: z.enum(['7', '14', '30', '60', '90', '180', '365', '731']).default('90'),
    })
    .prefault({}),
  /** What becomes of the investigations and the workspace bucket with `cdk destroy`. */
  onDestroy: z.enum(['keep', 'delete']).default('keep'),
  tags: z.record(z.string(), z.string()).default({}),
  prices: pricesSchema.prefault({}),
})

/** All that an operator decides. `bot` is passed on to the bot as it is written. */
export const deploymentSchema = z
  .object({ bot: settingsSchema, aws: awsSchema })
  .superRefine(({ bot, aws }, context) => {
    const mistake = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    if (aws.endpoint === 'function-url' && WITHOUT_FUNCTION_URLS.test(aws.region))
      mistake(['aws', 'endpoint'], `${aws.region} has no function URLs: write 'http-api'`)
    if (aws.alarms.email && aws.alarms.topic)
      mistake(
        ['aws', 'alarms'],
        'names an e-mail address and a topic: subscribe the address to that topic instead',
      )
    const [, , , topicRegion] = aws.alarms.topic?.split(':') ?? []
    if (topicRegion !== undefined && topicRegion !== aws.region)
      mistake(
        ['aws', 'alarms', 'topic'],
        `is in ${topicRegion}: alarms publish only to topics of their own Region, ${aws.region}`,
      )
    const size = settingsText(bot).length
    if (size > MOST_BYTES)
      mistake(
        ['bot'],
        `is too large: ${size} bytes compressed, of ${MOST_BYTES} that a function’s environment has for it`,
      )
    if (bot.limits.scanBytes < LEAST_CUTOFF)
      mistake(['bot', 'limits', 'scanBytes'], `must be at least ${LEAST_CUTOFF}: Athena has no lower cut-off`)
    for (const { path, message } of policyMistakes(bot)) mistake(path, message)
    if (bot.sources.length === 0 && aws.accessLogs.length === 0)
      mistake(
        ['aws', 'accessLogs'],
        'names no logs, and bot.sources names none either: there would be nothing to read',
      )
    for (const [i, source] of bot.sources.entries()) {
      if (source.prefix !== '' && !source.prefix.endsWith('/'))
        mistake(['bot', 'sources', i, 'prefix'], 'must be empty or end with a slash')
      if (source.kind === 'cloudtrail' && source.layout !== 'account' && !source.organization)
        mistake(
          ['bot', 'sources', i, 'organization'],
          `must be the organisation’s id (o-…) in the layout ${source.layout}`,
        )
      if (bot.sources.findIndex(one => tableWord(one) === tableWord(source)) < i)
        mistake(
          ['bot', 'sources', i, 'id'],
          'is another source’s id already: each has a table of its own, named by it',
        )
    }
  })

/** The bot's settings as its environment has them (bot/services/env.ts): compressed where they are long. */
export function settingsText(bot: Settings): string {
  const text = JSON.stringify(bot)
  return text.length <= SHORT ? text : gzipSync(text).toString('base64')
}

/** What names a source's table, as far as two could collide. */
const tableWord = ({ kind, id }: { kind: string; id: string }): string =>
  `${kind} ${id.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`

export type Deployment = z.infer<typeof deploymentSchema>
/** As an operator writes it: what has a default may be left out. */
export type DeploymentInput = z.input<typeof deploymentSchema>
