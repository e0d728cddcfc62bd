import { isRecord, parseJson } from '../model/json.ts'
import type { Workspace } from '../model/protocol.ts'
import type { AppRequest } from '../state/request.ts'

/**
 * A request as Slack sends it to an app that is installed for a whole organisation: interactions have no team, events
 * are authorised for the organisation, commands name both. https://docs.slack.dev/enterprise/organization-ready-apps
 */
export function forOrganisation(request: AppRequest, { team }: Pick<Workspace, 'team'>): AppRequest {
  const enterprise = { id: team.id.replace(/^T/, 'E'), name: team.name }
  if ('json' in request)
    return { json: isRecord(request.json) ? event(request.json, enterprise) : request.json }
  const { form } = request
  if (form.payload === undefined) return { form: command(form, enterprise) }
  const payload = parseJson(form.payload)
  return { form: { payload: JSON.stringify(isRecord(payload) ? interaction(payload, enterprise) : payload) } }
}

interface Enterprise {
  id: string
  name: string
}
type Json = Record<string, unknown>

function interaction(payload: Json, enterprise: Enterprise): Json {
  const { view } = payload
  return {
    ...payload,
    team: null,
    enterprise,
    is_enterprise_install: true,
    ...(isRecord(view) && { view: { ...view, app_installed_team_id: enterprise.id } }),
  }
}

function event(envelope: Json, { id }: Enterprise): Json {
  const installed = { enterprise_id: id, team_id: null, is_enterprise_install: true }
  const authorizations = Array.isArray(envelope.authorizations) ? envelope.authorizations : []
  return {
    ...envelope,
    enterprise_id: id,
    authorizations: authorizations.map(one => (isRecord(one) ? { ...one, ...installed } : one)),
  }
}

const command = (form: Record<string, string>, { id, name }: Enterprise): Record<string, string> => ({
  ...form,
  enterprise_id: id,
  enterprise_name: name,
  is_enterprise_install: 'true',
})
