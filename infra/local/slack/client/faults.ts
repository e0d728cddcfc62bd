import { isFaultName } from '../faults/switches.ts'
import type { FaultPost } from '../model/protocol.ts'
import type { Slack } from '../state/slack.ts'
import { ClientMistake } from './mistake.ts'

export function turnFault(slack: Slack, { id, times }: FaultPost): void {
  if (!isFaultName(id)) throw new ClientMistake(`no fault ${id}`)
  slack.switches.turn(id, times)
}
