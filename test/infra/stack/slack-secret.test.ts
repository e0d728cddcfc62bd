import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { withSlackSecret } from '../../../bot/clients/slack-secret.ts'
import { startParameters } from '../../../infra/local/parameters.ts'

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

describe('what Slack told', () => {
  it('is read from the parameter, by a signed call', async () => {
    expect(await withSlackSecret(environment('/s3audit/slack'))).toMatchObject({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'very-secret',
      SLACK_BOT_ID: 'B1',
      SLACK_BOT_USER_ID: 'U1',
    })
  })

  it('is taken from the environment where no parameter is named', async () => {
    const local = { SLACK_BOT_TOKEN: 'xoxb-local' }
    expect(await withSlackSecret(local)).toBe(local)
  })

  it('is missed in words that say which parameter', async () => {
    await expect(withSlackSecret(environment('/absent'))).rejects.toThrow(
      /The parameter \/absent cannot be read: 400 .*ParameterNotFound/,
    )
  })

  it.each(['/broken', '/partial'])('is never in the words about what is wrong with it: %s', async name => {
    const error: unknown = await withSlackSecret(environment(name)).catch((problem: unknown) => problem)
    expect(String(error)).toContain(`The parameter ${name} is not what it should be`)
    expect(String(error)).not.toContain('very-secret')
  })
})
