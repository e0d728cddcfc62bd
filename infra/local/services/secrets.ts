import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import * as z from 'zod'
import { quarantine } from '../disk/unusable.ts'

const secretsSchema = z.object({
  aws: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  signingSecret: z.string(),
  botToken: z.string(),
})
export type Secrets = z.infer<typeof secretsSchema>

/**
 * The credentials of this installation alone: made at the first start, the same afterwards. Written beside its place
 * and then renamed, so that a kill leaves none half written. A file that is damaged is kept under another name: new
 * ones lose nothing but open sessions.
 */
export function keptSecrets(file: string): Secrets {
  const kept = fs.existsSync(file) ? read(file) : undefined
  if (kept) return kept
  const made = newSecrets()
  const unfinished = `${file}.${hex(4)}.new`
  fs.writeFileSync(unfinished, JSON.stringify(made), { mode: 0o600 })
  fs.renameSync(unfinished, file)
  return made
}

function read(file: string): Secrets | undefined {
  try {
    return secretsSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error
    console.warn(`${file} was damaged: it is kept as ${quarantine(file)}, and new secrets were made.`)
    return undefined
  }
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex')

const newSecrets = (): Secrets => ({
  aws: { accessKeyId: `LOCAL${hex(7).toUpperCase()}`, secretAccessKey: hex(20) },
  signingSecret: hex(16),
  botToken: `xoxb-${hex(16)}`,
})
