import fs from 'node:fs'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Check } from '../../../bot/model/check.ts'
import { checksFrom } from '../../../bot/items/checks.ts'
import { WORKSPACE } from '../services/environment.ts'
import type { Services } from '../services/services.ts'
import { messageText } from './text.ts'
import { CHANNEL, USER } from './workspace.ts'

/**
 * Waits for a check and prints what was found and every command; with `json` the findings with their fixes.
 * @returns the process's exit code: 0, or 1 where it could not be finished
 */
export async function checked(
  product: Services,
  id: string,
  json: boolean,
  now: () => Date,
): Promise<number> {
  const { result, reply } = await closed(product, id, now)
  const message = product.slack.client.messages(CHANNEL, undefined, USER).find(({ ts }) => ts === reply.ts)
  const [fixes = '[]', script = ''] = result?.files
    ? [result.files.fixes, result.files.script].map(key => textOf(product, key))
    : []
  if (json)
    console.log(
      JSON.stringify({ check: id, judged: result?.judged ?? null, fixes: JSON.parse(fixes) }, null, 2),
    )
  else console.log([message ? messageText(message) : '', script].join('\n\n'))
  return result?.judged ? 0 : 1
}

async function closed({ env }: Services, id: string, now: () => Date): Promise<Check> {
  const db = new DynamoDBClient({ endpoint: env.AWS_ENDPOINT_URL_DYNAMODB })
  const checks = checksFrom(DynamoDBDocumentClient.from(db), env.TABLE_NAME, now)
  for (;;) {
    const check = await checks.load(id)
    if (!check) throw new Error(`The check ${id} is gone`)
    if (check.closedAt) return check
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

const textOf = ({ store }: Services, key: string): string =>
  fs.readFileSync(store.head(WORKSPACE, key)?.path ?? '', 'utf8')
