import type { Template } from 'aws-cdk-lib/assertions'
import * as z from 'zod'
import { deployed, type Names } from './cloudformation.ts'

const named = z.array(z.object({ Name: z.string(), Type: z.string() }))
const inputSchema = z.object({
  Name: z.string(),
  TableType: z.literal('EXTERNAL_TABLE'),
  PartitionKeys: named,
  Parameters: z.record(z.string(), z.string()),
  StorageDescriptor: z.object({
    Columns: named,
    Location: z.string(),
    InputFormat: z.string(),
    OutputFormat: z.string(),
    SerdeInfo: z.object({ SerializationLibrary: z.string(), Parameters: z.record(z.string(), z.string()) }),
  }),
})

/** A table as Glue is given it. */
export type TableInput = z.infer<typeof inputSchema>

/** The template's Glue tables, as they are once its references are the names that AWS would give. */
export const tableInputsOf = (template: Template, names: Names): TableInput[] =>
  Object.values(deployed(template, names))
    .filter(({ Type }) => Type === 'AWS::Glue::Table')
    .map(({ Properties }) => inputSchema.parse(Properties.TableInput))
