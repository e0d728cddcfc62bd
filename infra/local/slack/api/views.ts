import * as z from 'zod'
import { ApiError, detailedError } from '../api-error.ts'
import { type AppView, readView } from '../blocks/view.ts'
import { interactiveElements } from '../blocks/walk.ts'
import { closeViews, viewObject } from '../modals.ts'
import type { Slack } from '../slack.ts'
import { toOpenView, type ViewRecord } from '../views.ts'
import { json, type Method, method } from './arguments.ts'
import { userOf } from './lookup.ts'

const VIEW_BYTES = 250_000

const view = json('invalid_arguments')
const triggered = z.object({ trigger_id: z.string(), view })

/** Opens a modal. One that is still open in that person's client gives way to it. */
const open = method(triggered, (slack, args) => {
  const content = checkedView(args.view, 'modal')
  const { user, channel } = slack.triggers.check(args.trigger_id)
  const bottom = slack.views.stack(user)[0]
  if (bottom) closeViews(slack, bottom)
  const record = slack.views.push(user, withCurrentConversation(content, channel))
  slack.triggers.use(args.trigger_id)
  return shown(slack, record, 'view_opened')
})

/** Puts a modal upon the one in which the person did something. */
const push = method(triggered, (slack, args) => {
  const content = checkedView(args.view, 'modal')
  const trigger = slack.triggers.check(args.trigger_id)
  if (!trigger.view || !slack.views.find(trigger.view)) throw new ApiError('not_found')
  const record = slack.views.push(trigger.user, content)
  slack.triggers.use(args.trigger_id)
  return shown(slack, record, 'view_pushed')
})

const update = method(
  z.object({
    view,
    view_id: z.string().optional(),
    external_id: z.string().optional(),
    hash: z.string().optional(),
  }),
  (slack, args) => {
    if (args.view_id !== undefined && args.external_id !== undefined)
      throw detailedError('invalid_arguments', ['Cannot provide both `view_id` and `external_id`'])
    const record =
      args.view_id === undefined
        ? slack.views.findExternal(args.external_id ?? '')
        : slack.views.find(args.view_id)
    if (!record) throw new ApiError('not_found')
    slack.views.update(record, checkedView(args.view, record.view.type), args.hash)
    return shown(slack, record, 'view_updated')
  },
)

const publish = method(
  z.object({ user_id: z.string(), view, hash: z.string().optional() }),
  (slack, args) => {
    const user = userOf(slack, args.user_id).id
    const content = checkedView(args.view, 'home')
    const home = slack.views.home(user)
    if (args.hash !== undefined && args.hash !== home?.hash) throw new ApiError('hash_conflict')
    return shown(slack, slack.views.publish(user, content), 'home')
  },
)

export const viewMethods: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
}

function checkedView(value: unknown, type: AppView['type']): AppView {
  const read = readView(value, type)
  if (read.errors) throw detailedError('invalid_arguments', read.errors)
  if (Buffer.byteLength(JSON.stringify(value)) > VIEW_BYTES) throw new ApiError('view_too_large')
  return read.view
}

/** Fills in selects that default to the conversation in which the person did what opened the view. */
function withCurrentConversation(content: AppView, channel: string | undefined): AppView {
  const copy = structuredClone(content)
  for (const { element } of interactiveElements(copy.blocks))
    if (channel !== undefined && element.default_to_current_conversation === true)
      element.initial_conversation ??= channel
  return copy
}

function shown(
  slack: Slack,
  record: ViewRecord,
  type: 'view_opened' | 'view_pushed' | 'view_updated' | 'home',
): Record<string, unknown> {
  const event = record.view.type === 'home' ? 'home' : type
  slack.broadcast.emit({ type: event, view: toOpenView(record) }, [record.user])
  return { view: viewObject(slack, record) }
}
