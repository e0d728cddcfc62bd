import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EVIDENCE_COLUMNS } from '../../analyses/lib/evidence/evidence.ts'
import { signed, type Execution } from '../../bot/aws/athena.ts'
import { failureOf } from '../../bot/calls/failures.ts'
import { Conflict } from '../../bot/items/items.ts'
import { newInvestigation } from '../../bot/model/investigation.ts'
import type { WorkingDeps } from '../../bot/services/working-deps.ts'

interface Opened {
  deps: WorkingDeps
  close: () => Promise<void>
}

/**
 * What the bot relies on, asked through its own clients: the same of the embedded services and of a real
 * account. It leaves nothing but a few small objects under `manifests/` and `evidence/`, which the workspace's
 * lifecycle ends, and starts no investigation.
 */
export function contract(open: () => Promise<Opened>): void {
  let deps: WorkingDeps
  let close: Opened['close'] | undefined
  beforeAll(async () => {
    ;({ deps, close } = await open())
  })
  afterAll(() => close?.())

  const textOf = async (name: string) =>
    Buffer.from(await deps.logs.read(deps.workspace, key(name))).toString()

  const run = async (sql: string, purpose: string) => {
    const execution = await deps.athena.start(signed(sql, id, purpose), token(purpose))
    return { execution, ...(await ended(execution, deps)) }
  }

  describe('S3', () => {
    it('keeps what is there when it is written again', async () => {
      await deps.logs.write(key('a'), 'first', 'text/plain')
      await deps.logs.write(key('a'), 'second', 'text/plain')
      expect(await textOf('a')).toBe('first')
    })

    it('lists keys in their order, behind the one that is named', async () => {
      for (const name of ['b-2', 'b-10', 'b-1']) await deps.logs.write(key(name), '', 'text/plain')
      const { objects, next } = await deps.logs.page(deps.workspace, {
        prefix: key('b'),
        after: key('b-1'),
      })
      expect(objects.map(object => object.key)).toEqual([key('b-10'), key('b-2')])
      expect(objects.map(({ storageClass, size }) => [storageClass, size])).toEqual([
        ['STANDARD', 0],
        ['STANDARD', 0],
      ])
      expect(next).toBeUndefined()
    })

    it('says that what is not there is not found', async () => {
      const error: unknown = await deps.logs
        .read(deps.workspace, key('absent'))
        .catch((problem: unknown) => problem)
      expect(failureOf(error)).toBe('not-found')
    })

    it('downloads a link as a file with its name', async () => {
      await deps.logs.write(key('c.csv'), 'a,b\n', 'text/csv')
      const response = await fetch(await deps.logs.link(key('c.csv'), 'answer.csv', 60))
      expect(response.status).toBe(200)
      expect(response.headers.get('content-disposition')).toBe('attachment; filename="answer.csv"')
      expect(await response.text()).toBe('a,b\n')
    })

    it('lies in the Region that the bot works in', async () => {
      expect(await deps.logs.region(deps.workspace)).toBe(deps.region)
    })
  })

  describe('DynamoDB', () => {
    it('knows no investigation that was never asked', async () => {
      expect(await deps.investigations.load(id)).toBeUndefined()
      expect(await deps.investigations.requestCancel(id, 'U1')).toBe('unknown')
    })

    it('refuses to save over what is not there as it was read', async () => {
      const request = {
        analysis: 'x',
        bucket: 'b',
        window: WINDOW,
        parameters: {},
        logs: 'auto',
        channel: 'C1',
        asker: { user: 'U1', timeZone: 'UTC' },
      } as const
      const never = newInvestigation(request, id, new Date())
      await expect(deps.investigations.save(never)).rejects.toThrow(Conflict)
    })

    it('lists the open investigations by their index', async () => {
      expect(await deps.investigations.openIds()).not.toContain(id)
    })
  })

  describe('Athena', () => {
    it('takes the same query with the same token for the same execution, and another for a mistake', async () => {
      const sql = signed('SELECT 1 AS one', id, 'same')
      const first = await deps.athena.start(sql, token('same'))
      expect(await deps.athena.start(sql, token('same'))).toBe(first)
      await expect(deps.athena.start(`${sql} `, token('same'))).rejects.toThrow(/idempotent|token/i)
      expect(await deps.athena.investigationOf(first)).toBe(id)
    })

    it('tells NULL from an empty text, and numbers as text', async () => {
      const { execution, state } = await run(
        "SELECT * FROM (VALUES (1, CAST(NULL AS varchar)), (2, '')) AS t (n, text) ORDER BY n",
        'null',
      )
      expect(state).toBe('succeeded')
      expect(await deps.athena.rows(execution, 10)).toEqual([
        { n: '1', text: null },
        { n: '2', text: '' },
      ])
    })

    it('puts the result where the workgroup says', async () => {
      const { execution, outputLocation } = await run('SELECT 1 AS one', 'place')
      expect(outputLocation).toBe(`s3://${deps.workspace}/results/${execution}.csv`)
    })

    it('knows no query of another', async () => {
      expect(await deps.athena.investigationOf(randomUUID())).toBeUndefined()
    })

    it('says what is wrong with a query that fails, and that repeating it is no use', async () => {
      const { state, reason, retryable } = await run(
        'SELECT no_such_column FROM (VALUES (1)) AS t (n)',
        'fails',
      )
      expect(state).toBe('failed')
      expect(reason).toContain('no_such_column')
      expect(retryable).toBe(false)
    })

    it('asks for an equality on each injected partition', async () => {
      const { state, reason } = await run('SELECT count(*) FROM evidence', 'injected')
      expect(state).toBe('failed')
      expect(reason).toContain('CONSTRAINT_VIOLATION')
    })

    it('writes evidence that is read by its partitions, and never into a place that holds something', async () => {
      const columns = EVIDENCE_COLUMNS.map(({ name, type }) =>
        name === 'kind' ? "'event' AS kind" : `CAST(NULL AS ${TRINO[type]}) AS "${name}"`,
      )
      const unload = `UNLOAD (SELECT ${columns.join(', ')})
TO 's3://${deps.workspace}/evidence/${id}/contract-0/'
WITH (format = 'PARQUET', compression = 'SNAPPY')`
      expect((await run(unload, 'unload')).state).toBe('succeeded')
      const counted = await run(
        `SELECT count(*) AS n FROM evidence WHERE investigation = '${id}' AND part IN ('contract-0')`,
        'count',
      )
      expect(await deps.athena.rows(counted.execution, 1)).toEqual([{ n: '1' }])
      expect((await run(unload, 'again')).state).toBe('failed')
    })
  })
}

async function ended(execution: string, { athena }: WorkingDeps): Promise<Execution> {
  for (;;) {
    const now = await athena.execution(execution)
    if (now.state !== 'running') return now
    await sleep(200)
  }
}

/** Sixteen hex digits, as the id of an investigation has: one for each run. */
const id = randomUUID().replaceAll('-', '').slice(0, 16)
const key = (name: string): string => `manifests/${id}/${name}`
const token = (purpose: string): string => `${id}${purpose}`.padEnd(40, '0')
const WINDOW = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' }
/** Hive's types as Athena's SQL writes them. */
const TRINO: Record<string, string> = {
  string: 'varchar',
  timestamp: 'timestamp',
  bigint: 'bigint',
  int: 'integer',
}
