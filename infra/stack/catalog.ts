import { Stack } from 'aws-cdk-lib'
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue'
import type { Construct } from 'constructs'
import { evidenceTable } from '../../analyses/lib/evidence/evidence.ts'
import {
  accessLogsByDate,
  accessLogsCopied,
  addressLists,
  cloudTrail,
  type Partition,
  type Table,
} from '../../analyses/lib/evidence/tables.ts'
import type { Deployment } from '../settings/settings.ts'

/** The Glue database and its tables: the definitions are those that the embedded engine and the tests read. */
export interface Catalog {
  database: string
  tables: readonly string[]
}

export function catalog(scope: Construct, { aws, bot }: Deployment, workspace: string): Catalog {
  const database = aws.name.replaceAll('-', '_')
  const catalogId = Stack.of(scope).account
  const glue = new CfnDatabase(scope, 'Database', {
    catalogId,
    databaseInput: { name: database, description: 'The logs that s3audit reads, and its evidence' },
  })
  const tables = [
    accessLogsCopied(workspace),
    evidenceTable(workspace),
    addressLists(workspace),
    ...bot.sources.map(source =>
      source.kind === 'access-log' ? accessLogsByDate(source) : cloudTrail(source),
    ),
  ]
  for (const table of tables) {
    const resource = new CfnTable(scope, `Table-${table.name}`, {
      catalogId,
      databaseName: database,
      tableInput: tableInput(table),
    })
    resource.addResourceDependency(glue)
  }
  return { database, tables: tables.map(({ name }) => name) }
}

/** A table as Glue takes it. Its partitions are projected: none is ever stored. */
function tableInput({ name, format, columns, partitions, location, template, pattern }: Table) {
  const { inputFormat, outputFormat, serializationLibrary } = FORMATS[format]
  return {
    name,
    tableType: 'EXTERNAL_TABLE',
    partitionKeys: partitions.map(partition => ({ name: partition.name, type: 'string' })),
    parameters: {
      'projection.enabled': 'true',
      'storage.location.template': template,
      ...Object.assign({}, ...partitions.map(projection)),
    },
    storageDescriptor: {
      columns: columns.map(({ name, type }) => ({ name, type })),
      // Athena reads a partition where the template says; Lake Formation, crawlers and the console go by this.
      location,
      inputFormat,
      outputFormat,
      serdeInfo: {
        serializationLibrary,
        parameters: { 'serialization.format': '1', ...(pattern && { 'input.regex': pattern }) },
      },
    },
  }
}

function projection(partition: Partition): Record<string, string> {
  const name = `projection.${partition.name}`
  if (partition.projection === 'injected') return { [`${name}.type`]: 'injected' }
  return {
    [`${name}.type`]: 'date',
    [`${name}.format`]: partition.format,
    [`${name}.range`]: partition.range,
    [`${name}.interval`]: '1',
    [`${name}.interval.unit`]: 'DAYS',
  }
}

const TEXT_OUTPUT = 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'

const FORMATS: Record<
  Table['format'],
  { inputFormat: string; outputFormat: string; serializationLibrary: string }
> = {
  'access-log': {
    inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
    outputFormat: TEXT_OUTPUT,
    serializationLibrary: 'org.apache.hadoop.hive.serde2.RegexSerDe',
  },
  // The input format turns a file’s {"Records":[…]} into rows; AWS advises against the older CloudTrailSerde.
  cloudtrail: {
    inputFormat: 'com.amazon.emr.cloudtrail.CloudTrailInputFormat',
    outputFormat: TEXT_OUTPUT,
    serializationLibrary: 'org.apache.hive.hcatalog.data.JsonSerDe',
  },
  parquet: {
    inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
  },
}
