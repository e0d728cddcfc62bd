import fs from 'node:fs'
import path from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { type ListedNetwork, rowsOf } from '../../analyses/lib/evidence/address-lists.ts'

/**
 * Writes networks as the rows of `address_lists`, into one Parquet file in place of the list's last one.
 * @returns how many rows they are
 */
export async function writeList(directory: string, networks: Iterable<ListedNetwork>): Promise<number> {
  fs.mkdirSync(directory, { recursive: true })
  const unfinished = path.join(directory, 'networks.parquet.unfinished')
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run(
      'CREATE TABLE rows (block VARCHAR, first_address VARCHAR, last_address VARCHAR, label VARCHAR, name VARCHAR)',
    )
    const appender = await connection.createAppender('rows')
    let rows = 0
    for (const network of networks)
      for (const row of rowsOf(network)) {
        for (const value of [row.block, row.first_address, row.last_address, row.label, row.name])
          appender.appendVarchar(value)
        appender.endRow()
        rows++
      }
    appender.closeSync()
    const file = `'${unfinished.replaceAll("'", "''")}'`
    await connection.run(`COPY (SELECT * FROM rows ORDER BY first_address) TO ${file} (FORMAT parquet)`)
    fs.renameSync(unfinished, path.join(directory, 'networks.parquet'))
    return rows
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
