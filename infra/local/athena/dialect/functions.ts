import { type DuckDBConnection, DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api'
import { addressText, v6Digits } from './addresses.ts'
import { DATE_FUNCTIONS } from './dates.ts'
import { MACROS } from './macros.ts'
import { urlDecode } from './url.ts'

/** DuckDB's own functions whose answers are Trino's; seen as the parser names them (`extract` is `date_part`). */
const NATIVE = [
  // Aggregates and windows
  'array_agg avg bool_and bool_or count count_if count_star histogram max min stddev stddev_pop',
  'stddev_samp sum var_pop var_samp variance cume_dist dense_rank first_value lag last_value lead nth_value ntile',
  'percent_rank rank row_number',
  // Text
  'chr concat_ws length lower lpad ltrim nullif position replace reverse rpad rtrim regexp_extract_all split',
  'starts_with strpos translate trim upper',
  // Numbers
  'abs cbrt ceil ceiling exp floor ln log10 log2 mod pi pow power round sign sqrt',
  // Time
  'current_date date date_part date_trunc day get_current_timestamp hour minute month now quarter second timezone',
  'week year today current_localtimestamp',
  // Arrays, maps, rows, JSON
  'array_distinct array_extract array_position array_sort array_value contains filter flatten json_array_length',
  'list_transform list_value map map_entries map_keys map_values row unnest from_base64 to_base64',
  // What max_by and min_by are rewritten to
  'arg_max_null arg_min_null',
  // What DuckDB's parser makes of INTERVAL '1' HOUR
  'to_days to_hours to_milliseconds to_minutes to_months to_seconds to_weeks to_years trunc',
  // Operators, as DuckDB's parser names them
  '+ - * / % || ~~ !~~ like_escape not_like_escape',
]
  .join(' ')
  .split(' ')

const known = new Set([...NATIVE, ...Object.keys(MACROS), ...DATE_FUNCTIONS])

/** Whether the function gives Trino's answer here; any other must fail by name, not answer as DuckDB would. */
export const isSupported = (name: string): boolean => known.has(name)

/** Functions that SQL cannot express. They cost about 1 us a row, so macros call them for odd rows only. */
export function registerFunctions(connection: DuckDBConnection): void {
  connection.registerScalarFunction(ofText('__url_decode', urlDecode))
  connection.registerScalarFunction(ofText('__v6_digits', v6Digits))
  connection.registerScalarFunction(ofText('__address_text_of', addressText))
}

/** A function from text to text: undefined is NULL, what it throws is the query's error. */
const ofText = (name: string, answer: (text: string) => string | undefined): DuckDBScalarFunction =>
  DuckDBScalarFunction.create({
    name,
    parameterTypes: [VARCHAR],
    returnType: VARCHAR,
    mainFunction: (info, input, output) => {
      const texts = input.getColumnVector(0)
      try {
        for (let row = 0; row < input.rowCount; row++) {
          const text = texts.getItem(row)
          output.setItem(row, typeof text === 'string' ? (answer(text) ?? null) : null)
        }
        output.flush()
      } catch (error) {
        info.setError(error instanceof Error ? error.message : String(error))
      }
    },
  })
