import * as z from 'zod'

export const column = z.object({
  CatalogName: z.literal('hive'),
  SchemaName: z.literal(''),
  TableName: z.literal(''),
  Name: z.string(),
  Label: z.string(),
  Type: z.string(),
  Precision: z.number(),
  Scale: z.number(),
  Nullable: z.literal('UNKNOWN'),
  CaseSensitive: z.boolean(),
})

/** A column of a result, as GetQueryResults describes it. */
export type ResultColumn = z.infer<typeof column>
