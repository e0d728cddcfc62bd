import * as z from 'zod'
import { ApiError, detailedError } from '../model/api-error.ts'
import { type AppView, readView } from '../blocks/view.ts'
import { closeViews, viewObject } from '../state/modals.ts'
import type { Slack } from '../state/slack.ts'
import { toOpenView, type ViewRecord } from '../state/views.ts'
import { json, type Method, method } from './arguments.ts'
import { userOf } from './lookup.ts'

const VIEW_BYTES = 250_000

const view = json('invalid_arguments')

/** Opens a modal. One that is still open in that person's client gives way to it. */
const open = method(z.object({ trigger_id: z.string(), view }), (slack, args) => {
  const content = checkedView(args.view, 'modal')
  const { user } = slack.triggers.check(args.trigger_id)
  const bottom = slack.views.stack(user)[0]
  if (bottom) closeViews(slack, bottom)
  const record = slack.views.push(user, content)
  slack.triggers.use(args.trigger_id)
  return shown(slack, record, 'view_opened')
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
  'views.update': update,
  'views.publish': publish,
}

function checkedView(value: unknown, type: AppView['type']): AppView {
  const read = readView(value, type)
  if (read.errors) throw detailedError('invalid_arguments', read.errors)
  if (Buffer.byteLength(JSON.stringify(value)) > VIEW_BYTES) throw new ApiError('view_too_large')
  return read.view
}

function shown(
  slack: Slack,
  record: ViewRecord,
  type: 'view_opened' | 'view_updated' | 'home',
): Record<string, unknown> {
  const event = record.view.type === 'home' ? 'home' : type
  slack.broadcast.emit({ type: event, view: toOpenView(record) }, [record.user])
  return { view: viewObject(slack, record) }
}
