import { defined } from '../../analyses/lib/defined.ts'
import { questions as catalogue } from '../../analyses/lib/catalogue/named.ts'
import { type Access, accessOf, assuming } from '../access/access.ts'
import { decide, type Surface, type Verdict } from '../access/authorise.ts'
import type { About } from '../access/policy.ts'
import type { Deps } from '../services/deps.ts'
import type { Subcommand, Told, Typed } from '../slack/register.ts'
import { escapeMrkdwn } from '../text/mrkdwn.ts'
import { ask, askerFrom, started } from './ask.ts'
import { bucketsKnown } from './bucket-search.ts'
import { type Command, parseCommand } from './grammar/command.ts'
import { analysisOf, type Draft } from './grammar/draft.ts'
import { helpMessage, mistakesMessage, questionHelp } from './help.ts'
import { openedForm } from './open-form.ts'
import { requestFrom } from './validate.ts'

/** A question, or the beginning of one, which opens the form; also `help`. */
export const askCommand: Subcommand<Deps> = {
  for: 'channel',
  async run(command, deps) {
    const { text, person, channel } = command
    const { settings, thread } = deps
    const bare = text.trim() === ''
    const [access, reader] = await Promise.all([
      accessOf(person, command, deps),
      // The form needs no time zone: its pickers use the person's own.
      bare ? { timeZone: 'UTC' } : thread.reader(person.user),
    ])
    const decided = (surface: Surface, about: About = {}) =>
      decide(access, { surface, person, channel, ...about }, deps)
    const parse = (by: Access, buckets: readonly string[]): Command =>
      parseCommand(text, {
        catalogue,
        access: by,
        buckets,
        settings,
        now: deps.now(),
        zone: reader.timeZone,
      })
    // A whole question is stored even while Slack does not say who asks; nothing else is shown or opened then.
    const assumed = assuming(access)
    if (assumed.holding.length > access.holding.length) {
      const question = parse(assumed, [])
      if (question.kind === 'start') return start(question.draft, command, { reader, access }, deps)
    }
    if (access.holding.length === 0) return refusalIn(decided('command'))
    const buckets = bare ? [] : await bucketsKnown(access, deps)
    const parsed = parse(access, buckets)
    if (parsed.kind === 'start') return start(parsed.draft, command, { reader, access }, deps)
    if (parsed.kind === 'mistakes') {
      decided('command', parsed.about)
      return mistakesMessage(text, parsed.mistakes, parsed.suggestions)
    }
    if (parsed.kind === 'help') {
      decided('help')
      return help(parsed.question, buckets[0])
    }
    const { bucket, question } = parsed.draft
    const verdict = decided('form', { bucket, analysis: question })
    if (!verdict.ok) return verdict.refusal
    const form = await openedForm(
      parsed.draft,
      { person, access, asLast: true, ...defined({ told: parsed.told }) },
      deps,
    )
    return { view: form }
  },
}

const refusalIn = (verdict: Verdict): Told => (verdict.ok ? '' : verdict.refusal)

function help(question: string | undefined, bucket: string | undefined): Told {
  const analysis = analysisOf(catalogue, question)
  return question === undefined || analysis === undefined
    ? helpMessage(catalogue, bucket)
    : questionHelp(question, analysis, bucket)
}

async function start(
  draft: Draft,
  command: Typed,
  { reader, access }: { reader: Parameters<typeof askerFrom>[1]; access: Access },
  deps: Deps,
): Promise<Told> {
  const { channel, person } = command
  const asker = askerFrom(person, reader)
  const { settings } = deps
  const result = requestFrom(draft, { catalogue, settings, channel, asker, now: deps.now() })
  if (!result.ok) return mistakesMessage(command.text, Object.values(result.errors).map(escapeMrkdwn), [])
  const verdict = await ask(
    result.request,
    {
      surface: 'command',
      person,
      presence: 'proven',
      submission: `command:${command.triggerId}`,
      access,
    },
    deps,
  )
  return verdict.ok ? started(result.request, result.note, verdict.isPending) : verdict.refusal
}
