import { fileURLToPath } from 'node:url'
import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, type Function, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda'
import { type ICommandHooks, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import type { Deployment } from '../settings/settings.ts'
import { acknowledge, allow, INLINE_POLICY, nist } from './acknowledge.ts'

export interface BotFunction {
  function: Function
  role: Role
  logs: LogGroup
}

interface BotFunctionOptions {
  /** `slack` or `reconcile`: names the entry `bot/<name>.lambda.ts`, the function, its role and its logs. */
  name: 'slack' | 'reconcile'
  description: string
  seconds: number
  memoryMb: number
  environment: Record<string, string>
}

/**
 * One of the bot's two entry points: Node 24 on ARM, its own bundle with its own SDK, a role with nothing but
 * the right to write its own log, and a log group that ends by its age.
 */
export function botFunction(
  scope: Construct,
  deployment: Deployment,
  { name, description, seconds, memoryMb, environment }: BotFunctionOptions,
): BotFunction {
  const { aws } = deployment
  const id = name === 'slack' ? 'Slack' : 'Reconcile'
  const role = new Role(scope, `${id}Role`, {
    // Named, so that policies of other accounts can name it before it exists.
    roleName: `${aws.name}-${aws.region}-${name}`,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  })
  acknowledge(role, INLINE_POLICY)
  const logs = new LogGroup(scope, `${id}Logs`, {
    retention: Number(aws.keepDays.functionLogs) as RetentionDays,
    removalPolicy: aws.onDestroy === 'delete' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  })
  writeLogs(role, logs)
  const fn = new NodejsFunction(scope, id, {
    functionName: `${aws.name}-${name}`,
    description,
    entry: new URL(`../../bot/${name}.lambda.ts`, import.meta.url).pathname,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    timeout: Duration.seconds(seconds),
    memorySize: memoryMb,
    role,
    logGroup: logs,
    loggingFormat: LoggingFormat.TEXT,
    // Where an error of the minified bundle really is.
    environment: { ...environment, NODE_OPTIONS: '--enable-source-maps' },
    bundling: { ...BUNDLING, commandHooks: besideBundle(name === 'reconcile' ? CHART_FILES : []) },
    ...(aws.reservedConcurrency && { reservedConcurrentExecutions: aws.reservedConcurrency[name] }),
    // An event that failed is not repeated: the sweep comes sooner.
    retryAttempts: 0,
    ...inVpc(scope, id, deployment),
  })
  if (aws.vpc) mayAttachToVpc(role)
  acceptedOf(fn, logs, deployment)
  return { function: fn, role, logs }
}

const stub = new URL('unused-in-lambda.cjs', import.meta.url).pathname

/** Bolt's other transports and its OAuth; and where the SDK would look for credentials that Lambda gives in the environment. */
const UNUSED = [
  '@slack/socket-mode',
  'express',
  'raw-body',
  '@slack/oauth',
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
]

/** What a bundle is made with, and without. */
export const BUNDLING = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  sourceMap: true,
  sourcesContent: false,
  // The notices are made of it, and it is not deployed.
  metafile: true,
  // The SDK that the tests ran with, not the one that the runtime happens to have.
  externalModules: [],
  banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  esbuildArgs: Object.fromEntries(UNUSED.map(name => [`--alias:${name}`, stub])),
}

/** What charts are drawn with and no bundler takes in: files of these packages. */
const CHART_FILES: [packageName: string, file: string][] = [
  ['@resvg/resvg-wasm', 'index_bg.wasm'],
  ['dejavu-fonts-ttf', 'ttf/DejaVuSans.ttf'],
]

const notices = fileURLToPath(new URL('../notices.ts', import.meta.url))

/** Files next to a bundle: files of packages, and the licences of these and of all that is in the bundle. */
const besideBundle = (files: typeof CHART_FILES): ICommandHooks => ({
  beforeBundling: () => [],
  beforeInstall: () => [],
  afterBundling: (_, outputDir) => [
    ...files.map(
      ([name, file]) => `cp "${fileURLToPath(import.meta.resolve(`${name}/${file}`))}" "${outputDir}"`,
    ),
    `"${process.execPath}" "${notices}" --bundle "${outputDir}" ${files.map(([name]) => name).join(' ')}`,
  ],
})

function writeLogs(role: Role, logs: LogGroup): void {
  allow(role, {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logs.logGroupArn],
    because:
      'Ends with the log streams of this one log group: Lambda names a new one for each execution environment.',
  })
}

function inVpc(scope: Construct, id: string, { aws }: Deployment) {
  if (!aws.vpc) return {}
  const availabilityZones = aws.vpc.subnets.map((_, i) => `zone-${i}`)
  const vpc = Vpc.fromVpcAttributes(scope, `${id}Vpc`, { vpcId: aws.vpc.id, availabilityZones })
  const subnets = aws.vpc.subnets.map(one => Subnet.fromSubnetId(scope, `${id}-${one}`, one))
  const securityGroups = aws.vpc.securityGroups.map(one =>
    SecurityGroup.fromSecurityGroupId(scope, `${id}-${one}`, one, { mutable: false }),
  )
  return { vpc, vpcSubnets: { subnets }, securityGroups }
}

function mayAttachToVpc(role: Role): void {
  allow(role, {
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
    because:
      'Lambda attaches a function to a VPC with its role’s rights; these actions take no resource before the network interface exists (AWSLambdaVPCAccessExecutionRole has the same).',
  })
}

function acceptedOf(fn: Function, logs: LogGroup, { aws }: Deployment): void {
  acknowledge(logs, nist('CloudWatchLogGroupEncrypted', LOGS))
  acknowledge(fn, {
    'Serverless-LambdaDLQ': DEAD_LETTERS,
    'NIST.800.53.R5-LambdaDLQ': DEAD_LETTERS,
    'Serverless-LambdaAsyncFailureDestination': DEAD_LETTERS,
    'Serverless-LambdaTracing':
      'Each investigation’s item and thread record its steps and their times; a trace would repeat them, and need rights on all of X-Ray.',
    ...(!aws.vpc && nist('LambdaInsideVPC', NO_VPC)),
    ...(!aws.reservedConcurrency && nist('LambdaConcurrency', NOT_RESERVED)),
  })
}

const LOGS =
  'Encrypted with CloudWatch Logs’ own keys. Log lines name investigations and error texts, never log content, tokens or secrets.'
const DEAD_LETTERS =
  'Slack’s requests are synchronous. The reconciler’s asynchronous events say nothing but “look again”, and the sweep looks again every minute; what names a failure, the stream’s records, goes to the dead-letter queue by the event source mapping.'
const NO_VPC =
  'Calls AWS’s and Slack’s public endpoints over TLS and listens to nobody but Lambda. Set aws.vpc to run it in a VPC.'
const NOT_RESERVED =
  'Reserved where aws.reservedConcurrency is set. Without it the account’s own limit counts: an account of the smallest limit (10) cannot reserve any.'
