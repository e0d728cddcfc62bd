import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { investigationsTable } from '../../../infra/local/services/tables.ts'
import { stackOf, templateOf } from './support/deployment.ts'

const { template, ofType } = stackOf()

describe('the functions', () => {
  it.each([
    ['s3audit-slack', 10, 1024],
    ['s3audit-reconcile', 300, 1769],
  ])('%s runs on Node 24 and ARM, for at most %i seconds', (FunctionName, Timeout, MemorySize) => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout,
      MemorySize,
    })
  })

  it('hold a lease on a post for longer than a run can last', () => {
    const reconcile = ofType('AWS::Lambda::Function').find(
      ({ Properties }) => Properties.FunctionName === 's3audit-reconcile',
    )
    const { Variables } = z
      .object({ Variables: z.object({ PASS_SECONDS: z.string() }) })
      .parse(reconcile?.Properties.Environment)
    expect(Variables.PASS_SECONDS).toBe(String(reconcile?.Properties.Timeout))
  })

  it('keep their logs for a time', () => {
    expect(ofType('AWS::Logs::LogGroup').map(({ Properties }) => Properties.RetentionInDays)).toEqual([
      90, 90,
    ])
  })

  it('reserve executions where the settings say so', () => {
    templateOf({ aws: { reservedConcurrency: { slack: 5, reconcile: 20 } } }).hasResourceProperties(
      'AWS::Lambda::Function',
      { FunctionName: 's3audit-reconcile', ReservedConcurrentExecutions: 20 },
    )
  })
})

describe('the endpoint', () => {
  it('is one function URL, that of the Slack function, and nothing else is public', () => {
    template.resourceCountIs('AWS::Lambda::Url', 1)
    const permissions = ofType('AWS::Lambda::Permission').filter(
      ({ Properties }) => Properties.Principal === '*',
    )
    expect(permissions.length).toBeGreaterThan(0)
    for (const { Properties } of permissions) expect(Properties.FunctionName).toMatch(/s3audit-slack$/)
    template.hasOutput('SlackRequestUrl', {})
  })

  it('is an HTTP API with one route, throttled and logged, where the settings say so', () => {
    const other = templateOf({ aws: { endpoint: 'http-api' } })
    other.resourceCountIs('AWS::Lambda::Url', 0)
    other.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'POST /slack/events' })
    other.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      AccessLogSettings: Match.anyValue(),
      DefaultRouteSettings: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
    })
  })
})

describe('the table of investigations', () => {
  it('has the keys, the indexes and the stream that the bot works with', () => {
    const local = investigationsTable('any')
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: local.KeySchema,
      GlobalSecondaryIndexes: local.GlobalSecondaryIndexes ?? [],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    })
  })

  it('is encrypted, has point-in-time recovery and TTL, and is retained', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
        DeletionProtectionEnabled: true,
      },
    })
  })
})

describe('the workspace bucket', () => {
  it('is encrypted, private, and reached by TLS only', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: Match.anyValue(),
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    })
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    })
  })

  it('expires everything in it, and aborts unfinished uploads after a day', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: [
          rule('manifests/', 7),
          rule('logs/', 7),
          // The bot counts on seven.
          rule('evidence/', 8),
          rule('results/', 90),
          rule('reports/', 30),
          Match.objectLike({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }),
        ],
      },
    })
  })

  it('is emptied and deleted with the stack only if the settings say so', () => {
    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain' })
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 0)
    const other = templateOf({ aws: { onDestroy: 'delete' } })
    other.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' })
    other.resourceCountIs('Custom::S3AutoDeleteObjects', 1)
    other.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false })
  })
})

const rule = (Prefix: string, ExpirationInDays: number) =>
  Match.objectLike({ Prefix, ExpirationInDays, Status: 'Enabled' })

describe('the workgroup', () => {
  it('cancels a query that scans more than an investigation may, and writes nowhere but into the workspace', () => {
    templateOf({ bot: { limits: { scanBytes: 1_000_000_000 } } }).hasResourceProperties(
      'AWS::Athena::WorkGroup',
      {
        WorkGroupConfiguration: {
          BytesScannedCutoffPerQuery: 1_100_000_000,
          EnforceWorkGroupConfiguration: true,
          EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
          ResultConfiguration: { ExpectedBucketOwner: '111122223333' },
        },
      },
    )
  })
})

/** The template for these buckets, as text. */
const textFor = (buckets?: string[]) => JSON.stringify(templateOf(buckets && { bot: { buckets } }).toJSON())

describe('patterns of buckets', () => {
  it('are what is granted, with the list of names to find them; without one nothing is listed', () => {
    expect(textFor(['daily-*'])).toContain(':s3:::daily-*"')
    expect(textFor(['daily-*'])).toContain('"s3:ListAllMyBuckets"')
    expect(textFor()).not.toContain('ListAllMyBuckets')
  })
})

describe('other places', () => {
  it.each(['us-gov-west-1', 'cn-north-1'])('name no partition but their own: %s', region => {
    const text = JSON.stringify(templateOf({ aws: { region, endpoint: 'http-api' } }).toJSON())
    expect(text).not.toMatch(/arn:aws:/)
  })

  it('run under a permissions boundary', () => {
    const boundary = 'arn:aws:iam::111122223333:policy/boundary'
    templateOf({ aws: { permissionsBoundary: boundary } }).allResourcesProperties('AWS::IAM::Role', {
      PermissionsBoundary: boundary,
    })
  })

  it('are tagged as the operator says', () => {
    templateOf({ aws: { tags: { team: 'data' } } }).hasResourceProperties('AWS::S3::Bucket', {
      Tags: Match.arrayWith([{ Key: 'team', Value: 'data' }]),
    })
  })
})

it('is the stack that was reviewed', async () => {
  const text = JSON.stringify(
    template.toJSON(),
    (name, value: unknown) => REVIEWED_ELSEWHERE[name] ?? value,
    2,
  )
  await expect(`${text}\n`).toMatchFileSnapshot('reviewed-stack.snapshot')
})

/** What changes with the bot and the analyses, and has tests of its own. */
const REVIEWED_ELSEWHERE: Record<string, string> = {
  SETTINGS: 'the settings',
  S3Key: 'the bundle',
  TableInput: 'the table’s definition',
  GlobalSecondaryIndexes: 'the table’s indexes',
  AttributeDefinitions: 'the table’s attributes',
}
