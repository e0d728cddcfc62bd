import type { App } from '@slack/bolt'
import { expect, it } from 'vitest'
import { ADA, button, GRACE, INCIDENTS, input, modal, section, slackWithBolt } from './slack-bolt.ts'

/** A small app of the shape of ours: a command opens a form, the form posts a message, its button answers. */
function askingApp(app: App): void {
  app.command('/s3audit', async ({ ack, body, client }) => {
    await ack()
    await client.views.open({ trigger_id: body.trigger_id, view: form(body.text, body.channel_id) })
  })
  app.view('ask', async ({ ack, view, body, client }) => {
    const bucket = view.state.values.bucket?.name?.value ?? ''
    if (bucket.includes('_')) {
      await ack({ response_action: 'errors', errors: { bucket: 'A bucket name has no underscore.' } })
      return
    }
    await ack()
    const channel = view.private_metadata
    const { ts = '' } = await client.chat.postMessage({ channel, text: `Asked by <@${body.user.id}>` })
    const actions = { type: 'actions' as const, elements: [button('sql', { value: bucket })] }
    await client.chat.update({
      channel,
      ts,
      text: `Answer for ${bucket}`,
      blocks: [section('Done'), actions],
    })
  })
  app.action('sql', async ({ ack, body, respond, action }) => {
    await ack()
    const value = action.type === 'button' ? action.value : ''
    await respond({
      text: `SQL of ${value} for <@${body.user.id}>`,
      response_type: 'ephemeral',
      replace_original: false,
    })
  })
}

function form(bucket: string, channel: string) {
  const element = { type: 'plain_text_input', action_id: 'name', initial_value: bucket }
  return modal([input('bucket', element)], { private_metadata: channel })
}

it('carries a question from the command through the form, its errors, the message and a button to an answer for one person', async () => {
  const { slack, events } = await slackWithBolt(askingApp)
  const { client } = slack

  await client.command({ user: ADA, channel: INCIDENTS, command: '/s3audit', text: 'my_bucket' })
  const [view] = client.views(ADA)
  expect(view?.view).toMatchObject({ type: 'modal', callback_id: 'ask', title: { text: 'Ask' } })
  expect(client.views(GRACE)).toEqual([])

  await client.submission({ user: ADA, view_id: view?.id ?? '', values: {} })
  expect(events.at(-1)).toEqual({
    type: 'view_errors',
    view_id: view?.id,
    errors: { bucket: 'A bucket name has no underscore.' },
  })

  const values = { bucket: { name: { type: 'plain_text_input', value: 'my-bucket' } } }
  await client.submission({ user: ADA, view_id: view?.id ?? '', values })
  expect(client.views(ADA)).toEqual([])

  const [message] = client.messages(INCIDENTS)
  expect(message).toMatchObject({ user: slack.botUserId, text: 'Answer for my-bucket', edited: {} })

  const actions = message?.blocks?.[1]
  await client.action({
    user: GRACE,
    container: { channel: INCIDENTS, message_ts: message?.ts ?? '' },
    block_id: actions?.block_id ?? '',
    element: { type: 'button', action_id: 'sql' },
  })
  const seenByGrace = client.messages(INCIDENTS, undefined, GRACE).map(({ text }) => text)
  expect(seenByGrace).toEqual(['Answer for my-bucket', `SQL of my-bucket for <@${GRACE}>`])
  expect(client.messages(INCIDENTS, undefined, ADA)).toHaveLength(1)
})
