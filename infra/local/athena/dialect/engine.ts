import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { registerFunctions } from './functions.ts'
import { createMacros } from './macros.ts'

const SCHEMA = 'athena'

/**
 * One DuckDB in memory that answers as Trino does. `spill` is a folder for what does not fit in memory.
 * Nothing is fetched: extensions that are not built in stay away.
 */
export async function openEngine(spill: string, threads: number): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: '1GB',
    temp_directory: spill,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  await connection.run(`CREATE SCHEMA ${SCHEMA}; SET search_path = '${SCHEMA},main'`)
  registerFunctions(connection)
  await connection.run(createMacros(SCHEMA).join(';\n'))
  connection.closeSync()
  return instance
}

/**
 * A connection for one query, with Trino's settings; what it makes is temporary and goes with it. Its optimizer is
 * off: all but the query itself are statements that it costs more than it gains. Once on, it must not push filters
 * into a CTE: DuckDB 1.5 fails with an internal error where such a filter has a long IN list.
 */
export async function connectFor(instance: DuckDBInstance): Promise<DuckDBConnection> {
  const connection = await instance.connect()
  await connection.run(
    `SET search_path = '${SCHEMA},main'; SET TimeZone = 'UTC'; SET integer_division = true;
    SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0;
    SET disabled_optimizers = 'cte_filter_pusher'; PRAGMA disable_optimizer`,
  )
  return connection
}
