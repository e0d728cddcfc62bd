import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import * as z from 'zod'

const secretsSchema = z.object({
  aws: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  signingSecret: z.string(),
  botToken: z.string(),
})
export type Secrets = z.infer<typeof secretsSchema>

/** The credentials of this installation alone: made at the first start, the same afterwards. */
export function keptSecrets(file: string): Secrets {
  if (!fs.existsSync(file)) fs.writeFileSync(file, JSON.stringify(newSecrets()), { mode: 0o600 })
  return secretsSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex')

const newSecrets = (): Secrets => ({
  aws: { accessKeyId: `LOCAL${hex(7).toUpperCase()}`, secretAccessKey: hex(20) },
  signingSecret: hex(16),
  botToken: `xoxb-${hex(16)}`,
})
