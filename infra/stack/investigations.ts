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
import { EXPIRES, type Index, type Keys, TABLE_INDEXES, TABLE_KEYS } from '../../bot/items/table.ts'
import type { Deployment } from '../settings/settings.ts'
import { acknowledge, nist } from './acknowledge.ts'

/** The table: the keys, indexes and stream are those that the local mode creates. */
export function investigations(scope: Construct, { aws }: Deployment): Table {
  const table = new Table(scope, 'Investigations', {
    ...keys(TABLE_KEYS),
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.AWS_MANAGED,
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    timeToLiveAttribute: EXPIRES,
    removalPolicy: aws.onDestroy === 'delete' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    deletionProtection: aws.onDestroy === 'keep',
  })
  for (const index of TABLE_INDEXES)
    table.addGlobalSecondaryIndex({ indexName: index.name, ...keys(index), ...projectionOf(index) })
  acknowledge(table, nist('DynamoDBInBackupPlan', BACKUP))
  return table
}

const keys = ({ partition, sort }: Keys) => ({
  partitionKey: { name: partition, type: AttributeType.STRING },
  ...(sort !== undefined && { sortKey: { name: sort, type: AttributeType.STRING } }),
})

function projectionOf({ holds }: Index) {
  if (holds === 'keys') return { projectionType: ProjectionType.KEYS_ONLY }
  if (holds === 'all') return { projectionType: ProjectionType.ALL }
  return { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...holds] }
}

const BACKUP =
  'Point-in-time recovery keeps 35 days of every change. What an investigation found is in Slack too; a longer backup would keep personal data for longer than the questions matter.'
