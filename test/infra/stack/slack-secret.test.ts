import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { withSlackSecret } from '../../../bot/aws/slack-secret.ts'
import { never } from '../../../infra/local/http/faults.ts'
import { startParameters } from '../../../infra/local/services/parameters.ts'

const credentials = { accessKeyId: 'LOCALKEY', secretAccessKey: 'local-secret' }
const secret = { botToken: 'xoxb-1', signingSecret: 'very-secret', botId: 'B1', botUserId: 'U1' }
let parameters: Awaited<ReturnType<typeof startParameters>>
beforeAll(async () => {
  parameters = await startParameters(
    {
      '/s3audit/slack': JSON.stringify(secret),
      '/broken': 'very-secret',
      '/partial': '{"botToken":"very-secret"}',
    },
    credentials,
    { before: (_service, _operation, { name }) => (name === '/hangs' ? never() : undefined) },
  )
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await parameters?.close()
})

const environment = (SLACK_PARAMETER: string) => ({
  AWS_REGION: 'eu-west-1',
  AWS_ENDPOINT_URL_SSM: parameters.url,
  SLACK_PARAMETER,
})

describe('Slack’s credentials', () => {
  it('are read from the parameter with a signed request', async () => {
    expect(await withSlackSecret(environment('/s3audit/slack'))).toMatchObject({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'very-secret',
      SLACK_BOT_ID: 'B1',
      SLACK_BOT_USER_ID: 'U1',
    })
  })

  it('are read from the environment if no parameter is named', async () => {
    const local = { SLACK_BOT_TOKEN: 'xoxb-local' }
    expect(await withSlackSecret(local)).toBe(local)
  })

  it('fail with an error that names a missing parameter', async () => {
    await expect(withSlackSecret(environment('/absent'))).rejects.toThrow(
      /The parameter \/absent cannot be read: 400 .*ParameterNotFound/,
    )
  })

  it('is missed in words that say what to do, where Systems Manager does not answer', async () => {
    await expect(withSlackSecret(environment('/hangs'))).rejects.toThrow(
      /The parameter \/hangs cannot be read: .* did not answer within 4 seconds\. In a VPC .*RUNBOOK/,
    )
  })

  it.each(['/broken', '/partial'])('are never part of the error about them: %s', async name => {
    const error: unknown = await withSlackSecret(environment(name)).catch((problem: unknown) => problem)
    expect(String(error)).toContain(`The parameter ${name} is not what it should be`)
    expect(String(error)).not.toContain('very-secret')
  })
})
