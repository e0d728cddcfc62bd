import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import {
  CreateWorkGroupCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  InvalidRequestException,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
  StopQueryExecutionCommand,
  TooManyRequestsException,
} from '@aws-sdk/client-athena'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OPERATIONS } from '../../../infra/local/athena/routes.ts'
import type { Faults } from '../../../infra/local/http/faults.ts'
import { ended, OUTPUT, openDeps, type Deps, WORKSPACE } from './athena-deps.ts'

const thousands = (name: string): string => `UNNEST(sequence(1, 10000)) AS ${name}(${name})`
/** Runs for years unless it is interrupted. */
const ENDLESS = `SELECT count(*) FROM ${['a', 'b', 'c', 'd'].map(thousands).join(' CROSS JOIN ')} WHERE a * b + c * d = -1`

let deps: Deps
let faults: Faults['before'] = () => undefined
beforeEach(async () => {
  faults = () => undefined
  deps = await openDeps({ faults: { before: (...about) => faults(...about) } })
})
afterEach(() => deps.close())

const start = async (
  QueryString: string,
  more: Partial<StartQueryExecutionCommandInput> = {},
): Promise<string> => {
  const { QueryExecutionId: id } = await deps.client.send(
    new StartQueryExecutionCommand({ QueryString, ...more }),
  )
  return id!
}
const state = async (id: string): Promise<string | undefined> => {
  const { QueryExecution: execution } = await deps.client.send(
    new GetQueryExecutionCommand({ QueryExecutionId: id }),
  )
  return execution?.Status?.State
}
const until = async (id: string, wanted: string): Promise<void> => {
  while ((await state(id)) !== wanted) await new Promise(resolve => setTimeout(resolve, 3))
}
const stop = (id: string) => deps.client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }))

describe('StartQueryExecution', () => {
  it('answers the same token and parameters with the same execution, also after a restart', async () => {
    const token = { ClientRequestToken: randomUUID() }
    const first = await start('SELECT 1', token)
    expect(await start('SELECT 1', token)).toBe(first)
    await ended(deps, first)
    await deps.restart()
    expect(await start('SELECT 1', token)).toBe(first)
    expect(await start('SELECT 1', { ClientRequestToken: randomUUID() })).not.toBe(first)
  })

  it('refuses the same token with other parameters', async () => {
    const token = { ClientRequestToken: randomUUID() }
    await start('SELECT 1', token)
    await expect(start('SELECT 2', token)).rejects.toThrow('Idempotent parameters do not match')
  })

  it.each<[string, StartQueryExecutionCommandInput]>([
    ['a token of 31 characters', { QueryString: 'SELECT 1', ClientRequestToken: 'x'.repeat(31) }],
    ['a token of 129 characters', { QueryString: 'SELECT 1', ClientRequestToken: 'x'.repeat(129) }],
    ['a statement over 262,144 bytes', { QueryString: `SELECT '${'é'.repeat(131_072)}'` }],
    ['another workgroup', { QueryString: 'SELECT 1', WorkGroup: 'primary' }],
    ['another database', { QueryString: 'SELECT 1', QueryExecutionContext: { Database: 'default' } }],
    ['parameters that are not supported', { QueryString: 'SELECT ?', ExecutionParameters: ['1'] }],
  ])('refuses %s', async (_, input) => {
    const error: unknown = await deps.client
      .send(new StartQueryExecutionCommand(input))
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(InvalidRequestException)
    expect(error).toHaveProperty('AthenaErrorCode', 'INVALID_INPUT')
  })

  it('queues beyond two queries and refuses beyond the limit of active ones', async () => {
    await deps.restart({ activeLimit: 3 })
    const ids = [await start(ENDLESS), await start(ENDLESS), await start('SELECT 1')]
    await until(ids[1]!, 'RUNNING')
    expect(await state(ids[2]!)).toBe('QUEUED')
    await expect(start('SELECT 2')).rejects.toBeInstanceOf(TooManyRequestsException)
    await stop(ids[0]!)
    expect((await ended(deps, ids[2]!)).Status?.State).toBe('SUCCEEDED')
    await stop(ids[1]!)
    await ended(deps, ids[1]!)
  })
})

describe('a query', () => {
  it('emits each of its states as an event, in order', async () => {
    const { QueryExecutionId: id } = await deps.run('SELECT 1')
    expect(
      deps.events.map(({ detail }) => [detail.sequenceNumber, detail.previousState, detail.currentState]),
    ).toEqual([
      ['1', undefined, 'QUEUED'],
      ['2', 'QUEUED', 'RUNNING'],
      ['3', 'RUNNING', 'SUCCEEDED'],
    ])
    expect(deps.events[0]).toMatchObject({
      source: 'aws.athena',
      'detail-type': 'Athena Query State Change',
      detail: { queryExecutionId: id, workgroupName: 's3audit', statementType: 'DML', versionId: '0' },
    })
  })

  it('is described with its statement, output location and statistics', async () => {
    const execution = await deps.run('SELECT 1')
    expect(execution).toMatchObject({
      Query: 'SELECT 1',
      StatementType: 'DML',
      SubstatementType: 'SELECT',
      WorkGroup: 's3audit',
      ResultConfiguration: { OutputLocation: `${OUTPUT}${execution.QueryExecutionId}.csv` },
      Statistics: { DataScannedInBytes: 0 },
    })
    expect(execution.Status?.SubmissionDateTime).toEqual(new Date('2026-11-21T12:00:00Z'))
    expect(deps.store.head(WORKSPACE, `results/${execution.QueryExecutionId}.csv.metadata`)).toBeDefined()
  })

  it('fails with a reason and an error of the user', async () => {
    const { Status: status } = await deps.run('SELECT nothing FROM (SELECT 1 AS one) AS t')
    expect(status?.State).toBe('FAILED')
    expect(status?.StateChangeReason).toContain('COLUMN_NOT_FOUND')
    expect(status?.AthenaError).toMatchObject({
      ErrorCategory: 2,
      Retryable: false,
      ErrorMessage: status?.StateChangeReason,
    })
  })

  it('can be stopped however soon after its start', async () => {
    for (const turns of Array.from({ length: 30 }, (_, n) => n)) {
      const id = await start(ENDLESS)
      for (let turn = 0; turn < turns; turn++) await setImmediate()
      await stop(id)
      expect((await ended(deps, id)).Status?.State).toBe('CANCELLED')
    }
  })

  it('can be stopped while it runs and while it waits', async () => {
    const ids = [await start(ENDLESS), await start(ENDLESS), await start(ENDLESS)]
    await until(ids[0]!, 'RUNNING')
    for (const id of ids.toReversed()) await stop(id)
    for (const id of ids) expect((await ended(deps, id)).Status?.State).toBe('CANCELLED')
    await stop(ids[0]!)
    expect(await state(ids[0]!)).toBe('CANCELLED')
  })

  it('is cancelled when it would read more than the workgroup allows', async () => {
    await deps.restart({ scanCutoffBytes: 10 })
    deps.put(WORKSPACE, 'logs/i/a', 'x'.repeat(11))
    const { Status: status } = await deps.run("SELECT 1 FROM access_logs_copied WHERE investigation = 'i'")
    expect(status?.State).toBe('CANCELLED')
    expect(status?.StateChangeReason).toContain('Bytes scanned limit was exceeded')
    expect((await deps.run("SELECT 1 FROM access_logs_copied WHERE investigation = 'j'")).Status?.State).toBe(
      'SUCCEEDED',
    )
  })

  it('survives a restart: what was running or queued runs again, once, to completion', async () => {
    let hold = true
    faults = (_, operation) =>
      operation === 'run' && hold ? { status: 500, code: 'x', message: 'held', delayMs: 200 } : undefined
    const unload = `UNLOAD (SELECT 1 AS n) TO 's3://${WORKSPACE}/numbers/i/' WITH (format = 'PARQUET')`
    const ids = [await start(unload), await start('SELECT 2'), await start('SELECT 3')]
    await until(ids[0]!, 'RUNNING')
    deps.put(WORKSPACE, `numbers/i/${ids[0]}_0.parquet`, 'half a file')
    const restarted = deps.restart()
    hold = false
    await restarted
    for (const id of ids) expect((await ended(deps, id)).Status?.State).toBe('SUCCEEDED')
    expect(await deps.rows("SELECT n FROM numbers WHERE investigation = 'i'")).toEqual([['1']])
  })

  it('can be made to fail, and so can any operation', async () => {
    faults = (service, operation, { sql }) =>
      service === 'athena' && operation === 'run' && sql === 'SELECT 1'
        ? { status: 500, code: 'x', message: 'no luck' }
        : undefined
    const { Status: status } = await deps.run('SELECT 1')
    expect(status).toMatchObject({
      State: 'FAILED',
      StateChangeReason: 'no luck',
      AthenaError: { ErrorCategory: 1, Retryable: true },
    })
    faults = (_, operation) =>
      operation === 'StartQueryExecution'
        ? { status: 400, code: 'TooManyRequestsException', message: 'slow down' }
        : undefined
    await expect(start('SELECT 1')).rejects.toBeInstanceOf(TooManyRequestsException)
  })
})

describe('results', () => {
  it('are written as Athena writes CSV', async () => {
    const csv = await deps.csv(
      `SELECT 'a"b' AS "the name", NULL AS nothing, '' AS empty, true AS yes, timestamp '2026-11-20 07:00:00' AS t,
       date '2026-11-20' AS d, CAST(1 AS double) AS x, count(*), ARRAY['a', NULL], 'line
end' FROM (VALUES (1), (2)) AS t(x)`,
    )
    expect(csv).toBe(
      '"the name","nothing","empty","yes","t","d","x","_col7","_col8","_col9"\n' +
        '"a""b",,"","true","2026-11-20 07:00:00.000","2026-11-20","1.0","2","[a, null]","line\nend"\n',
    )
  })

  it('keep the order of the rows, and the header when there are none', async () => {
    expect(await deps.csv('SELECT n FROM (VALUES (2), (3), (1)) AS t(n) ORDER BY n DESC')).toBe(
      '"n"\n"3"\n"2"\n"1"\n',
    )
    expect(await deps.csv('SELECT n FROM (VALUES (2)) AS t(n) WHERE n > 2')).toBe('"n"\n')
  })

  it('name columns as Athena does beside a star', async () => {
    const csv = await deps.csv("SELECT 1 + 1, t.*, upper(w), w AS v FROM (VALUES (1, 'a')) AS t(n, w)")
    expect(csv.split('\n')[0]).toBe('"_col0","n","w","_col3","v"')
  })

  it('come in pages with the header first, every row once', async () => {
    const { QueryExecutionId: id } = await deps.run(
      "SELECT x, 'é\"' || CAST(x AS varchar) AS w FROM UNNEST(sequence(1, 2500)) AS t(x)",
    )
    const pages: (string | undefined)[][][] = []
    let NextToken: string | undefined
    do {
      const page = await deps.client.send(
        new GetQueryResultsCommand({ QueryExecutionId: id, NextToken, MaxResults: 1000 }),
      )
      pages.push(page.ResultSet!.Rows!.map(row => row.Data!.map(datum => datum.VarCharValue)))
      expect(page.ResultSet?.ResultSetMetadata?.ColumnInfo?.map(({ Name, Type }) => [Name, Type])).toEqual([
        ['x', 'bigint'],
        ['w', 'varchar'],
      ])
      NextToken = page.NextToken
    } while (NextToken)
    expect(pages.map(page => page.length)).toEqual([1000, 1000, 501])
    const rows = pages.flat()
    expect(rows.shift()).toEqual(['x', 'w'])
    expect(rows).toEqual(Array.from({ length: 2500 }, (_, index) => [`${index + 1}`, `é"${index + 1}`]))
  })

  it('are refused before the query has succeeded, and for an unknown query', async () => {
    const id = await start(ENDLESS)
    await until(id, 'RUNNING')
    const results = (QueryExecutionId: string) =>
      deps.client.send(new GetQueryResultsCommand({ QueryExecutionId }))
    await expect(results(id)).rejects.toThrow('Query has not yet finished. Current state: RUNNING')
    await stop(id)
    await ended(deps, id)
    await expect(results(id)).rejects.toThrow('Final query state: CANCELLED')
    await expect(results(randomUUID())).rejects.toBeInstanceOf(InvalidRequestException)
  })
})

it('refuses an operation that is not there by its name', async () => {
  expect(OPERATIONS).not.toContain('CreateWorkGroup')
  const error: unknown = await deps.client
    .send(new CreateWorkGroupCommand({ Name: 'x' }))
    .catch((reason: unknown) => reason)
  expect(error).toHaveProperty('name', 'UnknownOperationException')
  expect(String(error)).toContain('CreateWorkGroup')
})
