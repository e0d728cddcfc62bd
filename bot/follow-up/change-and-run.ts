import { accessOf } from '../access/access.ts'
import type { Action } from '../press/press.ts'
import { valuesOf } from './favourite.ts'
import { openedForm } from '../ask/open-form.ts'

/** Opens the form as an investigation was asked, to be asked again with something changed. */
export const changeAndRun: Action = {
  surface: 'form',
  async run(investigation, click, deps) {
    const { person } = click
    const { analysis, bucket, logs, parameters, window } = investigation.request
    const [from = 0, to = 0] = [window.from, window.to].map(at => Date.parse(at) / 1000)
    const draft = {
      question: analysis,
      bucket,
      logs,
      time: { kind: 'range', from, to },
      parameters: valuesOf(parameters),
    } as const
    const access = await accessOf(person, click, deps)
    return { view: await openedForm(draft, { person, access }, deps) }
  },
}
