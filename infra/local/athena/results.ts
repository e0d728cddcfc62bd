import fs from 'node:fs'
import type { ObjectStore } from '../s3/storage/store.ts'
import { parseLocation } from './dialect/statement.ts'
import { invalidRequest } from './errors.ts'
import type { Execution } from './executions.ts'

interface Datum {
  VarCharValue?: string
}

export interface ResultPage {
  ResultSet: { Rows: { Data: Datum[] }[]; ResultSetMetadata: { ColumnInfo: Execution['columns'] } }
  UpdateCount: number
  NextToken?: string
}

/** Bytes read at a time; a page that is longer is read on. */
const CHUNK = 256 * 1024

/**
 * A page of a finished execution's rows, read from its CSV. The first page begins with the header, as
 * Athena's does. The token is where in the file the next page begins, so it stays good after a restart.
 */
export function readResults(
  store: ObjectStore,
  execution: Execution,
  { token, limit }: { token: string | undefined; limit: number },
): ResultPage {
  const ColumnInfo = execution.columns ?? []
  if (execution.substatementType !== 'SELECT')
    return { ResultSet: { Rows: [], ResultSetMetadata: { ColumnInfo } }, UpdateCount: 0 }
  const { rows, next } = readRows(csvOf(store, execution), offsetOf(token), limit)
  return {
    ResultSet: { Rows: rows.map(Data => ({ Data })), ResultSetMetadata: { ColumnInfo } },
    UpdateCount: 0,
    ...(next !== undefined && { NextToken: Buffer.from(`row@${next}`).toString('base64') }),
  }
}

function csvOf(store: ObjectStore, execution: Execution): string {
  const { bucket, prefix } = parseLocation(execution.outputLocation!)
  const object = store.head(bucket, prefix.slice(0, -1))
  if (!object) throw invalidRequest('Could not find results', 'RESULT_NOT_FOUND')
  return object.path
}

function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0
  const [, offset] = /^row@(\d+)$/.exec(Buffer.from(token, 'base64').toString()) ?? []
  if (offset === undefined) throw invalidRequest('Malformed NextToken', 'INVALID_NEXT_TOKEN')
  return Number(offset)
}

function readRows(
  file: string,
  offset: number,
  limit: number,
): { rows: Datum[][]; next: number | undefined } {
  const handle = fs.openSync(file, 'r')
  try {
    const { size } = fs.fstatSync(handle)
    let bytes = Buffer.alloc(0)
    for (;;) {
      const more = Buffer.alloc(Math.min(CHUNK + bytes.length, size - offset - bytes.length))
      fs.readSync(handle, more, 0, more.length, offset + bytes.length)
      bytes = Buffer.concat([bytes, more])
      const { rows, end } = parseRows(bytes, limit)
      const atEnd = offset + bytes.length >= size
      if (rows.length < limit && !atEnd) continue
      return { rows, next: offset + end < size ? offset + end : undefined }
    }
  } finally {
    fs.closeSync(handle)
  }
}

const QUOTE = 0x22
const COMMA = 0x2c
const NEWLINE = 0x0a

/** Up to `limit` whole rows, and where the last of them ends. A field without quotes is NULL. */
function parseRows(bytes: Buffer, limit: number): { rows: Datum[][]; end: number } {
  const rows: Datum[][] = []
  let row: Datum[] = []
  let end = 0
  let start = 0
  let quoted = false
  for (let at = 0; at < bytes.length && rows.length < limit; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) quoted = !quoted
    if (quoted || (byte !== COMMA && byte !== NEWLINE)) continue
    row.push(datum(bytes.toString('utf8', start, at)))
    start = at + 1
    if (byte === COMMA) continue
    rows.push(row)
    row = []
    end = start
  }
  return { rows, end }
}

const datum = (field: string): Datum =>
  field === '' ? {} : { VarCharValue: field.slice(1, -1).replaceAll('""', '"') }
