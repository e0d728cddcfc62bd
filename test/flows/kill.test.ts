import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import type { Message } from '../../infra/local/slack/model/protocol.ts'
import { ADA, datedKey, record } from '../support/product.ts'
import { startProgram, type Program } from '../support/program.ts'

/** The program itself is killed (SIGKILL: no goodbye) and started again on the same data. */

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)

/** Log objects as `aws s3 sync` leaves them: of one bucket to gather, of the other to read in place. */
const BUCKETS = {
  'dated-bucket': (delivered: Date) => datedKey('dated/', delivered),
  'daily-bucket': (delivered: Date) =>
    `daily/111122223333/eu-west-1/daily-bucket/${delivered.toISOString().slice(0, 10).replaceAll('-', '/')}/${datedKey('', delivered)}`,
}

function layOut(logs: string): void {
  for (const [bucket, keyOf] of Object.entries(BUCKETS)) {
    const deletion = { operation: 'REST.DELETE.OBJECT', key: 'gone.txt', status: 204 }
    const lines = [record({ bucket, time: hoursAgo(3), ...deletion }), record({ bucket, time: hoursAgo(2) })]
    const file = path.join(logs, 'my-logs', keyOf(hoursAgo(1)))
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, `${lines.join('\n')}\n`)
  }
}

let place: { root: string; data: string; logs: string }
let program: Program | undefined

beforeAll(() => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-kill-'))
  place = { root, data: path.join(root, 'data'), logs: path.join(root, 'logs') }
  layOut(place.logs)
})
afterEach(() => program?.kill())
afterAll(() => fs.rmSync(place.root, { recursive: true, force: true }))

const planTitle = ({ blocks = [] }: Message) => blocks.find(({ type }) => type === 'plan')?.title
const part = ({ metadata }: Message) => metadata?.event_payload.part
const idOf = ({ metadata }: Message) => metadata?.event_payload.investigation

/** When to kill: as soon as the page could show this, or some milliseconds later. */
const MOMENTS: [moment: string, holds: (message: Message) => boolean, delayMs?: number][] = [
  ['the logs are looked for', message => planTitle(message) === 'Looking for the logs …'],
  ['the logs are collected', message => planTitle(message) === 'Collecting the logs …'],
  ['the logs are read', message => planTitle(message) === 'Reading the logs …'],
  ['the question is answered', message => planTitle(message) === 'Answering …'],
  ['the answer is reported', message => planTitle(message) === 'Reporting …'],
  ['the answer is out', message => part(message) === 'reply'],
  ['the end is shown', message => planTitle(message) === 'Answered in the thread'],
  ['it was announced', message => part(message) === 'announcement', 90],
  ['it was announced', message => part(message) === 'announcement', 230],
]

/** All that was killed may still be open: more than one person may have at once. */
const ASKERS = [ADA, 'U0GRACE']

it('answers each question once, with its CSV, whenever it was killed', { timeout: 240_000 }, async () => {
  const asked = new Set<unknown>()
  for (const [round, [, holds, delayMs = 0]] of MOMENTS.entries())
    for (const id of await askAndKill(holds, delayMs, ASKERS[round % ASKERS.length])) asked.add(id)
  expect(asked.size).toBeGreaterThanOrEqual(MOMENTS.length)

  const running = await start()
  const messages = await allAnswered(running)
  const answered = new Set(messages.flatMap(message => (part(message) ? [idOf(message)] : [])))
  expect([...answered]).toEqual(expect.arrayContaining([...asked]))
  for (const id of answered)
    expect(messages.filter(message => idOf(message) === id).map(part)).toEqual(['announcement', 'reply'])
  const replies = messages.filter(message => part(message) === 'reply')
  for (const reply of replies) {
    expect(reply.text).toMatch(/^1 deletion in /)
    expect(await csvOf(running, reply)).toMatch(/^.*\n.*gone\.txt.*\n$/)
  }
})

it('leaves another program on the same data alone, and says so', async () => {
  const running = await start()
  const { message } = await running.until(one => part(one) === 'reply')
  await ask(running, 'daily-bucket')
  await expect(startProgram(place)).rejects.toThrow('s3audit runs here already')
  expect((await message).text).toMatch(/^1 deletion in daily-bucket/)
})

async function start(): Promise<Program> {
  program = await startProgram(place)
  return program
}

const ask = (running: Program, bucket: string, user = ADA) =>
  running.post('command', { user, command: '/s3audit', text: `object-deletion ${bucket} 24h now` })

/**
 * Asks about each bucket, and kills the program at a moment of whichever question comes to it first. What was
 * asked before goes on meanwhile. @returns the investigations that had been announced
 */
async function askAndKill(
  holds: (message: Message) => boolean,
  delayMs: number,
  user: string | undefined,
): Promise<unknown[]> {
  const running = await start()
  const known = new Set((await running.state()).messages.map(idOf))
  const announced = new Set<unknown>()
  const { message } = await running.until(one => {
    if (known.has(idOf(one)) || !part(one)) return false
    announced.add(idOf(one))
    return holds(one)
  })
  await Promise.all(Object.keys(BUCKETS).map(bucket => ask(running, bucket, user)))
  await message
  await sleep(delayMs)
  await running.kill()
  return [...announced]
}

const allAnswered = (running: Program): Promise<Message[]> =>
  vi.waitFor(
    async () => {
      const { messages } = await running.state()
      const titles = messages.filter(message => part(message) === 'announcement').map(planTitle)
      expect(new Set(titles)).toEqual(new Set(['Answered in the thread']))
      return messages
    },
    { timeout: 90_000, interval: 200 },
  )

const isCsv = ({ action_id }: Record<string, unknown>): boolean => action_id === 'get-csv'

/** Presses the button below an answer, and opens the link in the ephemeral message. */
async function csvOf(running: Program, { channel, ts, blocks = [] }: Message): Promise<string> {
  const { message } = await running.until(one => one.ephemeral_to !== undefined)
  const buttons = blocks.find(({ elements }) => elementsOf(elements).some(isCsv))
  if (!buttons) throw new Error('The answer has no button for its CSV.')
  const element = elementsOf(buttons.elements).find(isCsv)
  const container = { message_ts: ts, channel }
  await running.post('action', {
    container,
    block_id: buttons.block_id,
    element,
    state: {},
    values: {},
  })
  const [link] = /http:\S+/.exec((await message).text) ?? []
  return (await fetch(String(link).replaceAll('&amp;', '&'))).text()
}

const elementsOf = (elements: unknown): Record<string, unknown>[] => (Array.isArray(elements) ? elements : [])
