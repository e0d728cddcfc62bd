import { readFile } from 'node:fs/promises'
import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { evidenceTable } from '../../../analyses/lib/evidence.ts'
import { accessLogsByDate, accessLogsCopied, cloudTrail, type Table } from '../../../analyses/lib/tables.ts'
import { OVERDUE } from '../../../bot/investigation/reconcile.ts'
import { foreignStatements } from '../../../infra/stack/foreign-statements.ts'
import { checked } from '../../../infra/explain.ts'
import { investigationsTable } from '../../../infra/local/tables.ts'
import { deployed, LOCAL_NAMES } from './cloudformation.ts'
import { findingsOf, settings, templateOf } from './deployment.ts'

const template = templateOf()
const resources = deployed(template, LOCAL_NAMES)
const ofType = (type: string) => Object.values(resources).filter(({ Type }) => Type === type)

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

  it('hold a post for longer than a pass can last', () => {
    const [reconcile] = ofType('AWS::Lambda::Function').filter(
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

  it('is encrypted, can be restored to any second, forgets by itself, and is kept', () => {
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

  it('lets everything in it end by its age, and unfinished uploads after a day', () => {
    const rule = (Prefix: string, ExpirationInDays: number) =>
      Match.objectLike({ Prefix, ExpirationInDays, Status: 'Enabled' })
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

  it('is emptied and deleted with the stack only where the settings say so', () => {
    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain' })
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 0)
    const other = templateOf({ aws: { onDestroy: 'delete' } })
    other.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' })
    other.resourceCountIs('Custom::S3AutoDeleteObjects', 1)
    other.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false })
  })
})

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

describe('the Glue tables', () => {
  const { sources } = checked(settings(), 'x').bot
  const tables: Table[] = [
    accessLogsCopied('s3audit-workspace'),
    evidenceTable('s3audit-workspace'),
    ...sources.map(source => (source.kind === 'access-log' ? accessLogsByDate(source) : cloudTrail(source))),
  ]
  const inputs = ofType('AWS::Glue::Table').map(({ Properties }) => inputSchema.parse(Properties.TableInput))

  it('are those of the definitions, and no other', () => {
    expect(inputs.map(({ Name }) => Name).sort()).toEqual(tables.map(({ name }) => name).sort())
  })

  it.each(tables)('have the columns, the pattern and the projection of $name', table => {
    const input = inputs.find(({ Name }) => Name === table.name)
    expect(input?.StorageDescriptor.Columns).toEqual(
      table.columns.map(({ name, type }) => ({ Name: name, Type: type })),
    )
    expect(input?.PartitionKeys).toEqual(table.partitions.map(({ name }) => ({ Name: name, Type: 'string' })))
    expect(input?.Parameters['storage.location.template']).toBe(table.template)
    expect(input?.StorageDescriptor.SerdeInfo.Parameters['input.regex']).toBe(table.pattern)
    for (const { name, projection } of table.partitions)
      expect(input?.Parameters[`projection.${name}.type`]).toBe(projection)
    for (const name of Object.keys(input?.Parameters ?? {}).filter(one =>
      /^projection\.(?!enabled)/.test(one),
    ))
      expect(table.partitions.some(partition => name.startsWith(`projection.${partition.name}.`))).toBe(true)
  })

  it('project days with every property that Athena asks for', () => {
    const daily = inputs.find(({ Name }) => Name === 'access_logs_daily')
    expect(daily?.Parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.day.type': 'date',
      'projection.day.format': 'yyyy/MM/dd',
      'projection.day.range': '2006/03/01,NOW+1DAYS',
      'projection.day.interval': '1',
      'projection.day.interval.unit': 'DAYS',
    })
  })

  it('read CloudTrail’s files by the input format that turns their Records into rows', () => {
    const trail = inputs.find(({ Name }) => Name === 'cloudtrail_org')
    expect(trail?.StorageDescriptor.InputFormat).toBe('com.amazon.emr.cloudtrail.CloudTrailInputFormat')
    expect(trail?.StorageDescriptor.SerdeInfo.SerializationLibrary).toBe(
      'org.apache.hive.hcatalog.data.JsonSerDe',
    )
  })
})

const named = z.array(z.object({ Name: z.string(), Type: z.string() }))
const inputSchema = z.object({
  Name: z.string(),
  PartitionKeys: named,
  Parameters: z.record(z.string(), z.string()),
  StorageDescriptor: z.object({
    Columns: named,
    InputFormat: z.string(),
    SerdeInfo: z.object({ SerializationLibrary: z.string(), Parameters: z.record(z.string(), z.string()) }),
  }),
})

describe('the triggers', () => {
  it('hand over the stream with bisection, partial failures, few repeats, and dead letters', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 3,
      MaximumRecordAgeInSeconds: 900,
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    })
  })

  it('are the ends of this workgroup’s queries, the reports of copy jobs, and every minute', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.athena'],
        'detail-type': ['Athena Query State Change'],
        detail: { workgroupName: ['s3audit'], currentState: ['SUCCEEDED', 'FAILED', 'CANCELLED'] },
      },
    })
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.s3'], detail: { object: { key: [{ prefix: 'reports/' }] } } },
    })
    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)' })
    template.hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    })
  })

  it('keep what cannot be delivered in an encrypted queue, for two weeks', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    })
    for (const { Properties } of ofType('AWS::Events::Rule'))
      expect(Properties.Targets).toMatchObject([{ DeadLetterConfig: { Arn: expect.any(String) } }])
  })
})

describe('the alarms', () => {
  const alarms = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) =>
    z
      .object({ AlarmName: z.string(), AlarmDescription: z.string(), AlarmActions: z.array(z.string()) })
      .parse(Properties),
  )

  it('are about errors, dead letters, a silent sweep, deadlines, throttles, slowness and the cost of the day', () => {
    expect(alarms.map(({ AlarmName }) => AlarmName.replace('s3audit-', '')).sort()).toEqual([
      'cost-of-the-day',
      'dead-letters',
      'overdue',
      'reconcile-errors',
      'reconcile-throttled',
      'slack-errors',
      'slack-slow',
      'slack-throttled',
      'sweep-silent',
    ])
  })

  it.each(alarms)(
    'tell somebody, and name an article of the runbook that is there: $AlarmName',
    async alarm => {
      const runbook = await readFile(new URL('../../../infra/RUNBOOK.md', import.meta.url), 'utf8')
      const [, article] = /infra\/RUNBOOK\.md#([a-z-]+)$/.exec(alarm.AlarmDescription) ?? []
      expect(runbook).toMatch(new RegExp(`^## ${article}$`, 'm'))
      expect(alarm.AlarmActions).toHaveLength(1)
    },
  )

  it('count exactly what the bot writes when a stage is over its deadline', () => {
    template.hasResourceProperties('AWS::Logs::MetricFilter', { FilterPattern: `"${OVERDUE}"` })
  })

  it('take silence of the sweep for a fault, not for peace', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 's3audit-sweep-silent',
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
    })
  })

  it('tell a topic of the operator’s in place of an own one', () => {
    const topic = 'arn:aws:sns:eu-west-1:111122223333:on-call'
    const other = templateOf({ aws: { alarms: { topic } } })
    other.resourceCountIs('AWS::SNS::Topic', 0)
    other.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topic] })
  })
})

describe('cdk-nag (AwsSolutions, Serverless, NIST 800-53 R4 and R5)', () => {
  it.each<[string, Parameters<typeof findingsOf>[0]]>([
    ['as it is', {}],
    ['behind an HTTP API', { aws: { endpoint: 'http-api' } }],
    ['in a VPC', { aws: { vpc: { id: 'vpc-1', subnets: ['subnet-1'], securityGroups: ['sg-1'] } } }],
    ['with reserved executions', { aws: { reservedConcurrency: { slack: 5, reconcile: 20 } } }],
    ['deleted without a rest', { aws: { onDestroy: 'delete' } }],
    ['with e-mail', { aws: { alarms: { email: 'a@example.com' } } }],
    ['with keys', { aws: { kmsKeys: ['arn:aws:kms:eu-west-1:111122223333:key/1'] } }],
    ['in GovCloud', { aws: { region: 'us-gov-west-1', endpoint: 'http-api' } }],
    ['in China', { aws: { region: 'cn-north-1', endpoint: 'http-api' } }],
  ])('finds nothing that is not acknowledged with a reason: %s', (_, changes) => {
    expect(findingsOf(changes)).toEqual([])
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

describe('buckets and keys of other accounts', () => {
  const said = (changes: Parameters<typeof settings>[0]) => foreignStatements(checked(settings(changes), 'x'))

  it('are opened by statements for their owners: the reader and the copier, on these places alone', () => {
    const [bucket, key, ...more] = said({
      aws: {
        otherAccounts: { '222233334444': ['dated-logs'] },
        kmsKeys: ['arn:aws:kms:eu-west-1:222233334444:key/1'],
      },
    })
    expect(more).toEqual([])
    expect(bucket?.to).toBe('the policy of the bucket dated-logs in account 222233334444')
    expect(bucket?.statements).toContainEqual(
      expect.objectContaining({
        Principal: { AWS: ['arn:aws:iam::111122223333:role/s3audit-eu-west-1-reconcile'] },
        Action: ['s3:GetObject'],
        Resource: ['arn:aws:s3:::dated-logs/access/*'],
      }),
    )
    expect(bucket?.statements).toContainEqual(
      expect.objectContaining({
        Principal: { AWS: ['arn:aws:iam::111122223333:role/s3audit-eu-west-1-copy'] },
        Resource: ['arn:aws:s3:::dated-logs/access/*'],
      }),
    )
    expect(key?.to).toBe('the policy of the key arn:aws:kms:eu-west-1:222233334444:key/1')
  })

  it('name roles that the stack makes', () => {
    const roles = ofType('AWS::IAM::Role').map(({ Properties }) => Properties.RoleName)
    expect(roles).toEqual(
      expect.arrayContaining([
        's3audit-eu-west-1-reconcile',
        's3audit-eu-west-1-copy',
        's3audit-eu-west-1-slack',
      ]),
    )
  })

  it('let an audited bucket be asked where its logs go, and nothing be read of it', () => {
    const [audited] = said({ aws: { otherAccounts: { '222233334444': ['dated-bucket'] } } })
    expect(audited?.statements).toEqual([
      expect.objectContaining({
        Action: ['s3:GetBucketLogging', 's3:GetBucketLocation'],
        Resource: ['arn:aws:s3:::dated-bucket'],
      }),
    ])
  })

  it('need nothing where all is in one account', () => expect(said({})).toEqual([]))
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
