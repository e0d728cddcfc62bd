import { defined } from '../../analyses/lib/defined.ts'
import * as z from 'zod'
import type { Investigation } from '../model/investigation.ts'
import type { Click } from '../slack/register.ts'

/** The investigation that a window below its answer is about, and where it was opened. */
const subjectSchema = z.object({
  id: z.string(),
  /** Where it was pressed. */
  channel: z.string(),
  /** Where the person is told what came of it. */
  at: z.object({ channel: z.string(), threadTs: z.string().exactOptional() }),
})
export type Subject = z.infer<typeof subjectSchema>

/** For a window's `private_metadata`: ids and nothing else. */
export const subjectOf = (click: Click<string>, investigation: Investigation): string => {
  const { channel, threadTs } = click
  const at = { channel, ...defined({ threadTs }) }
  return JSON.stringify({ id: investigation.id, channel, at })
}

export const readSubject = (metadata: string): Subject => subjectSchema.parse(JSON.parse(metadata))
