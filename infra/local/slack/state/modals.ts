import { viewState } from './input-state.ts'
import type { Slack } from './slack.ts'
import type { ViewRecord } from './views.ts'
import { botId } from './workspace.ts'

/** A view as the Web API and interaction payloads show it, with what the person has entered. */
export function viewObject(slack: Slack, record: ViewRecord): Record<string, unknown> {
  const { id, hash, view } = record
  const { team, organisation, app } = slack.seed
  const teamId = organisation ? null : team.id
  return {
    id,
    team_id: teamId,
    app_id: app.id,
    app_installed_team_id: teamId,
    bot_id: botId(slack.seed),
    title: null,
    submit: null,
    close: null,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    ...view,
    hash,
    root_view_id: record.root_view_id,
    previous_view_id: record.previous_view_id ?? null,
    state: { values: viewState(record) },
  }
}

/** Closes a modal and all above it, and tells the person's client. */
export function closeViews(slack: Slack, record: ViewRecord): ViewRecord[] {
  const closed = slack.views.close(record)
  for (const { id, user } of closed) slack.broadcast.emit({ type: 'view_closed', view_id: id }, [user])
  return closed
}
