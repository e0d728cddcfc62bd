import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  SlackActionMiddlewareArgs,
  SlackCommandMiddlewareArgs,
  SlackOptionsMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt'
import { questions as catalogue } from '../../analyses/lib/catalogue/named.ts'
import { slackErrorOf } from '../calls/failures.ts'
import { NOT_CHECKED_YET, noticeView, ZONE_UNKNOWN } from '../slack/notice.ts'
import { code, escapeMrkdwn } from '../text/mrkdwn.ts'
import type { World } from '../services/world.ts'
import { type Access, accessOf, assuming, mayAsk } from '../access/access.ts'
import { ask, askerFrom, askerOf, withApology } from '../ask/ask.ts'
import { answerAudit, listenToAudit } from '../audit/audit.ts'
import { listenToShortcut } from '../ask/shortcut.ts'
import { decide, type Surface, type Verdict } from '../access/authorise.ts'
import type { About } from '../access/policy.ts'
import type { Refusal } from '../access/refusal.ts'
import { CHOOSE_BUCKET } from '../ask/bucket-input.ts'
import { bucketsKnown, searchBuckets } from '../ask/bucket-search.ts'
import { cancel, listenToButtons } from '../follow-up/buttons.ts'
import { answerCheck, listenToChecks, readCheck } from '../check/check.ts'
import { type Command, parseCommand } from '../ask/grammar/command.ts'
import { analysisOf, type Draft } from '../ask/grammar/draft.ts'
import { listenToFeedback } from '../follow-up/feedback.ts'
import { askAgain } from '../follow-up/follow-up.ts'
import { CHOOSE_QUESTION, FORM, REDRAWS } from '../ask/form.ts'
import { type Aside, aside, helpMessage, mistakesMessage, questionHelp } from '../ask/help.ts'
import { listenToHome } from '../home/home.ts'
import { publishHome } from '../home/home-page.ts'
import { listenToMentions } from '../ask/mention.ts'
import { drawForm, openedForm } from '../ask/open-form.ts'
import { personOf, typistOf } from '../model/person.ts'
import { answerClick } from '../press/press.ts'
import { formContext, formErrors, isStale, readForm } from '../ask/read-form.ts'
import type { Request } from '../time/request.ts'
import { claimed, type Place } from '../access/standing.ts'
import { searchQuestions } from '../ask/search.ts'
import { listRecords, readRecords, show } from '../follow-up/records.ts'
import { listenToSharing } from '../follow-up/share.ts'
import { requestFrom } from '../ask/validate.ts'
import { answerWatchCommand, watchCommandOf } from '../watch/watch.ts'
import { listenToWatches } from '../watch/watch-buttons.ts'
import { describeWindow } from '../time/window.ts'

type CommandArgs = SlackCommandMiddlewareArgs & AllMiddlewareArgs
type SubmissionArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs
type RedrawArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs
type SearchArgs = SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs
type Search = Pick<SearchArgs, 'body' | 'options' | 'ack'>

/**
 * Registers everything that people can do: the command, the form, the buttons of our messages, the shortcut,
 * mentions, the app's home. On Lambda, Slack gets its answer only when a listener has returned, so each
 * validates, writes once and ends; the investigation itself runs elsewhere.
 */
export function listen(app: App, world: World): void {
  app.command('/s3audit', args => onCommand(args, world))
  app.view<ViewSubmitAction>({ callback_id: FORM, type: 'view_submission' }, args =>
    onSubmission(args, world),
  )
  for (const action_id of REDRAWS) {
    app.action<BlockAction>({ type: 'block_actions', action_id }, args => onRedraw(args, world))
  }
  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: CHOOSE_QUESTION }, args =>
    onSearch(args, world),
  )
  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: CHOOSE_BUCKET }, args =>
    onBucketSearch(args, world),
  )
  listenToButtons(app, world)
  listenToWatches(app, world, person => publishHome(person, world))
  listenToShortcut(app, world)
  listenToMentions(app, world)
  listenToAudit(app, world)
  listenToHome(app, world)
  listenToSharing(app, world)
  listenToFeedback(app, world)
  listenToChecks(app, world)
}

async function onCommand({ command, ack, logger }: CommandArgs, world: World): Promise<void> {
  const tell = (message: Aside) => ack({ response_type: 'ephemeral', ...message })
  const work = async () => {
    const message = await answerCommand(command, world)
    await (message === undefined ? ack() : tell(message))
  }
  await withApology(work, {
    user: command.user_id,
    logger,
    world,
    tell: ({ mrkdwn }) => tell(aside([[mrkdwn, echo(command)]])),
  })
}

const echo = ({ text }: CommandArgs['command']): string => code(`/s3audit ${text}`.trim())

/** Slack offers the command to those who can write in the channel: its members. */
const typedIn = ({ channel_id: channel }: CommandArgs['command']): Place<string> => ({
  channel,
  presence: 'proven',
})

/** What to tell the person; nothing where the form opened. */
async function answerCommand(command: CommandArgs['command'], world: World): Promise<Aside | undefined> {
  const audit = /^\s*audit(?:\s+(.*?))?\s*$/is.exec(command.text)
  const place = { person: typistOf(command), ...typedIn(command) }
  if (audit !== null) return answerAudit(audit[1] ?? '', place, world)
  const { settings, thread } = world
  const records = readRecords(command.text)
  if (records !== undefined) return answerRecords(records, command, world)
  const check = readCheck(command.text)
  if (check !== undefined)
    return answerCheck(check, { ...place, submission: `command:${command.trigger_id}` }, world)
  const { person, channel, presence } = place
  const watching = watchCommandOf(command.text)
  if (watching !== undefined)
    return answerWatchCommand(
      watching,
      { person, channel, presence, text: command.text, triggerId: command.trigger_id },
      world,
    )
  const bare = command.text.trim() === ''
  const [access, reader] = await Promise.all([
    accessOf(person, place, world),
    // The form needs no time zone: its pickers use the person's own.
    bare ? { timeZone: 'UTC' } : thread.reader(person.user),
  ])
  const decided = (surface: Surface, about: About = {}) =>
    decide(access, { surface, person, channel, ...about }, world)
  const parse = (by: Access, buckets: readonly string[]): Command =>
    parseCommand(command.text, {
      catalogue,
      access: by,
      buckets,
      settings,
      now: world.now(),
      zone: reader.timeZone,
    })
  // A whole question is stored even while Slack does not say who asks; nothing else is shown or opened then.
  const assumed = assuming(access)
  if (assumed.holding.length > access.holding.length) {
    const question = parse(assumed, [])
    if (question.kind === 'start') return start(question.draft, command, { reader, access }, world)
  }
  if (access.holding.length === 0) return refused(decided('command'))
  const buckets = bare ? [] : await bucketsKnown(access, world)
  const parsed = parse(access, buckets)
  if (parsed.kind === 'start') return start(parsed.draft, command, { reader, access }, world)
  if (parsed.kind === 'mistakes') {
    decided('command', parsed.about)
    return mistakesMessage(command.text, parsed.mistakes, parsed.suggestions)
  }
  if (parsed.kind === 'help') {
    decided('help')
    return help(parsed.question, buckets[0])
  }
  const { bucket, question } = parsed.draft
  const verdict = decided('form', { bucket, analysis: question })
  if (!verdict.ok) return refused(verdict)
  const form = await openedForm(parsed.draft, { person, access, asLast: true }, world)
  await thread.openView(command.trigger_id, form)
  return undefined
}

const refused = (verdict: Verdict): Aside => aside([[verdict.ok ? '' : verdict.refusal]])

const ACTIONS = { show, cancel, repeat: askAgain }

async function answerRecords(
  records: NonNullable<ReturnType<typeof readRecords>>,
  command: CommandArgs['command'],
  world: World,
): Promise<Aside | undefined> {
  if ('mistake' in records)
    return mistakesMessage(command.text, [escapeMrkdwn(records.mistake)], ['/s3audit list mine'])
  const [person, place] = [typistOf(command), typedIn(command)]
  if (records.verb === 'list') return listRecords(records.of, { person, ...place }, world)
  const { id, verb } = records
  const at = world.now().getTime() / 1000
  const click = {
    id,
    ...place,
    person,
    threadTs: undefined,
    triggerId: command.trigger_id,
    at,
  }
  const words = await answerClick(click, ACTIONS[verb], world)
  return words === undefined ? undefined : aside([[words]])
}

function help(question: string | undefined, bucket: string | undefined): Aside {
  const analysis = analysisOf(catalogue, question)
  return question === undefined || analysis === undefined
    ? helpMessage(catalogue, bucket)
    : questionHelp(question, analysis, bucket)
}

async function start(
  draft: Draft,
  command: CommandArgs['command'],
  { reader, access }: { reader: Parameters<typeof askerFrom>[1]; access: Access },
  world: World,
): Promise<Aside> {
  const { channel_id: channel } = command
  const person = typistOf(command)
  const asker = askerFrom(person, reader)
  const { settings } = world
  const result = requestFrom(draft, { catalogue, settings, channel, asker, now: world.now() })
  if (!result.ok) return mistakesMessage(command.text, Object.values(result.errors).map(escapeMrkdwn), [])
  const verdict = await ask(
    result.request,
    {
      surface: 'command',
      person,
      presence: 'proven',
      submission: `command:${command.trigger_id}`,
      access,
    },
    world,
  )
  return verdict.ok ? started(result.request, result.note, verdict.isPending) : refused(verdict)
}

/** Echoes what was understood, above all the window. */
function started({ analysis, bucket, window, asker }: Request, note?: string, isPending = false): Aside {
  const title = analysisOf(catalogue, analysis)?.title ?? analysis
  const covers = describeWindow(window, asker)
  const what = `Started: *${escapeMrkdwn(title)}* in ${code(bucket)}, ${covers}.`
  const zone = asker.zoneUnknown ? [ZONE_UNKNOWN] : []
  const pending = isPending ? [NOT_CHECKED_YET] : []
  return aside([[what, ...(note === undefined ? [] : [escapeMrkdwn(note)]), ...zone, ...pending]])
}

async function onSubmission({ view, body, ack, logger }: SubmissionArgs, world: World): Promise<void> {
  const refuse = (errors: Record<string, string>) => ack({ response_action: 'errors', errors })
  const work = async () => {
    const draft = readForm(view, catalogue)
    const { channel, ...context } = formContext(view)
    if (channel === undefined) return refuse({ channel: 'Choose where the answer goes.' })
    const person = personOf(body)
    if (isStale(view, draft, catalogue)) {
      const access = await accessOf(person, claimed(channel), world)
      return ack({ response_action: 'update', view: drawForm(draft, { access, ...context }, world) })
    }
    const asker = await askerOf(person, world)
    const { settings } = world
    const result = requestFrom(draft, { catalogue, settings, channel, asker, now: world.now() })
    if (!result.ok) return refuse(formErrors(result.errors, draft.question ?? ''))
    const by = {
      surface: 'submission',
      person,
      presence: 'claimed',
      submission: `form:${view.id}`,
    } as const
    const verdict = await ask(result.request, by, world)
    if (!verdict.ok) return refuse({ [placeOf(verdict, context)]: verdict.plain })
    // Slack answers nothing just now, so it would not take a message either: the window itself says it.
    if (asker.zoneUnknown || verdict.isPending) {
      const { text } = started(result.request, result.note, verdict.isPending)
      return ack({ response_action: 'update', view: noticeView('Started', text) })
    }
    await ack()
    if (result.note === undefined) return undefined
    const told = world.thread.whisper({ channel, user: asker.user }, started(result.request, result.note))
    return told.catch((error: unknown) => logger.warn('The note on a cut window was not told', error))
  }
  await withApology(work, {
    user: body.user.id,
    logger,
    world,
    tell: ({ plain }) => refuse({ question: plain }),
  })
}

/** The input below which a refusal stands. */
const placeOf = ({ place }: Refusal, { asksChannel }: { asksChannel: boolean }): string =>
  place === 'bucket' || (place === 'channel' && asksChannel) ? place : 'question'

/** Redraws the form for another question or kind of time, keeping what is filled in. */
async function onRedraw({ body, ack, logger }: RedrawArgs, world: World): Promise<void> {
  await ack()
  const user = body.user.id
  const tell = ({ mrkdwn }: { mrkdwn: string }) => world.thread.say(user, { text: mrkdwn })
  await withApology(() => redraw(body, world), { user, logger, world, tell })
}

async function redraw(body: RedrawArgs['body'], world: World): Promise<void> {
  const { view } = body
  if (view === undefined) return
  try {
    const { channel, ...context } = formContext(view)
    const access = await accessOf(personOf(body), claimed(channel), world)
    const redrawn = drawForm(readForm(view, catalogue), { access, ...context }, world)
    await world.thread.updateView(view.id, view.hash, redrawn)
  } catch (error) {
    // The form changed again meanwhile. Should its own redrawing be the one refused, submitting heals it.
    if (slackErrorOf(error) !== 'hash_conflict') throw error
  }
}

/** Offers the questions that this person may ask here, recent ones first. */
async function onSearch({ body, options, ack, logger }: SearchArgs, world: World): Promise<void> {
  const work = () => offerQuestions({ body, options, ack }, world)
  // A list of options cannot show an error, so it is empty. Opening it again retries.
  await withApology(work, { user: body.user.id, logger, world, tell: () => ack({ option_groups: [] }) })
}

async function offerQuestions({ body, options, ack }: Search, world: World): Promise<void> {
  const form = body.view && formContext(body.view)
  const access = await accessOf(personOf(body), claimed(form?.channel), world)
  const isOffered = (analysis: string): boolean => mayAsk(access, { analysis })
  const offered = Object.entries(catalogue).filter(([analysis]) => isOffered(analysis))
  const recent = form?.recent.questions.filter(isOffered)
  await ack({ option_groups: searchQuestions(options.value, Object.fromEntries(offered), recent) })
}

/** Offers the buckets that this person may ask about here. */
async function onBucketSearch({ body, options, ack, logger }: SearchArgs, world: World): Promise<void> {
  const work = () => offerBuckets({ body, options, ack }, world)
  await withApology(work, { user: body.user.id, logger, world, tell: () => ack({ options: [] }) })
}

async function offerBuckets({ body, options, ack }: Search, world: World): Promise<void> {
  const form = body.view && formContext(body.view)
  const access = await accessOf(personOf(body), claimed(form?.channel), world)
  const known = await bucketsKnown(access, world)
  await ack({ options: searchBuckets(options.value, known, { access, recent: form?.recent.buckets }) })
}
