import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { evidenceTable } from '../../../analyses/lib/evidence.ts'
import {
  accessLogsByDate,
  accessLogsCopied,
  addressLists,
  cloudTrail,
  type Table,
} from '../../../analyses/lib/tables.ts'
import { checked } from '../../../infra/explain.ts'
import { settings, stackOf } from './deployment.ts'

const { ofType } = stackOf()

describe('the Glue tables', () => {
  const { sources } = checked(settings(), 'x').bot
  const tables: Table[] = [
    accessLogsCopied('s3audit-workspace'),
    evidenceTable('s3audit-workspace'),
    addressLists('s3audit-workspace'),
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
