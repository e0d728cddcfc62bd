import type { Investigation } from '../model/investigation.ts'
import type { World } from '../services/world.ts'
import type { Person } from '../model/person.ts'
import type { Surface } from '../access/authorise.ts'
import type { About } from '../access/policy.ts'
import type { Place } from '../access/standing.ts'

/** A press of a button below an investigation's messages. */
export interface Click extends Place<string> {
  /** The investigation's id: all that a button carries, but for those that turn to other rows. */
  id: string
  /** The place of the first row to turn to. */
  from?: number
  person: Person
  threadTs: string | undefined
  triggerId: string
  /** When it was pressed, unix seconds. */
  at: number
}

/** What a button does with the investigation; what it returns is told to the person, as mrkdwn. */
export type Deed = (investigation: Investigation, click: Click, world: World) => Promise<string | undefined>

/** What a button or a command does with an investigation, for whoever may. */
export interface Action {
  surface: Surface
  deed: Deed
  /** What the person must be allowed to ask; what the investigation asked, unless told. */
  about?: (investigation: Investigation) => About
}

/** Where a person is told something about their click, for them alone. */
export const addressOf = ({ channel, person: { user }, threadTs }: Click) => ({
  channel,
  user,
  ...(threadTs !== undefined && { threadTs }),
})
