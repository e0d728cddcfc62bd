import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SignatureV4 } from '@smithy/signature-v4'
import * as z from 'zod'
import { partitionOf } from '../../analyses/lib/aws/partitions.ts'

/** What the parameter holds, as JSON: Slack tells these four when the app is installed. */
const secretSchema = z.object({
  botToken: z.string().min(1),
  signingSecret: z.string().min(1),
  botId: z.string().min(1),
  botUserId: z.string().min(1),
})

const answerSchema = z.object({ Parameter: z.object({ Value: z.string() }) })

/** Longer than Parameter Store ever takes, shorter than Lambda's ten seconds for a cold start. */
const TIMEOUT_MS = 4000

/**
 * The environment with the four SLACK_ values in it. Where `SLACK_PARAMETER` names an SSM parameter they are
 * read from there, so that no secret is in a template or in a function's configuration; elsewhere they are
 * in the environment already, which is returned as it is.
 * @throws Error that says what to do, where the parameter cannot be read or is not filled
 */
export async function withSlackSecret(
  environment: Record<string, string | undefined>,
): Promise<Record<string, string | undefined>> {
  const { SLACK_PARAMETER: name } = environment
  if (!name) return environment
  const secret = secretSchema.safeParse(parsed(await parameter(name, environment)))
  if (!secret.success)
    throw new Error(`The parameter ${name} is not what it should be: ${z.prettifyError(secret.error)}`)
  const { botToken, signingSecret, botId, botUserId } = secret.data
  return {
    ...environment,
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_BOT_ID: botId,
    SLACK_BOT_USER_ID: botUserId,
  }
}

/** The value of a SecureString: one signed call, which spares every cold start a whole client for it. */
async function parameter(name: string, environment: Record<string, string | undefined>): Promise<string> {
  const region = environment.AWS_REGION ?? ''
  const url = new URL(
    environment.AWS_ENDPOINT_URL_SSM ?? `https://ssm.${region}.${partitionOf(region).domain}`,
  )
  const body = JSON.stringify({ Name: name, WithDecryption: true })
  const headers = {
    host: url.host,
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AmazonSSM.GetParameter',
  }
  // The SDK's own credentials and hash, as each of its clients has them.
  const { credentials, sha256 } = new DynamoDBClient({ region }).config
  const signer = new SignatureV4({ service: 'ssm', region, credentials, sha256 })
  const request = { method: 'POST', protocol: url.protocol, hostname: url.hostname, path: '/', headers, body }
  const signed = await signer.sign(request)
  const { response, text } = await answerOf(url, signed.headers, body).catch((error: unknown) => {
    throw new Error(
      `The parameter ${name} cannot be read: Systems Manager (${url.host}) did not answer within ${TIMEOUT_MS / 1000} seconds. In a VPC the function's subnets need a route to it: see infra/RUNBOOK.md, "A service does not answer".`,
      { cause: error },
    )
  })
  if (!response.ok) throw new Error(`The parameter ${name} cannot be read: ${response.status} ${text}`)
  return answerSchema.parse(JSON.parse(text)).Parameter.Value
}

/** The whole answer, its body included, within the time for it. */
async function answerOf(url: URL, headers: Record<string, string>, body: string) {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const response = await fetch(url, { method: 'POST', headers, body, signal })
  return { response, text: await response.text() }
}

/** Undefined if it is not JSON: the secret must not get into an error message. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
