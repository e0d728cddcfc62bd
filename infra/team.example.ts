import type { DeploymentInput } from './settings/settings.ts'

/**
 * Your team's settings. Copy this file to infra/team.ts and change what is yours; what is left out has the
 * default that its comment names. `npm run synth` explains every mistake, and changes nothing.
 */
const team: DeploymentInput = {
  /** Where s3audit lives. */
  aws: {
    account: '111122223333',
    region: 'eu-west-1',

    // Log buckets whose access logs are copied before they are read: S3 writes them as
    // <prefix>2026-11-20-10-15-00-…  Only what is listed can be read.
    accessLogs: [{ bucket: 'example-access-logs', prefix: 's3/' }],

    // KMS keys that any of the logs is encrypted with (their ARNs, not aliases). Default: none.
    kmsKeys: ['arn:aws:kms:eu-west-1:222233334444:key/11111111-2222-3333-4444-555555555555'],

    // How Slack reaches s3audit: 'function-url' (default) or 'http-api', for organisations that forbid
    // function URLs and Regions that have none.
    endpoint: 'function-url',

    // Who is told when something is wrong: an address, or the ARN of a topic of yours.
    alarms: { email: 'data-platform@example.com', dollarsADay: 25 },

    // Days until S3 deletes what was made of the logs.
    keepDays: { copies: 7, results: 90 },

    // 'keep' (default): `cdk destroy` leaves the investigations and the workspace bucket. 'delete': nothing.
    onDestroy: 'keep',

    tags: { team: 'data-platform' },
  },

  /** What the bot does. */
  bot: {
    // Who may ask what, in short: the members of one of these channels may ask anything about these buckets, there and
    // in direct messages with s3audit. Guests and people of other organizations may not. Channels by their ids (a
    // channel’s details show it at the bottom).
    channels: ['C0123456789'],

    // Names, and patterns: 'example-*' is every bucket whose name begins so.
    buckets: ['example-invoices', 'example-exports'],

    // Who may ask more, or less; whatever no rule allows is refused, with whom to ask. Default: no further rules.
    rules: [
      {
        name: 'security',
        channels: ['*'],
        groups: ['S0123456789'],
        buckets: ['example-*'],
      },
      {
        name: 'finance',
        channels: ['C0987654321'],
        people: ['U0987654321'],
        buckets: ['example-payroll'],
        analyses: ['Deletions and lifecycle', 'access-denied'],
        owner: '<@U0987654321>',
      },
      {
        // Guests of the workspace, and people of other organizations (Slack Connect), may ask by a rule only if it
        // says so, or names them in `people`. Default: they may not.
        name: 'partners',
        channels: ['C0123456781'],
        buckets: ['example-exchange'],
        guests: true,
        external: true,
      },
    ],

    // Who may read what everybody asked (`/s3audit audit`), and whom a refused person should ask: ids of people or of
    // a user group. `owner: 'the data team'` names somebody else to ask.
    owners: ['U0123456789'],

    // Where you read what people say is wrong with an answer, by the channel’s id. Default: only on record.
    feedbackChannel: 'C0123456780',

    // Which of the buckets in this file belong to other accounts. Deploying prints the policy statements
    // that their owners have to add. Default: none.
    otherAccounts: { '222233334444': ['example-trail-logs'] },

    // A read-only role of this name in each of those accounts, through which s3audit sees where their buckets log to:
    // then the buckets that are asked about need neither be listed above nor have a statement in their policies.
    // Deploying prints its CloudFormation template. Default: none.
    // memberRole: 's3audit-member',

    // Logs that Athena reads where they lie.
    sources: [
      {
        // Access logs with date-based partitioning: <prefix><account>/<region>/<bucket>/2026/11/20/…
        kind: 'access-log',
        id: 'by-date',
        bucket: 'example-access-logs-by-date',
        prefix: 'access/',
        dateSource: 'EventTime',
      },
      {
        // A trail with S3 data events: <prefix>AWSLogs/o-…/<account>/CloudTrail/…
        kind: 'cloudtrail',
        id: 'organization',
        bucket: 'example-trail-logs',
        prefix: '',
        layout: 'organization',
        organization: 'o-exampleorg1',
        accounts: ['111122223333'],
        regions: ['eu-west-1'],
      },
    ],

    // Days for which the next question about the same bucket and window needs no new reading of the logs.
    evidenceDays: 7,

    // Limits: what exceeds them is refused with the reason.
    limits: {
      windowDays: 90,
      scanBytes: 500_000_000_000,
    },
  },
}

export default team
