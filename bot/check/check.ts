import { defined } from '../../analyses/lib/defined.ts'
import { counted } from '../../analyses/lib/words.ts'
import { type Check, fixesSchema } from '../model/check.ts'
import { fixView, scriptMessage } from './view.ts'
import { code, truncate } from '../text/mrkdwn.ts'
import type { Deps } from '../services/deps.ts'
import { type Access, accessOf, mayAsk } from '../access/access.ts'
import { bucketsKnown } from '../ask/bucket-search.ts'
import { decide } from '../access/authorise.ts'
import { startCheckWithin } from '../access/limits.ts'
import { type Click, type Press, type Subcommand, type Told } from '../slack/register.ts'
import type { Person } from '../model/person.ts'
import { type Submission, submissionOf } from '../ask/once.ts'
import { CHECK } from '../access/policy.ts'
import { isPrivate, type Place } from '../model/place.ts'
import { readBucket, readWords } from '../text/tokens.ts'

/** What to check: a bucket as it was typed, or all. */
export interface CheckCommand {
  bucket?: string
}

/** Reads what follows `check`: a bucket, or nothing. */
export function readCheck(text: string): CheckCommand | { mistake: string } {
  const words = readWords(text)
  const named = words.named.find(({ name }) => name.toLowerCase() === 'bucket')?.value
  const [typed, ...more] = [...(named === undefined ? [] : [named]), ...words.plain]
  if (typed === undefined) return {}
  if (more.length > 0)
    return { mistake: 'Name one bucket, or none to check them all. A check has no other options.' }
  return { bucket: readBucket(typed).bucket }
}

/** `check` with a bucket, or of all. */
export const check: Subcommand<Deps> = {
  for: 'channel',
  async run({ rest, triggerId, ...by }, deps) {
    const read = readCheck(rest)
    return 'mistake' in read
      ? read.mistake
      : startCheck(read, { ...by, submission: `command:${triggerId}` }, deps)
  },
}

/** Where and by whom a check was asked for. */
interface Asked extends Place<string> {
  person: Person
  /** What the person did once, so that repeats of it change nothing. */
  submission: Submission
}

/** Stores a check of those of the buckets that this person may ask about. @returns what to tell, as mrkdwn */
export async function startCheck({ bucket }: CheckCommand, asked: Asked, deps: Deps): Promise<string> {
  if (!deps.settings.checks) return OFF
  const { channel, person, submission } = asked
  const access = await accessOf(person, asked, deps)
  const verdict = decide(access, { surface: 'check', person, channel, bucket, analysis: CHECK }, deps)
  if (!verdict.ok) return verdict.refusal
  const buckets = bucket === undefined ? await bucketsOf(access, deps) : [bucket]
  if (buckets.length === 0) return BY_PATTERN
  const asker = { user: person.user, ...defined({ team: person.team }) }
  const of = bucket === undefined ? 'all' : 'one'
  const refused = await startCheckWithin(
    { channel, asker, of, buckets },
    await submissionOf(submission),
    deps,
  )
  if (refused) return refused.refusal
  const what = bucket === undefined ? counted(buckets.length, 'bucket') : code(truncate(bucket, 100))
  return `Checking ${what}: what I find comes ${isPrivate(channel) ? 'here' : `in <#${channel}>`} in a moment.`
}

/** More would be too much for one message, and for one pass. */
const MOST = 300

/** All that this person may have checked here: what the settings name, and what their patterns match. */
const bucketsOf = async (access: Access, deps: Deps): Promise<string[]> =>
  (await bucketsKnown(access, deps))
    .filter(bucket => mayAsk(access, { bucket, analysis: CHECK }))
    .slice(0, MOST)

const BY_PATTERN =
  'The settings for this channel name buckets by pattern only, and no bucket that S3 lists matches. Name the bucket, as in `/s3audit check my-bucket`.'

const OFF =
  'Checks are switched off: s3audit may read logs here, but not the configuration of buckets. The operator can allow checks with `checks` in the settings.'

/** The entry of a button of a check's message: it carries the check's id, and perhaps more. */
const pressFor = (
  run: (check: Check, click: Click<string>, deps: Deps, choice: string) => Promise<Told>,
): Press<Deps> => ({
  for: 'channel',
  async run({ channel, ...click }, deps) {
    if (channel === undefined) return undefined
    const pressed = { ...click, channel }
    const [id = '', choice = ''] = click.value.split(' ')
    const found = await load(id, pressed, deps)
    return typeof found === 'string' ? found : run(found.check, pressed, deps, choice)
  },
})

/** The buttons that checks have, and the one that leads to a check, by `action_id`. */
export const CHECK_PRESSES: Readonly<Record<string, Press<Deps>>> = {
  'check-bucket': {
    for: 'channel',
    async run({ channel, value: bucket, ...click }, deps) {
      if (channel === undefined || bucket === '') return undefined
      return startCheck(
        { bucket },
        askedBy({ ...click, value: bucket, channel }, `bucket:${bucket}`, deps),
        deps,
      )
    },
  },
  'check-again': pressFor(async ({ id, of, buckets: [only] }, click, deps) =>
    startCheck(
      of === 'one' && only !== undefined ? { bucket: only } : {},
      askedBy(click, `again:${id}`, deps),
      deps,
    ),
  ),
  'show-fix': pressFor(showFix),
  'check-commands': pressFor(sendCommands),
}

function askedBy({ channel, presence, person, at }: Click<string>, what: string, { claims }: Deps): Asked {
  const pressed = `check-${what}:${channel}:${person.user}`
  const submission = async () => `${pressed}:${await claims.press(pressed, at)}`
  return { channel, presence, person, submission }
}

const GONE = 'This check has expired. Check again with `/s3audit check`.'

/** The check behind a button, if this person may still ask about its buckets; else what to tell. */
async function load(id: string, click: Click<string>, deps: Deps): Promise<{ check: Check } | string> {
  const { channel, person } = click
  const check = await deps.checks.load(id)
  const access = await accessOf(person, click, deps)
  const buckets = check?.buckets ?? []
  // One press is one use on record, also of a check of many buckets: of the first that is refused, if any.
  const bucket =
    buckets.find(name => !mayAsk(access, { bucket: name, analysis: CHECK })) ??
    (check?.of === 'one' ? buckets[0] : undefined)
  const verdict = decide(access, { surface: 'check', person, channel, bucket, analysis: CHECK }, deps)
  if (!verdict.ok) return verdict.refusal
  return check ? { check } : GONE
}

async function showFix({ result }: Check, _click: Click, deps: Deps, at: string): Promise<Told> {
  const { files } = result ?? {}
  if (!files) return GONE
  const bytes = await deps.logs.read(deps.workspace, files.fixes)
  const [judged] = fixesSchema.parse(JSON.parse(Buffer.from(bytes).toString()))
  const finding = judged?.findings[Number(at)]
  if (!finding) return GONE
  return { view: fixView(finding) }
}

/** Long enough to click, short enough to be worthless in an old thread. */
const LINK_SECONDS = 15 * 60

async function sendCommands(
  { id, result, buckets, of }: Check,
  _click: Click<string>,
  deps: Deps,
): Promise<Told> {
  if (!result?.files) return GONE
  const name = of === 'one' ? `s3audit-fix-${buckets[0] ?? ''}.sh` : 's3audit-switch-logging-on.sh'
  const link = await deps.logs.link(result.files.script, name, LINK_SECONDS, 'text/plain; charset=utf-8')
  return scriptMessage(id, link, LINK_SECONDS / 60)
}
