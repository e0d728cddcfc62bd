import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { App, AwsLambdaReceiver, LogLevel } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import { accountsFrom, usersFrom } from '../../../bot/slack/accounts.ts'
import { channelsFrom } from '../../../bot/slack/channels.ts'
import { claimsFrom } from '../../../bot/items/claims.ts'
import { quotasFrom } from '../../../bot/items/quotas.ts'
import { checksFrom } from '../../../bot/items/checks.ts'
import { filesFrom } from '../../../bot/slack/files.ts'
import { groupsFrom } from '../../../bot/slack/groups.ts'
import { bucketsFrom } from '../../../bot/aws/buckets.ts'
import { peopleFrom, personItemSchema } from '../../../bot/items/people.ts'
import { investigationsFrom } from '../../../bot/items/investigations.ts'
import { OWN_RIGHTS } from '../../../bot/aws/rights.ts'
import { logsFrom } from '../../../bot/aws/logs.ts'
import { storedWorkFrom, kindOf } from '../../../bot/items/work.ts'
import { watchesFrom } from '../../../bot/items/watches.ts'
import { threadFrom } from '../../../bot/slack/thread.ts'
import type { Investigation } from '../../../bot/model/investigation.ts'
import { usesFrom } from '../../../bot/items/audit-log.ts'
import { showHome } from '../../../bot/home/home-page.ts'
import { listen } from '../../../bot/app/entries.ts'
import type { Deps } from '../../../bot/services/deps.ts'
import type { Deliver } from '../../../infra/local/slack/app/dispatch.ts'
import type { ClientEvent } from '../../../infra/local/slack/model/protocol.ts'
import { type RunningSlack, startSlack } from '../../../infra/local/slack/server.ts'
import type { WorkspaceSeed } from '../../../infra/local/slack/state/workspace.ts'
import { openDynamoDb, TABLE } from '../../support/dynamodb.ts'
import { faultSwitch } from '../../support/fault-switch.ts'
import { rules, settings } from '../access/rules.ts'

const SECRET = 'signing-secret'
const TOKEN = 'xoxb-local'

/**
 * The listeners in a real Bolt app behind the Lambda receiver, between the embedded Slack and the embedded
 * DynamoDB. Homes are shown; nothing runs the investigations: they stay as they were created.
 */
export async function openBot(workspace?: WorkspaceSeed) {
  const directory = await mkdtemp(join(tmpdir(), 's3audit-request-'))
  const faults = faultSwitch()
  const dynamoDb = await openDynamoDb({ faults: faults.faults })
  const app: { handler?: Deliver } = {}
  const slack = await startSlack({
    directory,
    signingSecret: SECRET,
    botToken: TOKEN,
    deliver: event => app.handler?.(event) ?? Promise.reject(new Error('The app is not there yet')),
    now: () => new Date(),
    pageDirectory: directory,
    ...(workspace && { workspace }),
  })
  const deps = depsOn(slack, dynamoDb)
  app.handler = handlerOf(slack, deps)
  const events: ClientEvent[] = []
  slack.client.on(event => events.push(event))
  const close = async () => {
    await deps.uses.settled()
    await slack.close()
    await dynamoDb.remove()
    await rm(directory, { recursive: true })
  }
  return {
    slack,
    deps,
    documents: dynamoDb.documents,
    events,
    close,
    /** Every item of the table. */
    items: async () => (await dynamoDb.documents.send(new ScanCommand({ TableName: TABLE }))).Items ?? [],
    /** What DynamoDB answers instead. */
    faults,
  }
}

export type Bot = Awaited<ReturnType<typeof openBot>>

const now = () => rules.now

/** The same, a millisecond later each time, so that uses have an order. */
function ticking(): () => Date {
  let ticks = 0
  return () => new Date(rules.now.getTime() + ticks++)
}

/** Nothing closes questions here: the limits have tests of their own. */
const UNLIMITED = { openQuestions: { person: 10_000, all: 10_000 }, watchesOfPerson: 10_000 }

function depsOn(slack: RunningSlack, { documents }: Awaited<ReturnType<typeof openDynamoDb>>): Deps {
  // Nothing answers there: what stays in Slack and DynamoDB asks AWS for nothing else.
  const nobody = { endpoint: 'http://127.0.0.1:9', maxAttempts: 1 }
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const aws = { region: 'eu-west-1', credentials, ...nobody }
  const workspace = 's3audit-workspace'
  const web = new WebClient(TOKEN, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } })
  return {
    settings: { ...structuredClone(settings), limits: { ...settings.limits, ...UNLIMITED } },
    workspace,
    account: '111122223333',
    region: 'eu-west-1',
    role: 'arn:aws:iam::111122223333:role/s3audit-eu-west-1-reconcile',
    leaseSeconds: 60,
    investigations: investigationsFrom(documents, TABLE, now),
    work: storedWorkFrom(documents, TABLE, now),
    people: peopleFrom(documents, TABLE, now),
    logs: logsFrom(new S3Client(aws), workspace, OWN_RIGHTS),
    watches: watchesFrom(documents, TABLE, now),
    checks: checksFrom(documents, TABLE, now),
    claims: claimsFrom(documents, TABLE, now),
    quotas: quotasFrom(documents, TABLE, now),
    thread: threadFrom(web, now),
    files: filesFrom(web),
    groups: groupsFrom(web, now),
    channels: channelsFrom(web, now),
    accounts: accountsFrom(web, now, usersFrom(web, now)),
    buckets: bucketsFrom(new S3Client(aws), now),
    uses: usesFrom(documents, TABLE, ticking(), 400),
    now,
  }
}

function handlerOf(slack: RunningSlack, deps: Deps): Deliver {
  const logLevel = LogLevel.ERROR
  const receiver = new AwsLambdaReceiver({ signingSecret: SECRET, logLevel })
  const identity = { botToken: TOKEN, botId: slack.botId, botUserId: slack.botUserId }
  const silent = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    setLevel() {},
    setName() {},
    getLevel: () => logLevel,
  }
  const app = new App({ receiver, authorize: () => Promise.resolve(identity), logger: silent })
  listen(app, deps)
  const handler = receiver.toHandler()
  return async event => {
    const answer = await handler(event, {})
    const open = await deps.investigations.openIds()
    await Promise.all(open.filter(id => kindOf({ id }) === 'person').map(id => showHomeOf(id, deps)))
    return answer
  }
}

/** Shows the home of a person's stored item, as the reconciler does. */
export const showHomeOf = async (id: string, deps: Deps): Promise<void> =>
  showHome(personItemSchema.parse(await deps.work.load(id)), deps)

/** All that is stored, the oldest first. */
export async function stored({ deps }: Bot): Promise<Investigation[]> {
  const ids = await deps.investigations.openIds()
  const found = await Promise.all(ids.map(id => deps.investigations.load(id)))
  return found.filter(investigation => investigation !== undefined)
}
