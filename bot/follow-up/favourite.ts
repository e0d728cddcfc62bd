import { hashOf } from '../text/hash.ts'
import type { Favourite } from '../items/people.ts'
import type { Action } from '../press/press.ts'
import { type Draft, draftSchema, isPreset, PRESETS } from '../ask/grammar/draft.ts'
import type { Request } from '../time/request.ts'
import { windowSeconds } from '../time/window.ts'

/** A question as it is saved: without its moment, asker and place. The same question is the same favourite. */
export function favouriteOf({ analysis, bucket, parameters, logs, window }: Request): Favourite {
  const saved = { analysis, bucket, parameters, logs, seconds: windowSeconds(window) }
  const id = hashOf(JSON.stringify(saved))
  return { id, ...saved }
}

/** The prefilled form: the same question over the same length of time, up to now. */
export function draftOf({ analysis, bucket, parameters, logs, seconds }: Favourite, now: Date): Draft {
  const to = Math.floor(now.getTime() / 1000)
  const preset = Object.keys(PRESETS).find(kind => isPreset(kind) && PRESETS[kind] === seconds)
  const isKept = preset !== undefined && isPreset(preset)
  return {
    question: analysis,
    bucket,
    logs,
    time: isKept ? { kind: preset } : { kind: 'range', from: to - seconds, to },
    parameters: valuesOf(parameters),
  }
}

/** What a form can show of them: that is what a form or a command once set. */
export const valuesOf = (parameters: Request['parameters']): Draft['parameters'] =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => {
      const shown = draftSchema.shape.parameters.valueType.safeParse(value)
      return shown.success ? [[name, shown.data]] : []
    }),
  )

/** Saves the question of an answer for the person who presses the button. */
export const saveQuestion: Action = {
  surface: 'favourite',
  async run({ request }, { person: { user } }, { people }) {
    const outcome = await people.save(user, favouriteOf(request))
    if (outcome === 'full')
      return 'You have saved the maximum number of questions. Remove one in your s3audit Home first.'
    return outcome === 'saved'
      ? 'Saved. Ask it again from your s3audit Home, for the same length of time up to then.'
      : 'This question is already saved in your s3audit Home.'
  },
}
