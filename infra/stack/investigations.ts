import { RemovalPolicy } from 'aws-cdk-lib'
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb'
import type { Construct } from 'constructs'
import { EXPIRES } from '../../bot/clients/investigations.ts'
import { investigationsTable } from '../local/tables.ts'
import type { Deployment } from '../settings.ts'
import { acknowledge, nist } from './acknowledge.ts'

/** The table of investigations: the keys, indexes and stream are those that the local mode creates. */
export function investigations(scope: Construct, { aws }: Deployment): Table {
  const {
    AttributeDefinitions = [],
    KeySchema = [],
    GlobalSecondaryIndexes = [],
  } = investigationsTable('any')
  const attribute = (name: string | undefined) => {
    const type = AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType
    return { name: name ?? '', type: type === 'N' ? AttributeType.NUMBER : AttributeType.STRING }
  }
  const keys = ([partition, sort]: { AttributeName?: string | undefined }[]) => ({
    partitionKey: attribute(partition?.AttributeName),
    ...(sort && { sortKey: attribute(sort.AttributeName) }),
  })
  const table = new Table(scope, 'Investigations', {
    ...keys(KeySchema),
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.AWS_MANAGED,
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    timeToLiveAttribute: EXPIRES,
    removalPolicy: aws.onDestroy === 'delete' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    deletionProtection: aws.onDestroy === 'keep',
  })
  for (const { IndexName = '', KeySchema: schema = [], Projection } of GlobalSecondaryIndexes) {
    const { ProjectionType: type = 'ALL', NonKeyAttributes: nonKeyAttributes } = Projection ?? {}
    const projection = { projectionType: ProjectionType[type], ...(nonKeyAttributes && { nonKeyAttributes }) }
    table.addGlobalSecondaryIndex({ indexName: IndexName, ...keys(schema), ...projection })
  }
  acknowledge(table, nist('DynamoDBInBackupPlan', BACKUP))
  return table
}

const BACKUP =
  'Point-in-time recovery keeps 35 days of every change. What an investigation found is in Slack too; a longer backup would keep personal data for longer than the questions matter.'
