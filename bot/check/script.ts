import { loggingCommand } from './checks/logging.ts'
import { shellComment } from './checks/commands.ts'
import { type Facts, regionOf, valueOf } from '../model/facts.ts'
import type { Judgement } from './checks/judge.ts'
import {
  isToBeMade,
  letsIn,
  makeCommands,
  type Place,
  placeOf,
  policyCommands,
  policyWith,
  statementFor,
} from './checks/log-bucket.ts'

const HEAD = `#!/usr/bin/env bash
# Printed by s3audit, for review: read it, remove what you do not want, then run it yourself.
# s3audit has run none of it and never changes a bucket.
set -euo pipefail`

/**
 * The commands that a check of one bucket suggests, each below its purpose. Most of them replace a whole
 * document. Of two for the same document only the first is printed, because the second would undo it.
 */
export function commandsScript(judgements: readonly Judgement[]): string {
  const set = new Set<string>()
  const parts = judgements.flatMap(({ findings }) =>
    findings.flatMap(({ level, what, fix: { words, commands, decide } }) => {
      if (!commands) return []
      const places = placesSet(commands)
      const isSet = places.some(place => set.has(place))
      if (!decide && !isSet) for (const place of places) set.add(place)
      const head = [`${level}: ${what}`, words].map(shellComment)
      if (isSet) return [[...head, shellComment(AGAIN)].join('\n')]
      return [[...head, ...(decide ? [shellComment(DECIDE), commentedOut(commands)] : [commands])].join('\n')]
    }),
  )
  return script(parts.length > 0 ? parts : [shellComment('Nothing to do.')])
}

const AGAIN = 'A command above changes the same document. Run that, check again, and get this command again.'
const DECIDE = 'Others may rely on the current state, so this is commented out: decide first.'

/** The document that the commands replace: `bucket-policy example-logs`. */
const placesSet = (commands: string): string[] =>
  [...commands.matchAll(/^aws \S+ (?:put|delete|create|start)-(\S+) \\\n {2}--\S+ (\S+)/gm)].map(
    ([, what = '', of = '']) => `${what} ${of}`,
  )

const commentedOut = (commands: string): string =>
  commands
    .split('\n')
    .map(line => `# ${line}`)
    .join('\n')

/** Switches access logging on where it is off, with one log bucket per account and Region. */
export function switchOnScript(facts: readonly Facts[]): string {
  const off = facts.filter(
    ({ bucket }) => valueOf(bucket.existence) !== 'gone' && bucket.logging.known && !bucket.logging.value,
  )
  const places = [...Map.groupBy(off, one => `${one.bucket.account} ${regionOf(one)}`).values()]
  if (places.length === 0)
    return script([shellComment('Access logging is on for every bucket that could be read.')])
  return script(places.map(ofPlace))
}

function ofPlace(facts: readonly Facts[]): string {
  const [first] = facts
  if (!first) return ''
  const place = { ...placeOf(first), sources: facts.map(({ bucket }) => bucket.name) }
  const { target, prefix, region } = place
  return [
    shellComment(`Account ${target.account}, ${region}: ${facts.length} to log into ${target.name}.`),
    ...(isToBeMade(target) ? makeCommands(place) : []),
    ...(letsIn(place) ? [] : letInLines(place)),
    ...place.sources.map(name => loggingCommand({ name, region }, target.name, prefix)),
  ].join('\n\n')
}

/** If the current policy is not known, setting one would remove what is in it. */
const letInLines = (place: Place): string[] =>
  policyWith(place)
    ? policyCommands(place)
    : [
        shellComment(
          `s3audit may not read the policy of ${place.target.name}. Before you continue, add this statement to it:`,
        ),
        ...JSON.stringify(statementFor(place), null, 2)
          .split('\n')
          .map(line => shellComment(line)),
        'exit 1',
      ]

const script = (parts: readonly string[]): string => `${[HEAD, ...parts].join('\n\n')}\n`
