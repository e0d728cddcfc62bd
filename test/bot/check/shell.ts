import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import * as s3 from '@aws-sdk/client-s3'
import * as z from 'zod'
import type { LocalTrail } from '../../../infra/local/cloudtrail/server.ts'
import type { CheckedDeps } from './checked-deps.ts'

/** A call of the AWS CLI as a shell made it. */
export interface CliCall {
  service: string
  operation: string
  options: Record<string, string>
}

/** What bash calls `aws` with when it runs a script: nothing is called, all is noted. */
export function callsOf(script: string): CliCall[] {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-shell-'))
  const noted = path.join(directory, 'calls')
  fs.writeFileSync(noted, '')
  const aws = String.raw`aws() { printf '%s\0' "$#" "$@" >> ${noted}; }`
  try {
    // In an empty folder, so that a word that the shell would expand finds nothing, and a file made is seen.
    const place = path.join(directory, 'place')
    fs.mkdirSync(place)
    execFileSync('bash', ['-c', `${aws}\n${script}`], { cwd: place, stdio: 'pipe' })
    if (fs.readdirSync(place).length > 0) throw new Error('The script made files')
    return split(fs.readFileSync(noted, 'utf8').split('\0'))
  } finally {
    fs.rmSync(directory, { recursive: true })
  }
}

function split(words: string[]): CliCall[] {
  const calls: CliCall[] = []
  for (let at = 0; words[at]; ) {
    const count = Number(words[at])
    const [service = '', operation = '', ...rest] = words.slice(at + 1, at + 1 + count)
    calls.push({ service, operation, options: optionsOf(rest) })
    at += 1 + count
  }
  return calls
}

function optionsOf(words: readonly string[]): Record<string, string> {
  const options: Record<string, string> = {}
  for (let at = 0; at < words.length; at++) {
    const [word = '', value] = [words[at], words[at + 1]]
    if (!word.startsWith('--')) throw new Error(`${word} is no option`)
    const isSwitch = value === undefined || value.startsWith('--')
    options[word.slice(2)] = isSwitch ? '' : value
    if (!isSwitch) at += 1
  }
  return options
}

const pascal = (name: string): string =>
  name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())
/** The parameters whose names the API writes in capitals. */
const NAMES: Record<string, string> = { acl: 'ACL', mfa: 'MFA' }
/** Those that take JSON as text. */
const TEXTS = new Set(['bucket', 'policy', 'acl', 'mfa'])

/** Does what the commands would do, with the SDK on the embedded services. */
export async function run(script: string, deps: Pick<CheckedDeps, 'client' | 'trails'>): Promise<void> {
  for (const { service, operation, options } of callsOf(script)) {
    if (service === 'cloudtrail') onTrails(operation, options, deps.trails)
    else await onS3(operation, options, deps.client)
  }
}

async function onS3(operation: string, options: Record<string, string>, client: s3.S3Client): Promise<void> {
  const input = Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) =>
      name === 'region'
        ? []
        : [[NAMES[name] ?? pascal(name), TEXTS.has(name) ? value : (JSON.parse(value) as unknown)]],
    ),
  )
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the CLI's operations are the SDK's commands
  const commands = s3 as unknown as Record<string, new (input: object) => s3.PutBucketPolicyCommand>
  const Command = commands[`${pascal(operation)}Command`]
  if (!Command) throw new Error(`S3 has no operation ${operation}`)
  await client.send(new Command(input))
}

function onTrails(operation: string, options: Record<string, string>, trails: LocalTrail[]): void {
  if (operation === 'lookup-events') return
  const [name = ''] = [options['trail-name'] ?? options['name']]
  const at = trails.findIndex(trail => name === trail.name || name.endsWith(`:trail/${trail.name}`))
  const trail = trails[at]
  if (operation === 'create-trail') {
    const region = options['region'] ?? ''
    trails.push({
      name,
      homeRegion: region,
      multiRegion: true,
      bucket: options['s3-bucket-name'] ?? '',
      logging: false,
    })
    return
  }
  if (!trail) throw new Error(`There is no trail ${name}`)
  if (operation === 'start-logging') trails[at] = { ...trail, logging: true }
  else if (operation === 'put-event-selectors') trails[at] = { ...trail, ...selectorsOf(options) }
  else throw new Error(`CloudTrail has no operation ${operation} here`)
}

function selectorsOf(options: Record<string, string>): Partial<LocalTrail> {
  const [classic, advanced] = [options['event-selectors'], options['advanced-event-selectors']]
  return {
    ...(classic && { eventSelectors: listIn(classic) }),
    ...(advanced && { advancedEventSelectors: listIn(advanced) }),
  }
}

const listIn = (json: string) => z.array(z.looseObject({})).parse(JSON.parse(json))
