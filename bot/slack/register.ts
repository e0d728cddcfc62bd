import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  ButtonAction,
  MessageShortcut,
  OverflowAction,
  SlackEventMiddlewareArgs,
  SlackViewAction,
  types,
  ViewSubmitAction,
} from '@slack/bolt'
import { defined } from '../../analyses/lib/defined.ts'
import { type Person, personOf, typistOf } from '../model/person.ts'
import { AT_HOME, type Place, pressedIn } from '../model/place.ts'
import { code } from '../text/mrkdwn.ts'
import { type Message, textMessage } from './message.ts'
import { noticeView } from './notice.ts'
import { content, type Thread } from './thread.ts'

/**
 * Whom an entry is for. Its handler asks for the decision each time, before it shows or does anything: buttons and
 * windows outlive permissions.
 * - `channel`: those whom a rule of the settings lets ask the same in this channel.
 * - `asker`: the person whose own question it is, or who saved it.
 * - `owners`: the owners that the settings name.
 * - `everybody`: it shows and changes nothing that a rule protects.
 */
export type Audience = 'channel' | 'asker' | 'owners' | 'everybody'

interface Entry {
  for: Audience
}

/** What only the person who used an entry sees: mrkdwn, a message or a window; undefined where there is nothing to say. */
export type Told = Message | string | { view: types.View } | undefined

/** What somebody pressed, chose or typed, and where. */
export interface Click<Channel extends string | undefined = string | undefined> extends Place<Channel> {
  person: Person
  /** What the button or the option carries; empty where it carries nothing. */
  value: string
  threadTs: string | undefined
  triggerId: string
  /** When, in unix seconds. */
  at: number
}

/** Where a person is told something about their click, for them alone. */
export const addressOf = ({ channel, person: { user }, threadTs }: Click<string>) => ({
  channel,
  user,
  ...defined({ threadTs }),
})

/** A button, a menu, or an input that reacts at once; by its `action_id`. */
export interface Press<Deps> extends Entry {
  run(click: Click & { view: BlockAction['view'] }, deps: Deps): Promise<Told>
  /** The title of the window that tells the result on the Home tab. */
  title?: string
  /** Tells by the address in the payload: its message may be in a channel that the app is not in. */
  responds?: true
  /** Runs when the person has been told. */
  after?(click: Click, deps: Deps): Promise<void>
}

/** A shortcut on a message, by its `callback_id`. */
export interface Shortcut<Deps> extends Entry {
  run(click: Click<string> & Pick<MessageShortcut, 'message'>, deps: Deps): Promise<Told>
}

/** What a submission came to: errors by input, or one text below the entry's own input; a view; work for afterwards. */
export type Outcome =
  | { errors: Record<string, string> }
  | { view: types.View }
  | string
  | (() => Promise<unknown>)
  | undefined

/** A window's form, by its `callback_id`. */
export interface Submission<Deps> extends Entry {
  /** The input below which the form shows what concerns all of it. */
  input: string
  run(form: { view: SlackViewAction['view']; person: Person }, deps: Deps): Promise<Outcome>
}

type Options = { options: types.PlainTextOption[] } | { option_groups: types.OptionGroup[] }

/** A select that asks for its options as somebody types, by its `action_id`. */
export interface Search<Deps> extends Entry {
  run(typed: { text: string; view: BlockAction['view']; person: Person }, deps: Deps): Promise<Options>
}

/** A typed command: all of its text, its first word, and the rest. */
export type Typed = Click<string> & { text: string; rest: string }

/** What follows `/s3audit`, by its first word. */
export interface Subcommand<Deps> extends Entry {
  run(typed: Typed, deps: Deps): Promise<Told>
}

type EventArgs<Name extends string> = SlackEventMiddlewareArgs<Name> & AllMiddlewareArgs
interface Event<Name extends string, Deps> extends Entry {
  run(args: EventArgs<Name>, deps: Deps): Promise<void>
}

/** Everything that people can do: one table of each kind. */
export interface Entries<Deps> {
  subcommands: Readonly<Record<string, Subcommand<Deps>>>
  /** What a text is that begins with no subcommand. */
  otherwise: Subcommand<Deps>
  presses: Readonly<Record<string, Press<Deps>>>
  submissions: Readonly<Record<string, Submission<Deps>>>
  searches: Readonly<Record<string, Search<Deps>>>
  shortcuts: Readonly<Record<string, Shortcut<Deps>>>
  events: {
    app_mention: Event<'app_mention', Deps>
    app_home_opened: Event<'app_home_opened', Deps>
  }
}

/** Words for a failure of ours, as mrkdwn and as plain text. */
export interface Apology {
  mrkdwn: string
  plain: string
}

interface Guard {
  user: string
  /** Tells the person what failed; where this fails too, they are told in a direct message. */
  tell: (apology: Apology) => Promise<void>
}

/** Does the work of a handler; where that fails, has the person told so. */
export type Guarded<Deps> = (work: () => Promise<void>, guard: Guard, deps: Deps) => Promise<void>

/** An ephemeral message by the address in a payload. */
const ephemeral = (told: Message) =>
  ({ response_type: 'ephemeral', replace_original: false, ...content(told) }) as const

/**
 * Registers all entries. On Lambda, Slack gets its answer only when a handler has returned, so each validates, writes
 * once and ends.
 */
export function register<Deps extends { thread: Thread; now: () => Date }>(
  app: App,
  entries: Entries<Deps>,
  guarded: Guarded<Deps>,
  deps: Deps,
): void {
  const show = async (
    told: Told,
    triggerId: string,
    tell: (message: Message) => Promise<void>,
  ): Promise<void> => {
    if (typeof told === 'string') await tell({ text: told })
    else if (told !== undefined && 'view' in told) await deps.thread.openView(triggerId, told.view)
    else if (told !== undefined) await tell(told)
  }
  app.command('/s3audit', async ({ command, ack }) => {
    const { text, user_id: user, trigger_id: triggerId, channel_id: channel } = command
    const [, first = '', rest = ''] = /^\s*(\S+)(?:\s+(.*?))?\s*$/s.exec(text) ?? []
    const name = first.toLowerCase()
    const entry = Object.hasOwn(entries.subcommands, name) ? entries.subcommands[name] : undefined
    // Slack offers the command to those who can write in the channel: its members.
    const place = { channel, presence: 'proven' } as const
    const at = deps.now().getTime() / 1000
    const click = { ...place, person: typistOf(command), value: '', threadTs: undefined, triggerId, at }
    const tell = (told: Message) => ack({ response_type: 'ephemeral', ...content(told) })
    await guarded(
      async () => {
        const told = await (entry ?? entries.otherwise).run({ ...click, text, rest }, deps)
        await show(typeof told === 'string' ? textMessage([[told]]) : told, triggerId, tell)
        if (told === undefined || (typeof told === 'object' && 'view' in told)) await ack()
      },
      {
        user,
        tell: ({ mrkdwn }) => tell(textMessage([[mrkdwn, code(`/s3audit ${text}`.trim())]])),
      },
      deps,
    )
  })
  for (const [action_id, entry] of Object.entries(entries.presses))
    app.action<BlockAction<ButtonAction | OverflowAction>>(
      { type: 'block_actions', action_id },
      async ({ body, action, ack, respond }) => {
        await ack()
        const { channel, message, trigger_id: triggerId, view } = body
        const threadTs: unknown = message?.thread_ts ?? body.container.thread_ts
        const click = {
          ...(channel === undefined ? AT_HOME : pressedIn(channel)),
          person: personOf(body),
          value: (action.type === 'overflow' ? action.selected_option.value : action.value) ?? '',
          threadTs: typeof threadTs === 'string' ? threadTs : undefined,
          triggerId,
          at: Number(action.action_ts),
        }
        const tell = async (told: Message): Promise<void> => {
          if (entry.responds) await respond(ephemeral(told))
          else if (channel !== undefined)
            await deps.thread.postEphemeral(addressOf({ ...click, channel: channel.id }), told)
          else if (view?.type === 'modal') await deps.thread.say(click.person.user, told)
          else
            await deps.thread.openView(triggerId, noticeView(entry.title ?? 'That did not work', told.text))
        }
        await guarded(
          async () => {
            const told = await entry.run({ ...click, view }, deps)
            await show(told, triggerId, tell)
            await entry.after?.(click, deps)
          },
          { user: click.person.user, tell: ({ mrkdwn }) => tell({ text: mrkdwn }) },
          deps,
        )
      },
    )
  for (const [callback_id, entry] of Object.entries(entries.shortcuts))
    app.shortcut<MessageShortcut>(
      { callback_id, type: 'message_action' },
      async ({ shortcut, ack, respond }) => {
        await ack()
        const { channel, message, trigger_id: triggerId, action_ts: at } = shortcut
        const person = personOf(shortcut)
        const click = { ...pressedIn(channel), person, value: '', threadTs: undefined, triggerId }
        const tell = async (told: Message): Promise<void> => {
          await respond(ephemeral(told))
        }
        await guarded(
          async () => {
            const told = await entry.run({ ...click, at: Number(at), message }, deps)
            await show(told, triggerId, tell)
          },
          { user: person.user, tell: ({ mrkdwn }) => tell({ text: mrkdwn }) },
          deps,
        )
      },
    )
  for (const [callback_id, entry] of Object.entries(entries.submissions))
    app.view<ViewSubmitAction>({ callback_id, type: 'view_submission' }, async ({ view, body, ack }) => {
      const refuse = (errors: Record<string, string>) => ack({ response_action: 'errors', errors })
      await guarded(
        async () => {
          const outcome = await entry.run({ view, person: personOf(body) }, deps)
          if (typeof outcome === 'string') return refuse({ [entry.input]: outcome })
          if (outcome !== undefined && 'errors' in outcome) return refuse(outcome.errors)
          if (outcome !== undefined && 'view' in outcome)
            return ack({ response_action: 'update', view: outcome.view })
          await ack()
          await outcome?.()
        },
        { user: body.user.id, tell: ({ plain }) => refuse({ [entry.input]: plain }) },
        deps,
      )
    })
  for (const [action_id, entry] of Object.entries(entries.searches))
    app.options<'block_suggestion'>({ type: 'block_suggestion', action_id }, async ({ body, options, ack }) =>
      guarded(
        async () => {
          const typed = { text: options.value, view: body.view, person: personOf(body) }
          await ack(await entry.run(typed, deps))
        },
        // A list of options cannot show an error, so it is empty. Opening it again retries.
        { user: body.user.id, tell: () => ack({ options: [] }) },
        deps,
      ),
    )
  app.event('app_mention', args => entries.events.app_mention.run(args, deps))
  app.event('app_home_opened', args => entries.events.app_home_opened.run(args, deps))
}
