import { log } from '../calls/log.ts'
import { hashOf } from '../text/hash.ts'
import pMap from 'p-map'
import { checkMessage } from './view.ts'
import { postOnce } from '../investigate/post-once.ts'
import type { WorkingDeps } from '../services/working-deps.ts'
import type { Check } from '../model/check.ts'
import { judge, type Judgement } from './checks/judge.ts'
import { readerOf } from './read-facts.ts'
import { commandsScript, switchOnScript } from './script.ts'

/**
 * Takes the next step of a check, as `reconcile` does for an investigation: read and judge, post, close. Anyone
 * may call it at any time, twice, late or concurrently.
 * @throws Conflict, and transient errors, so that the trigger tries again
 */
export async function runCheck(before: Check, deps: WorkingDeps): Promise<void> {
  if (before.closedAt) return
  const after = await step(before, deps)
  if (after !== before) await deps.checks.save(after)
}

/** A check that takes longer than this ends with the message that it could not be finished. */
const PATIENCE_MS = 15 * 60_000

function step(check: Check, deps: WorkingDeps): Promise<Check> {
  const { result, reply, createdAt } = check
  const doneAt = deps.now().toISOString()
  if (reply.ts) return Promise.resolve({ ...check, closedAt: doneAt })
  if (result) return post(check, deps)
  const isOverdue = deps.now().getTime() - Date.parse(createdAt) > PATIENCE_MS
  return isOverdue ? Promise.resolve({ ...check, result: { doneAt } }) : look(check, deps)
}

/** Buckets read concurrently; each takes about a dozen calls. */
const AT_ONCE = 6

async function look(check: Check, deps: WorkingDeps): Promise<Check> {
  const read = readerOf(deps)
  const facts = await pMap(check.buckets, read, { concurrency: AT_ONCE })
  const judgements = facts.map(judge)
  const script = check.of === 'all' ? switchOnScript(facts) : commandsScript(judgements)
  const files = await keep(check, judgements, script, deps)
  const judged = judgements.map(({ findings, ...rest }) => ({
    ...rest,
    findings: findings.map(({ check: name, level, what, why }) => ({ check: name, level, what, why })),
  }))
  return { ...check, result: { doneAt: deps.now().toISOString(), judged, files } }
}

/** The fixes exceed the size limit of an item. Files are named by content, so concurrent runs do not collide. */
async function keep(
  { id }: Check,
  judgements: readonly Judgement[],
  script: string,
  { logs }: Pick<WorkingDeps, 'logs'>,
): Promise<{ fixes: string; script: string }> {
  const json = JSON.stringify(judgements.map(({ bucket, findings }) => ({ bucket, findings })))
  const place = `results/checks/${id}/${hashOf(json)}`
  const files = { fixes: `${place}/fixes.json`, script: `${place}/commands.sh` }
  await logs.write(files.fixes, json, 'application/json')
  await logs.write(files.script, script, 'text/x-shellscript; charset=utf-8')
  return files
}

/** If s3audit cannot post in the channel, the person gets a direct message. */
async function post(check: Check, deps: WorkingDeps): Promise<Check> {
  const context = { ...deps, save: (one: Check) => deps.checks.save(one) }
  const isExternal = await deps.channels.isExternal(check.channel)
  const message = checkMessage(check, { isExternal })
  const posted = await postOnce(check, 'reply', { channel: check.channel }, message, context)
  if (!('refused' in posted)) return posted
  const { refused, observed } = posted
  log('warn', 'check-refused', { check: check.id, refused })
  const closed = { ...observed, closedAt: deps.now().toISOString() }
  const direct = await postOnce(
    { ...observed, reply: check.reply },
    'reply',
    { channel: check.asker.user },
    checkMessage(check, { missed: check.channel }),
    context,
  )
  return 'refused' in direct ? closed : direct
}
