import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { envSchema } from '../../../bot/services/env.ts'
import { deployed, LOCAL_NAMES } from './support/cloudformation.ts'
import { settings, templateOf } from './support/deployment.ts'

/** Told by Slack at the installation: the parameter holds them. */
const SECRET = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_BOT_ID', 'SLACK_BOT_USER_ID']
/** Set by Lambda itself, or only where Slack is not Slack. */
const NOT_OURS = ['AWS_REGION', 'SLACK_API_URL']

const environmentsOf = (template: ReturnType<typeof templateOf>) =>
  Object.values(deployed(template, LOCAL_NAMES))
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) =>
      z.object({ Variables: z.record(z.string(), z.string()) }).parse(Properties.Environment),
    )
const environments = environmentsOf(templateOf())

describe('the environment of each function', () => {
  it('is of two functions', () => expect(environments).toHaveLength(2))

  it.each(environments)('is exactly what the bot reads', ({ Variables }) => {
    const { NODE_OPTIONS, SLACK_PARAMETER, ...rest } = Variables
    expect(NODE_OPTIONS).toBe('--enable-source-maps')
    expect(SLACK_PARAMETER).toBe('/s3audit/slack')
    const read = Object.keys(envSchema.shape).filter(name => ![...SECRET, ...NOT_OURS].includes(name))
    expect(Object.keys(rest).sort()).toEqual(read.sort())
  })

  it.each(environments)('is understood by the bot', ({ Variables }) => {
    const told = Object.fromEntries(SECRET.map(name => [name, 'x']))
    const env = envSchema.parse({ AWS_REGION: 'eu-west-1', ...told, ...Variables })
    expect(env.SETTINGS.buckets).toEqual(settings().bot.buckets)
    expect(env.COPY_ROLE_ARN).toBe('arn:aws:iam::111122223333:role/s3audit-eu-west-1-copy')
  })

  it('is understood by the bot where the settings are long, and compressed for that', () => {
    const buckets = Array.from({ length: 300 }, (_, i) => `the-bucket-of-team-number-${i}`)
    const [{ Variables } = { Variables: {} }] = environmentsOf(templateOf({ bot: { buckets } }))
    expect(JSON.stringify(Variables).length).toBeLessThan(4096)
    expect(envSchema.shape.SETTINGS.parse(Variables['SETTINGS']).buckets).toEqual(buckets)
  })

  it.each(environments)('fits into what Lambda takes, and holds no secret', ({ Variables }) => {
    expect(JSON.stringify(Variables).length).toBeLessThan(4096)
    expect(Object.keys(Variables).filter(name => SECRET.includes(name))).toEqual([])
  })
})
