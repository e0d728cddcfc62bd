import { defined } from '../../../../analyses/lib/defined.ts'
import { randomBytes } from 'node:crypto'
import { ApiError } from '../model/api-error.ts'
import type { AppView } from '../blocks/view.ts'
import { withIds } from '../blocks/walk.ts'
import type { OpenView, StateValues } from '../model/protocol.ts'

const STACK = 3

/** A view in somebody's client, with what they have entered so far. */
export interface ViewRecord {
  id: string
  hash: string
  user: string
  view: AppView
  root_view_id: string
  previous_view_id: string | undefined
  values: StateValues
}

export type Views = ReturnType<typeof openViews>

/** The modals open in each person's client, at most three upon each other, and their Home tabs. In memory only. */
export function openViews() {
  const stacks = new Map<string, ViewRecord[]>()
  const homes = new Map<string, ViewRecord>()
  const stack = (user: string) => stacks.get(user) ?? []
  const all = () => [...[...stacks.values()].flat(), ...homes.values()]

  const refuseTakenExternalId = (view: AppView, but?: ViewRecord) => {
    const taken = view.external_id && all().some(r => r !== but && r.view.external_id === view.external_id)
    if (taken) throw new ApiError('duplicate_external_id')
  }

  return {
    find: (id: string): ViewRecord | undefined => all().find(record => record.id === id),
    findExternal: (id: string): ViewRecord | undefined =>
      all().find(record => record.view.external_id === id),
    /** Bottom first. */
    stack: (user: string): readonly ViewRecord[] => stack(user),
    home: (user: string): ViewRecord | undefined => homes.get(user),

    /** A new modal, upon the open ones. Throws `push_limit_reached` and `duplicate_external_id`. */
    push(user: string, view: AppView): ViewRecord {
      if (stack(user).length >= STACK) throw new ApiError('push_limit_reached')
      refuseTakenExternalId(view)
      const below = stack(user).at(-1)
      const record = newRecord(user, view, below)
      stacks.set(user, [...stack(user), record])
      return record
    },

    publish(user: string, view: AppView): ViewRecord {
      refuseTakenExternalId(view, homes.get(user))
      const record = { ...newRecord(user, view, undefined), id: homes.get(user)?.id ?? newId() }
      homes.set(user, record)
      return record
    },

    /**
     * Puts another content into an open view. What the person entered stays where block and action keep their ids.
     * Throws `hash_conflict` when `hash` is given and is not the view's.
     */
    update(record: ViewRecord, view: AppView, hash?: string): ViewRecord {
      if (hash !== undefined && hash !== record.hash) throw new ApiError('hash_conflict')
      refuseTakenExternalId(view, record)
      return Object.assign(record, { view: complete(view), hash: newHash() })
    },

    /** Removes a modal and all above it; returns what was removed, topmost first. */
    close(record: ViewRecord): ViewRecord[] {
      const open = stack(record.user)
      const index = open.indexOf(record)
      if (index === -1) return []
      stacks.set(record.user, open.slice(0, index))
      return open.slice(index).toReversed()
    },
  }
}

/** The view as the page gets it. */
export function toOpenView({ id, hash, user, view, previous_view_id: previous }: ViewRecord): OpenView {
  return { id, hash, user, view, ...defined({ previous_view_id: previous }) }
}

function newRecord(user: string, view: AppView, below: ViewRecord | undefined): ViewRecord {
  const id = newId()
  return {
    id,
    hash: newHash(),
    user,
    view: complete(view),
    root_view_id: below?.root_view_id ?? id,
    previous_view_id: below?.id,
    values: {},
  }
}

function complete(view: AppView): AppView {
  return { ...view, blocks: withIds(view.blocks) }
}

function newId(): string {
  return `V${randomBytes(6).toString('hex').toUpperCase()}`
}

function newHash(): string {
  return randomBytes(8).toString('hex')
}
