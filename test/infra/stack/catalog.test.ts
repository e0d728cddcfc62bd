import { describe, expect, it } from 'vitest'
import { evidenceTable } from '../../../analyses/lib/evidence/evidence.ts'
import {
  accessLogsByDate,
  accessLogsCopied,
  addressLists,
  cloudTrail,
  type Table,
} from '../../../analyses/lib/evidence/tables.ts'
import { checked } from '../../../infra/settings/checked.ts'
import { LOCAL_NAMES } from './support/cloudformation.ts'
import { settings, templateOf } from './support/deployment.ts'
import { tableInputsOf } from './support/glue.ts'

describe('the Glue tables', () => {
  const { sources } = checked(settings(), 'x').bot
  const tables: Table[] = [
    accessLogsCopied('s3audit-workspace'),
    evidenceTable('s3audit-workspace'),
    addressLists('s3audit-workspace'),
    ...sources.map(source => (source.kind === 'access-log' ? accessLogsByDate(source) : cloudTrail(source))),
  ]
  const inputs = tableInputsOf(templateOf(), LOCAL_NAMES)

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

  it.each(inputs)('are in a folder of a bucket, with every partition below it: $Name', input => {
    const { Location } = input.StorageDescriptor
    expect(Location).toMatch(/^s3:\/\/[a-z0-9.-]+\/[^$]+\/$/)
    const template = input.Parameters['storage.location.template'] ?? ''
    expect(template.slice(0, Location.length)).toBe(Location)
    const below = template.slice(Location.length)
    for (const { Name } of input.PartitionKeys) expect(below).toContain(`\${${Name}}/`)
  })

  it('are in the workspace where the product itself writes, under the prefixes that it writes to', () => {
    const locations = Object.fromEntries(
      inputs.map(({ Name, StorageDescriptor: { Location } }) => [Name, Location]),
    )
    expect(locations).toEqual({
      access_logs_copied: 's3://s3audit-workspace/logs/',
      evidence: 's3://s3audit-workspace/evidence/',
      address_lists: 's3://s3audit-workspace/lists/',
      access_logs_daily: 's3://daily-logs/by-date/',
      cloudtrail_org: 's3://trail-logs/AWSLogs/o-example/',
    })
  })

  it('are in the whole bucket where the logs have no prefix', () => {
    const bot = {
      sources: [
        { kind: 'access-log', id: 'bare', bucket: 'bare-logs', prefix: '', dateSource: 'EventTime' } as const,
      ],
    }
    const bare = tableInputsOf(templateOf({ bot }), LOCAL_NAMES).find(
      ({ Name }) => Name === 'access_logs_bare',
    )
    expect(bare?.StorageDescriptor.Location).toBe('s3://bare-logs/')
    expect(bare?.Parameters['storage.location.template']).toBe(
      's3://bare-logs/${account}/${region}/${source_bucket}/${day}/',
    )
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
