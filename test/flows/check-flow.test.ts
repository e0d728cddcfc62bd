import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { S3Client, PutBucketPolicyCommand } from '@aws-sdk/client-s3'
import type { Message } from '../../infra/local/slack/model/protocol.ts'
import { messageText } from '../../infra/local/terminal/text.ts'
import { callsOf } from '../bot/check/shell.ts'
import { expectClear } from '../support/clear-words.ts'
import { type Asked, faultSwitch, firstTimes } from '../support/fault-switch.ts'
import { ADA, INCIDENTS, smallLogs, startTestProduct, type TestProduct } from '../support/product.ts'
import { buttonOf, press } from '../support/slack-clicks.ts'

/** `/s3audit check`, through the shipped handlers: typed, posted, its buttons pressed. */

const RANDOM = 'C0RANDOM'
const HOSTILE = `Sid<!channel>&'; touch hacked; $(touch hacked) \`touch hacked\`\n*bold*`
const faults = faultSwitch()
const logging = { targetBucket: 'my-logs', targetPrefix: `it's <@U0ADA> $(x)/` }

let product: TestProduct
beforeAll(async () => {
  product = await startTestProduct({
    faults: faults.faults,
    settings: {
      channels: [INCIDENTS],
      rules: [{ name: 'random', channels: [RANDOM], buckets: ['quiet-bucket'] }],
    },
    logs: smallLogs({
      buckets: { 'my-bucket': { logging }, 'quiet-bucket': {}, 'hostile-bucket': {} },
      objects: [{ bucket: 'my-logs', key: 'a', body: 'a' }],
    }),
  })
})
afterAll(() => product?.stop())
afterEach(() => faults.off())

const results = (channel = INCIDENTS): Message[] =>
  product.client.messages(channel).filter(message => buttonOf(message, 'check-again'))

/** Types it and gives back the posted result. */
async function checked(text: string, channel = INCIDENTS): Promise<Message> {
  const before = new Set(results(channel).map(({ ts }) => ts))
  await product.type(text, channel)
  return next(before, channel)
}

/** The result that was not there before, once nothing is open any more. */
const next = (before: ReadonlySet<string>, channel = INCIDENTS): Promise<Message> =>
  vi.waitFor(
    async () => {
      expect(await product.investigations.openIds()).toEqual([])
      const found = results(channel).find(({ ts }) => !before.has(ts))
      if (!found) throw new Error(`Nothing was posted: ${lastEphemeral(channel)}`)
      return found
    },
    { timeout: 30_000, interval: 50 },
  )

const lastEphemeral = (channel = INCIDENTS): string => {
  const last = product.ephemeralMessages(channel).at(-1)
  return last ? messageText(last) : ''
}
const on = (operation: string) => (asked: Asked) => asked.operation === operation

describe('a check of one bucket', () => {
  it('is acknowledged at once and posted a moment later, with what is wrong and what is good', async () => {
    const message = await checked('check quiet-bucket')
    expect(lastEphemeral()).toMatch(
      /^Checking `quiet-bucket`: what I find comes in <#C0INCIDENTS> in a moment\.$/,
    )
    const text = messageText(message)
    expect(text).toMatch(/^@.* Nothing records what happens in quiet-bucket\./)
    expect(text).toContain('Critical. Server access logging of quiet-bucket is off.')
    expect(text).toContain('Already good: New objects are encrypted')
    expectClear(text)
  })

  it.each(['check s3://quiet-bucket/some/prefix', 'CHECK  bucket:quiet-bucket'])(
    'is understood as people write it: %s',
    async command => {
      expect(messageText(await checked(command))).toContain('happens in quiet-bucket')
    },
  )

  it('shows how to fix each thing, in a window', async () => {
    const message = await checked('check quiet-bucket')
    const before = product.client.views(ADA).length
    await press(product, message, 'show-fix')
    const view = product.client.views(ADA)[before]?.view
    const text = messageText({ ...message, blocks: view?.blocks ?? [] })
    expect(text).toContain('aws s3api put-bucket-logging')
    expect(text).toContain('AWS::S3::BucketPolicy')
  })

  it('gives all commands as a script that a shell can read', async () => {
    const message = await checked('check quiet-bucket')
    await press(product, message, 'check-commands')
    const script = await download()
    expect(script).toContain('s3audit has run none of it')
    const calls = callsOf(script)
    expect(calls.map(({ operation }) => operation)).toContain('put-bucket-logging')
    // What others may rely on is left to a person.
    expect(calls.map(({ operation }) => operation)).not.toContain('put-bucket-ownership-controls')
    expect(script).toContain('# aws s3api put-bucket-ownership-controls')
  })

  it('is done anew by its button, once for two presses', async () => {
    const message = await checked('check quiet-bucket')
    const before = new Set(results().map(({ ts }) => ts))
    await Promise.all([press(product, message, 'check-again'), press(product, message, 'check-again')])
    await next(before)
    expect(results().filter(({ ts }) => !before.has(ts))).toHaveLength(1)
  })

  it('changes nothing: it asks S3 and CloudTrail only to tell', async () => {
    const from = faults.asked.length
    await checked('check my-bucket')
    const aws = faults.asked.slice(from).filter(({ service }) => service === 's3' || service === 'cloudtrail')
    const writes = aws.filter(({ operation }) => !/^(Get|Describe)/.test(operation))
    expect(writes.map(({ operation, detail }) => `${operation} ${detail['bucket']}`)).toEqual([
      'PutObject s3audit-workspace',
      'PutObject s3audit-workspace',
    ])
  })
})

async function download(): Promise<string> {
  const link = /http:\/\/\S+/.exec(product.ephemeralMessages().at(-1)?.text ?? '')?.[0]
  if (!link) throw new Error(lastEphemeral())
  const response = await fetch(link)
  expect(response.headers.get('content-disposition')).toMatch(/attachment; filename="s3audit-.*\.sh"/)
  return response.text()
}

it('is offered below a question that found no logs, about that bucket', async () => {
  const investigation = await product.ask('object-deletion quiet-bucket 24h')
  expect(investigation.problem?.code).toBe('no-source')
  const before = new Set(results().map(({ ts }) => ts))
  await press(product, product.thread(investigation).at(-1), 'check-bucket')
  expect(messageText(await next(before))).toContain('Nothing records what happens in quiet-bucket.')
})

describe('a check of all buckets', () => {
  it('ranks them, the blindest first, with a way to each', async () => {
    const message = await checked('check')
    const text = messageText(message)
    expect(text).toContain('3 buckets checked: 3 have no access logs; of 3 nothing is recorded at all.')
    const before = new Set(results().map(({ ts }) => ts))
    await press(product, message, 'check-bucket', { value: 'my-bucket' })
    expect(messageText(await next(before))).toContain('in my-bucket')
  })

  it('gives a script that switches logging on where it is off: one log bucket for all', async () => {
    await press(product, await checked('check'), 'check-commands')
    const calls = callsOf(await download())
    const of = (operation: string) => calls.filter(call => call.operation === operation)
    expect(of('create-bucket').map(({ options }) => options['bucket'])).toEqual([
      's3-access-logs-111122223333-eu-west-1',
    ])
    expect(of('put-bucket-logging').map(({ options }) => options['bucket'])).toEqual([
      'quiet-bucket',
      'hostile-bucket',
    ])
    const [{ options } = { options: {} as Record<string, string> }] = of('put-bucket-policy')
    expect(JSON.parse(options['policy'] ?? '')).toMatchObject({
      Statement: [
        {
          Condition: {
            ArnLike: { 'aws:SourceArn': ['arn:aws:s3:::quiet-bucket', 'arn:aws:s3:::hostile-bucket'] },
          },
        },
      ],
    })
  })

  it('is of those buckets only that may be asked about there, and told in person where nobody may write', async () => {
    await product.type('check', RANDOM)
    const told = await next(new Set(), 'D0ADA')
    expect(messageText(told)).toMatch(/1 bucket checked: 1 has no access logs/)
    expect(messageText(told)).toMatch(
      /I could not post this in .*C0RANDOM.*: .* Type \/invite @s3audit there\./,
    )
    expect(product.client.messages(RANDOM).filter(({ ephemeral_to }) => !ephemeral_to)).toEqual([])
    // What is asked in the direct message is answered there.
    await press(product, told, 'check-again')
    expect(messageText(await next(new Set([told.ts]), 'D0ADA'))).toMatch(/^[^]*\d+ buckets? checked/)
  })
})

describe('who may not', () => {
  it.each([
    ['check other-bucket', /s3audit may not be asked about the bucket `other-bucket` here/],
    ['check <!channel>', /may not be asked about the bucket/],
    ['check my-bucket 7d', /A check has no other options/],
  ])('is told, and nothing is looked at: %s', async (command, words) => {
    const from = faults.asked.length
    await product.type(command)
    expect(lastEphemeral()).toMatch(words)
    expectClear(lastEphemeral())
    expect(faults.asked.slice(from).filter(({ service }) => service === 's3')).toEqual([])
  })
})

describe('what may go wrong', () => {
  it('a right that is missing is a finding with the statement to add', async () => {
    faults.on(asked =>
      on('GetBucketPolicy')(asked) ? { status: 403, code: 'AccessDenied', message: 'no' } : undefined,
    )
    const message = await checked('check quiet-bucket')
    expect(messageText(message)).toContain(
      's3audit is not allowed to read some of the configuration: s3:GetBucketPolicy.',
    )
    expect(messageText(message)).not.toContain('Nobody outside is let in')
  })

  it('a write that fails is made again: one result is posted', async () => {
    const before = new Set(results().map(({ ts }) => ts))
    // The first is the item itself; then come the result, the claim, the post’s place and the end.
    let writes = 0
    faults.on(asked => {
      if (asked.service !== 'dynamodb' || asked.operation !== 'PutItem') return undefined
      writes += 1
      return writes % 2 === 0 ? { status: 400, code: 'ThrottlingException', message: '' } : undefined
    })
    await checked('check quiet-bucket')
    expect(results().filter(({ ts }) => !before.has(ts))).toHaveLength(1)
    expect(writes).toBeGreaterThan(5)
  })

  it('a post whose answer is lost is found, not repeated', async () => {
    const before = new Set(results().map(({ ts }) => ts))
    faults.on(
      firstTimes(1, asked => asked.service === 'slack' && on('chat.postMessage')(asked), {
        status: 200,
        code: 'lost-answer',
        message: '',
      }),
    )
    await checked('check quiet-bucket')
    expect(results().filter(({ ts }) => !before.has(ts))).toHaveLength(1)
  })

  it('what strangers wrote is shown as it is, and is nothing to a shell', async () => {
    const { AWS_ENDPOINT_URL_S3: endpoint, AWS_REGION: region, ...env } = product.services.env
    const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY }
    const client = new S3Client({ endpoint, region, credentials })
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Sid: HOSTILE, Effect: 'Allow', Principal: '*', Action: HOSTILE, Resource: '*' }],
    })
    await client.send(new PutBucketPolicyCommand({ Bucket: 'hostile-bucket', Policy }))
    await client.send(new PutBucketPolicyCommand({ Bucket: 'my-logs', Policy }))
    client.destroy()
    for (const bucket of ['hostile-bucket', 'my-bucket']) {
      const message = await checked(`check ${bucket}`)
      const raw = JSON.stringify(message.blocks) + message.text
      expect(raw).not.toContain('<!channel>')
      expect(raw.replaceAll(/<@U0ADA> \*/g, '')).not.toContain('<@U0ADA>')
      await press(product, message, 'check-commands')
      const calls = callsOf(await download())
      const texts = calls.flatMap(({ options }) => Object.values(options))
      expect(texts.join()).not.toContain('hacked\n')
    }
    const logsPolicy = callsOf(await download()).find(({ operation }) => operation === 'put-bucket-policy')
    const { Statement } = z
      .object({ Statement: z.array(z.looseObject({})) })
      .parse(JSON.parse(logsPolicy?.options['policy'] ?? ''))
    expect(Statement[0]).toMatchObject({ Sid: HOSTILE })
    expect(Statement[1]).toMatchObject({ Resource: `arn:aws:s3:::my-logs/${logging.targetPrefix}*` })
  })
})
