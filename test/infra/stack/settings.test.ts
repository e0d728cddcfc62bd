import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { settingsSchema, type SettingsInput } from '../../../bot/model/settings.ts'
import { checked } from '../../../infra/settings/checked.ts'
import { policyRemarks } from '../../../infra/settings/policy-mistakes.ts'
import example from '../../../infra/team.example.ts'
import { settings } from './support/deployment.ts'

/** What is said of settings that cannot be deployed. */
function said(written: unknown): string {
  try {
    checked(written, 'infra/team.ts')
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'nothing'
}

const RULE = { name: 'on-call', channels: ['C0OPS'], buckets: ['daily-*'] }
const withRule = (rule: Partial<RuleInput>) => settings({ bot: { rules: [{ ...RULE, ...rule }] } })
type RuleInput = NonNullable<SettingsInput['rules']>[number]

describe('the operator’s settings', () => {
  it('are fine as the example has them', () => {
    expect(said(example)).toBe('nothing')
  })

  it('reach the bot as they were written', () => {
    expect(checked(settings(), 'x').bot).toEqual(settingsSchema.parse(settings().bot))
  })

  it('get all their mistakes reported at once, and that nothing was changed', () => {
    const words = said({
      aws: { ...settings().aws, account: 111122223333, region: 'Ireland' },
      bot: settings().bot,
    })
    expect(words).toContain('infra/team.ts cannot be deployed. Nothing was changed. Please correct:')
    expect(words).toContain('  aws.account: ')
    expect(words).toContain('  aws.region: must be an AWS Region, such as eu-west-1')
  })

  it.each<[string, unknown, string]>([
    ['nothing at all', undefined, 'the settings: '],
    [
      'a bucket with its scheme',
      settings({ aws: { accessLogs: [{ bucket: 's3://logs', prefix: '' }] } }),
      'without s3://',
    ],
    [
      'a key by its alias',
      settings({ aws: { kmsKeys: ['alias/logs'] } }),
      'aws.kmsKeys.0: must be the ARN of a KMS key',
    ],
    [
      'a prefix with a wildcard',
      settings({ aws: { accessLogs: [{ bucket: 'logs', prefix: 'a/*' }] } }),
      'no wildcard',
    ],
    [
      'copies that end before a query does',
      settings({ aws: { keepDays: { copies: 1 } } }),
      'aws.keepDays.copies: ',
    ],
    [
      'a Region without function URLs',
      settings({ aws: { region: 'cn-north-1' } }),
      "has no function URLs: write 'http-api'",
    ],
    [
      'no channel and no rule',
      settings({ bot: { channels: [], buckets: [] } }),
      'bot.channels: names no channel, and there are no rules: s3audit would answer nowhere',
    ],
    ['no bucket', settings({ bot: { buckets: [] } }), 'bot.buckets: names no bucket'],
    [
      'a channel by its name',
      settings({ bot: { channels: ['#ops'] } }),
      'bot.channels.0: must be the id of a channel',
    ],
    ['a whole workspace', settings({ bot: { channels: ['*'] } }), 'would let the whole workspace ask'],
    ['nobody who owns it', settings({ bot: { owners: [] } }), 'bot.owners: names nobody: a refused person'],
    [
      'an owner as a mention',
      settings({ bot: { owners: ['<@U0ADA>'] } }),
      'bot.owners.0: must be the id of a person',
    ],
    [
      'a bucket with a slash',
      settings({ bot: { buckets: ['shop/*'] } }),
      'bot.buckets.0: must be the name of a bucket',
    ],
    [
      'a rule of the short form’s name',
      withRule({ name: 'default' }),
      'bot.rules.0.name: is another rule’s name',
    ],
    ['a rule without a name', withRule({ name: ' ' }), 'bot.rules.0.name: must not be empty'],
    ['a rule for nowhere', withRule({ channels: [] }), 'bot.rules.0.channels: names no channel'],
    [
      'a rule for the workspace',
      withRule({ channels: ['*'] }),
      'bot.rules.0.channels: lets the whole workspace ask',
    ],
    ['a rule for nobody', withRule({ people: [] }), 'bot.rules.0.people: names nobody'],
    [
      'a group by its handle',
      withRule({ groups: ['@on-call'] }),
      'bot.rules.0.groups.0: must be the id of a user group',
    ],
    [
      'a person by their name',
      withRule({ people: ['ada'] }),
      'bot.rules.0.people.0: must be the id of a person',
    ],
    ['a rule for no bucket', withRule({ buckets: [] }), 'bot.rules.0.buckets: names no bucket'],
    ['a rule for no question', withRule({ analyses: [] }), 'bot.rules.0.analyses: names no question'],
    [
      'a question that there is not',
      withRule({ analyses: ['object-deletions'] }),
      'bot.rules.0.analyses.0: object-deletions is neither a question nor a group of questions. Did you mean object-deletion?',
    ],
    ['a group that there is not', withRule({ analyses: ['Threat'] }), 'Did you mean Threats?'],
    [
      'buckets without a channel beside rules',
      settings({ bot: { channels: [], rules: [RULE] } }),
      'bot.buckets count for nothing',
    ],
    [
      'no logs',
      settings({ aws: { accessLogs: [] }, bot: { sources: [] } }),
      'there would be nothing to read',
    ],
    [
      'two ways to be told',
      settings({ aws: { alarms: { email: 'a@example.com', topic: 'arn:aws:sns:eu-west-1:1:t' } } }),
      'subscribe the address to that topic',
    ],
    [
      'aws.alarms.topic',
      settings({ aws: { alarms: { topic: 'arn:aws:sns:us-east-1:111122223333:on-call' } } }),
      'only to topics of their own Region, eu-west-1',
    ],
    [
      'an organisation’s trail without its id',
      settings({
        bot: {
          sources: [
            {
              kind: 'cloudtrail',
              id: 'a',
              bucket: 'trail-logs',
              prefix: '',
              layout: 'organization',
              accounts: [],
              regions: [],
            },
          ],
        },
      }),
      'bot.sources.0.organization: must be the organisation’s id',
    ],
    [
      'two sources that would share a table',
      settings({
        bot: {
          sources: ['My-Logs', 'my.logs'].map(id => ({
            kind: 'access-log' as const,
            id,
            bucket: 'logs',
            prefix: '',
            dateSource: 'EventTime' as const,
          })),
        },
      }),
      'bot.sources.1.id: is another source’s id already',
    ],
    [
      'more than a function’s environment can hold',
      settings({ bot: { buckets: Array.from({ length: 300 }, () => randomUUID()) } }),
      'bot: is too large',
    ],
  ])('are refused with what to write instead: %s', (_, written, words) => {
    expect(said(written)).toContain(words)
  })

  it.each([
    [
      { aws: { ...settings().aws, acounts: [] }, bot: settings().bot },
      'aws.acounts: is not a setting. Did you mean aws.account?',
    ],
    [
      settings({ bot: { limits: { windwDays: 3 } as object } }),
      'bot.limits.windwDays: is not a setting. Did you mean bot.limits.windowDays?',
    ],
    [{ ...settings(), slack: {} }, 'slack: is not a setting.'],
  ])('do not accept unknown names', (written, words) => {
    expect(said(written)).toContain(words)
  })

  it.each([
    [['daily-*'], []],
    [['*'], []],
    [['dialy-*'], [/^The pattern dialy-\* matches no bucket that these settings name, such as daily-/]],
    [['else*'], [/^The pattern else\* matches no bucket/]],
  ])('are remarked upon where a pattern matches nothing in them: %s', (buckets, remarks) => {
    const found = policyRemarks(checked(withRule({ buckets }), 'x'))
    expect(found).toEqual(remarks.map(remark => expect.stringMatching(remark) as unknown))
  })

  it('are explained line by line in the example', async () => {
    const text = await readFile(new URL('../../../infra/team.example.ts', import.meta.url), 'utf8')
    for (const name of [
      'accessLogs',
      'kmsKeys',
      'otherAccounts',
      'endpoint',
      'alarms',
      'keepDays',
      'onDestroy',
      'channels',
      'buckets',
      'rules',
      'owners',
      'sources',
      'limits',
    ])
      expect(text).toMatch(new RegExp(`// .*\\n\\s+${name}:`))
  })
})
