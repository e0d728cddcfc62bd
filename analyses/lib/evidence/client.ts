import { join, sql, type Sql } from '../sql/sql.ts'
import { type Tool, TOOLS } from './tools.ts'

/**
 * The normal form of a client: its tool, version, command and the library beneath. A user agent itself is none: boto3
 * and others write letters into it that change with the process and the operation.
 *
 * This runs for each record, so a fixed text is looked for, and patterns see only the few characters behind it. Each
 * expression reads what the one before it made, in a SELECT around it.
 */

/** The beginning of an agent, in lower case, tells most tools. */
export const agentBegin = (agent: Sql): Sql => sql`lower(substr(${agent}, 1, 24))`

/** The tool of an agent, NULL for none. Reads `agent_begin`, which is {@link agentBegin} of the agent. */
export function toolOf(agent: Sql): Sql {
  const groups = Map.groupBy(TOOLS, ({ begins }) => begins)
  const cases = Array.from(groups, ([begins, tools]) =>
    begins === undefined
      ? join(namedBy(tools, agent), '\n    ')
      : sql`WHEN starts_with(agent_begin, ${begins}) THEN ${sameBegin(tools, agent)}`,
  )
  return sql`CASE ${join(cases, '\n    ')}
    ELSE ${firstWord(agent)} END`
}

/** Names a program that the table does not have, without its version and whatever else follows. */
const firstWord = (agent: Sql): Sql =>
  sql`coalesce(nullif(regexp_extract(substr(${agent}, 1, 40), '^[A-Za-z][A-Za-z0-9._+-]*'), ''), CASE WHEN ${agent} IS NOT NULL THEN 'other' END)`

/** Tools that begin alike: the last is the one without a further sign, if there is one. */
function sameBegin(tools: readonly Tool[], agent: Sql): Sql {
  const rest = tools.find(({ has }) => has === undefined)
  const named = tools.filter(({ has }) => has !== undefined)
  const otherwise = rest ? sql`${rest.name}` : firstWord(agent)
  return named.length === 0 ? otherwise : sql`CASE ${join(namedBy(named, agent), ' ')} ELSE ${otherwise} END`
}

const namedBy = (tools: readonly Tool[], agent: Sql): Sql[] =>
  tools.map(({ has = '', name }) => sql`WHEN strpos(${agent}, ${has}) > 0 THEN ${name}`)

/**
 * What an agent says besides its tool. Reads `tool`, which is {@link toolOf} of the agent.
 * @param referrer into which S3A writes what it does
 */
export const clientColumns = (agent: Sql, referrer: Sql): Record<string, Sql> => ({
  tool: sql`tool`,
  tool_version: startOf(
    sql`CASE ${join(
      casesOf(
        ({ version }) => version,
        before => behind(agent, before),
      ),
      ' ',
    )} ELSE ${behind(agent, '/')} END`,
    VERSION,
  ),
  tool_command: sql`CASE tool WHEN 'AWS CLI' THEN replace(${startOf(behind(agent, 'command'), '^[/#]([a-z0-9][a-z0-9.-]*)')}, '.', ' ')
    WHEN 'Hadoop S3A' THEN regexp_extract(${referrer}, '[?&]op=([a-z0-9_]{1,60})', 1) END`,
  sdk: sql`CASE ${join(
    casesOf(
      ({ beneath }) => beneath,
      library =>
        sql`concat(${`${library} `.toLowerCase()}, ${startOf(behind(agent, library), `^[#/]${VERSION.slice(1)}`)})`,
    ),
    ' ',
  )} END`,
})

const VERSION = '^v?([0-9][0-9A-Za-z.+_~-]*)'

/** The characters behind a text; NULL where the text is not there. */
const behind = (agent: Sql, text: string): Sql =>
  sql`substr(${agent}, nullif(strpos(${agent}, ${text}), 0) + ${text.length}, 32)`

const startOf = (text: Sql, pattern: string): Sql => sql`regexp_extract(${text}, ${pattern}, 1)`

/** The cases of a CASE by tool, for the tools of which something is told. */
const casesOf = (told: (tool: Tool) => string | undefined, value: (told: string) => Sql): Sql[] =>
  Array.from(new Set(TOOLS.flatMap(tool => told(tool) ?? [])), one => {
    const names = new Set(TOOLS.filter(tool => told(tool) === one).map(({ name }) => name))
    return sql`WHEN tool IN ${Array.from(names)} THEN ${value(one)}`
  })
