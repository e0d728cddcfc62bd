import type { Context } from '../../analyses/lib/analysis.ts'
import { baselineOf } from '../model/evidence-window.ts'
import type { Investigation } from '../model/investigation.ts'
import { logsAsked } from '../model/logs-asked.ts'
import { readingOf } from '../model/reading.ts'
import type { WorkingDeps } from '../services/working-deps.ts'

/** The parts of the investigation and of the settings that an analysis uses. */
export function contextOf(
  investigation: Investigation,
  { settings, account }: Pick<WorkingDeps, 'settings' | 'account'>,
): Context {
  const { request } = investigation
  const before = baselineOf(request)
  return {
    bucket: request.bucket,
    region: investigation.plan?.region,
    window: request.window,
    reader: { timeZone: request.asker.timeZone },
    logs: logsAsked(investigation),
    settings: {
      ...settings.analysis,
      ownAccounts: [...new Set([account, ...settings.analysis.ownAccounts])],
    },
    reading: readingOf(investigation),
    ...(before && { baseline: before }),
  }
}
