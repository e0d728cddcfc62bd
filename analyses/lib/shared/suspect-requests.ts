import type * as z from 'zod'
import {
  type Absent,
  type Analysis,
  type Context,
  defineAnalysis,
  type Results,
  type Severity,
} from '../analysis.ts'
import { type ColumnName, columns } from '../columns.ts'
import {
  mostlyBy,
  requestAggregates,
  requestCharts,
  requestColumns,
  REQUEST_FIGURES,
  requestOrder,
  requestRows,
  topOf,
  totalOf,
  whatElseCameFrom,
  whatElseDid,
} from './request-list.ts'
import type { Sql } from '../sql/sql.ts'

type Described = Pick<
  Analysis,
  'title' | 'answers' | 'words' | 'reads' | 'why' | 'blind' | 'accountWide' | 'presets'
>

/** What a threat looks like in single requests. */
interface Suspect<Parameters extends z.ZodObject> extends Described {
  parameters: Parameters
  /** What is said of each request besides, first, and the expressions for it. */
  own: Readonly<Partial<Record<ColumnName, Sql>>>
  shown: string
  /** `FROM events WHERE …`: the requests looked for. */
  from: (parameters: z.output<Parameters>, context: Context) => Sql
  further?: (parameters: z.output<Parameters>, context: Context) => Record<string, Sql>
  /** The headline up to `by whom`: `3 ransom notes were uploaded to my-bucket`. */
  found: (requests: number, context: Context, parameters: z.output<Parameters>) => string
  nothing: (context: Context, parameters: z.output<Parameters>, results: Results) => string
  severity: (results: Results, parameters: z.output<Parameters>) => Severity
  notes: (
    results: Results,
    context: Context,
    parameters: z.output<Parameters>,
  ) => readonly (string | Absent)[]
}

/** An analysis of the group Threats whose rows are the requests that look like one. */
export function suspectRequests<Parameters extends z.ZodObject>({
  own,
  shown,
  from,
  further,
  found,
  nothing,
  severity,
  notes,
  ...described
}: Suspect<Parameters>): Analysis {
  return defineAnalysis<Parameters>({
    ...described,
    group: 'Threats',
    columns: requestColumns(shown, columns(Object.keys(own).join(' '))),
    figures: REQUEST_FIGURES,
    statements(parameters, context) {
      const requests = from(parameters, context)
      return {
        rows: requestRows(requests, Object.values(own)),
        order: requestOrder,
        aggregates: {
          ...requestAggregates(requests, context.window),
          ...further?.(parameters, context),
        },
      }
    },
    summarise(results, context, parameters) {
      const requests = totalOf(results, 'requests')
      const top = topOf(results)
      return {
        headline:
          requests === 0
            ? nothing(context, parameters, results)
            : `${found(requests, context, parameters)}${mostlyBy(results, context.reader)}.`,
        ...(requests > 0 && { severity: severity(results, parameters) }),
        charts: requestCharts('Over time', results, context.window),
        notes: notes(results, context, parameters),
        next: [...whatElseDid(top?.name), ...whatElseCameFrom(top?.remote_ip)],
      }
    },
  })
}
