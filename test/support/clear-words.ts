import { shared } from '../../analyses/lib/reader.ts'
import { expect } from 'vitest'
import type { Investigation } from '../../bot/model/investigation.ts'
import type { ProblemCode } from '../../bot/model/problem.ts'
import { describeWindow } from '../../bot/time/window.ts'
import { messageText } from '../../infra/local/terminal/text.ts'
import type { TestProduct } from './product.ts'

/** What belongs into a log file and never before a person's eyes. */
const INTERNALS = [
  /\bundefined\b/,
  /\bNaN\b/,
  /\[object /,
  /\b[A-Z]\w*(?:Error|Exception)\b/,
  /\b(?:InvestigationProblem|DamagedItem|Conflict)\b/,
  /\n\s+at .+:\d+/,
  /node:|\.ts\b/,
  /xoxb-/,
]

/** Fails on words that hold something only a developer can read. */
export function expectClear(words: string): void {
  expect(words.trim()).not.toBe('')
  for (const internal of INTERNALS) expect(words).not.toMatch(internal)
}

/**
 * Fails unless the investigation ended with this problem, and its thread says so once: what happened, what
 * to do, and what was asked.
 */
export function expectProblem(
  product: TestProduct,
  investigation: Investigation,
  code: ProblemCode,
  words: { what: RegExp; next: RegExp },
): void {
  expect(investigation.problem).toMatchObject({ code })
  expect(investigation.closedAt).toBeDefined()
  const [root, reply, ...more] = product.thread(investigation)
  expect(more).toEqual([])
  const title = root?.blocks?.find(block => block.type === 'plan')?.title
  expect(title).toBe(code === 'cancelled' ? 'Cancelled' : 'Failed: see the thread for the reason')
  const [what = '', next = '', context = ''] = reply ? messageText(reply).split('\n\n') : []
  expect(what).toMatch(words.what)
  expect(next).toMatch(/^What to do: /)
  expect(next).toMatch(words.next)
  const { analysis, bucket, window, asker } = investigation.request
  expect(context).toContain(`Asked: ${analysis} on ${bucket}, ${describeWindow(window, shared(asker))}.`)
  expect(JSON.stringify(reply?.blocks)).toContain('"ask-again"')
  expectClear(product.threadText(investigation))
}

/** Fails unless the investigation was answered, once, in words. @returns the thread as text */
export function expectAnswer(product: TestProduct, investigation: Investigation): string {
  expect(investigation.problem).toBeUndefined()
  const [root, ...replies] = product.thread(investigation)
  expect(root?.blocks?.find(block => block.type === 'plan')?.title).toBe('Answered in the thread')
  expect(replies).toHaveLength(1)
  const words = product.threadText(investigation)
  expectClear(words)
  return words
}
