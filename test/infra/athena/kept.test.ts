import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LOGS, openDeps, type Deps, WORKSPACE } from './athena-deps.ts'

/** What is made of files that lie outside the store is kept; a later process reads only what is new. */

const WRITTEN = new Date('2026-11-20T08:00:00Z')

let deps: Deps
let unloads = 0
const folder = () => path.join(deps.directory, 'mine')
const kept = () => path.join(deps.directory, 'kept')
const options = () => ({ kept: { directory: kept(), bytes: 1_000_000_000 } })

beforeEach(async () => {
  deps = await openDeps()
  fs.mkdirSync(folder())
  await deps.restart(options())
})
afterEach(() => deps.close())

const fileOf = (name: string): string => path.join(folder(), name)

function write(name: string, lines: string, modified = WRITTEN): void {
  fs.writeFileSync(fileOf(name), lines)
  fs.utimesSync(fileOf(name), modified, modified)
}

/** As a new process does that finds these files: `20T1` is of the 20th. */
async function start(...names: string[]): Promise<void> {
  deps.store.unmount(LOGS)
  deps.store.mount(
    LOGS,
    names.map(name => ({
      key: `dated/1/eu-west-1/b/2026/11/${name.slice(0, 2)}/${name}`,
      path: fileOf(name),
      lastModified: WRITTEN,
    })),
  )
  await deps.restart(options())
}

const DAYS = "day BETWEEN '2026/11/19' AND '2026/11/21'"

/** The rows of an UNLOAD of the lines of some days. */
async function lines(where = DAYS, select = 'unparsed AS word'): Promise<(string | undefined)[]> {
  const place = `u${unloads++}`
  const { Status: status } = await deps.run(
    `UNLOAD (SELECT ${select}, "$path" AS log_object FROM access_logs_dated
      WHERE account = '1' AND region = 'eu-west-1' AND source_bucket = 'b' AND ${where})
    TO 's3://${WORKSPACE}/numbers/${place}/' WITH (format = 'PARQUET', compression = 'SNAPPY')`,
  )
  if (status?.State !== 'SUCCEEDED') throw new Error(status?.StateChangeReason)
  const rows = await deps.rows(`SELECT word FROM numbers WHERE investigation = '${place}' ORDER BY 1`)
  return rows.map(([word]) => word)
}

/** Other lines in a file that looks unchanged: reading it again would show them. */
const replaceUnseen = (name: string, text: string) => write(name, text)

describe('what is kept', () => {
  beforeEach(async () => {
    write('20T1', 'one\n')
    write('20T2', 'two\n')
    await start('20T1', '20T2')
    await lines()
    replaceUnseen('20T1', 'ONE\n')
    replaceUnseen('20T2', 'TWO\n')
  })

  it('serves the same statement in a later process, whatever days it chooses', async () => {
    await start('20T1', '20T2')
    expect(await lines()).toEqual(['one', 'two'])
    expect(await lines("day = '2026/11/20'")).toEqual(['one', 'two'])
  })

  it('is added to by files that are new', async () => {
    write('21T1', 'three\n')
    await start('20T1', '20T2', '21T1')
    expect(await lines()).toEqual(['one', 'three', 'two'])
    replaceUnseen('21T1', 'THREE\n')
    await start('20T1', '20T2', '21T1')
    expect(await lines()).toEqual(['one', 'three', 'two'])
  })

  it('serves some of its files, and no row of the others', async () => {
    await start('20T2')
    expect(await lines()).toEqual(['two'])
  })

  it('does not serve a file that was changed', async () => {
    write('20T1', 'ONE\n', new Date('2026-11-20T09:00:00Z'))
    await start('20T1', '20T2')
    expect(await lines()).toEqual(['ONE', 'two'])
  })

  it('does not serve another statement', async () => {
    await start('20T1', '20T2')
    expect(await lines(DAYS, 'upper(unparsed) AS word')).toEqual(['ONE', 'TWO'])
    expect(await lines(`${DAYS} AND unparsed <> 'two'`)).toEqual(['ONE', 'TWO'])
  })

  it('is nothing but missing where it is damaged', async () => {
    for (const name of fs.readdirSync(kept())) fs.writeFileSync(path.join(kept(), name, 'files.json'), '{')
    await start('20T1', '20T2')
    expect(await lines()).toEqual(['ONE', 'TWO'])
  })

  it('goes, the longest unused first, where it takes more than it may', async () => {
    await deps.restart({ kept: { directory: kept(), bytes: 1 } })
    await lines(DAYS, 'lower(unparsed) AS word')
    expect(fs.readdirSync(kept())).toEqual([])
  })
})

it.each([
  ['counts', 'count(*) AS n', ' GROUP BY "$path"'],
  ['takes the first few', 'unparsed AS word', ' LIMIT 1'],
])('keeps nothing of a statement that %s', async (_, select, rest) => {
  write('20T1', 'one\n')
  write('20T2', 'two\n')
  await start('20T1', '20T2')
  await lines(`${DAYS}${rest}`, select)
  expect(fs.readdirSync(kept())).toEqual([])
})

it('keeps nothing of objects that are the store’s own', async () => {
  deps.put(LOGS, 'dated/1/eu-west-1/b/2026/11/20/x', 'one\n')
  expect(await lines()).toEqual(['one'])
  expect(fs.readdirSync(kept())).toEqual([])
})
