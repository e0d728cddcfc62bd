import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { envSchema } from '../../bot/services/env.ts'
import { workingDepsFrom, type WorkingDeps } from '../../bot/services/working-deps.ts'

/**
 * A deployed stack, as the environment of one of its functions describes it; undefined where none is given:
 *
 *     aws lambda get-function-configuration --function-name s3audit-reconcile \
 *       --query Environment.Variables > stack.json
 *     S3AUDIT_STACK=stack.json AWS_REGION=eu-west-1 npm run test:aws
 *
 * Credentials come from the environment, as for every SDK; they need what the two functions' roles may do.
 */
export function deployedStack(): WorkingDeps | undefined {
  const { S3AUDIT_STACK: file, ...environment } = process.env
  if (!file) {
    console.log('No account is asked: S3AUDIT_STACK is not set (test/aws/stack.ts says how).')
    return undefined
  }
  const variables = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, 'utf8')))
  // Slack is told by the deployed function, not from here.
  const told = { SLACK_BOT_TOKEN: 'x', SLACK_SIGNING_SECRET: 'x', SLACK_BOT_ID: 'x', SLACK_BOT_USER_ID: 'x' }
  return workingDepsFrom(envSchema.parse({ ...told, ...environment, ...variables }), () => new Date())
}
