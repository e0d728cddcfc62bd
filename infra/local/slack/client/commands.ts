import { takeAnswer } from '../app/answers.ts'
import type { Dispatch, Outcome } from '../app/dispatch.ts'
import { appMention, sendEvent } from '../app/events.ts'
import { channelName, teamOf, VERIFICATION_TOKEN } from '../app/payloads.ts'
import { ApiError } from '../model/api-error.ts'
import { post } from '../state/messages.ts'
import type { Channel, CommandPost, Message, MessagePost } from '../model/protocol.ts'
import type { Slack } from '../state/slack.ts'
import { notice, openChannelOf, personOf } from './lookup.ts'
import { ClientMistake } from './mistake.ts'

/** A person types a slash command. Resolves when the app has answered or the three seconds are over. */
export async function command(slack: Slack, dispatch: Dispatch, typed: CommandPost): Promise<void> {
  const channel = openChannelOf(slack, typed.channel, typed.user)
  const refusal = refusalOf(slack, typed)
  if (refusal !== undefined) {
    notice(slack, typed.user, refusal, { channel: channel.id })
    return
  }
  const outcome = await dispatch(typed.command, { form: commandForm(slack, channel, typed) })
  const failure = takeOutcome(slack, typed, outcome)
  if (failure === undefined) return
  const text = `${typed.command} failed with the error "${failure}"`
  notice(slack, typed.user, text, { channel: channel.id })
}

/** A person writes a message; one that begins with a slash is a command. */
export async function write(slack: Slack, dispatch: Dispatch, written: MessagePost): Promise<void> {
  const [, name, text = ''] = /^(\/\S+)\s*(.*)$/s.exec(written.text) ?? []
  if (name !== undefined) {
    await command(slack, dispatch, { ...written, command: name, text })
    return
  }
  const channel = openChannelOf(slack, written.channel, written.user)
  const { thread_ts: thread } = written
  if (thread !== undefined && !slack.store.message(channel.id, thread))
    throw new ClientMistake(`no message ${thread} in ${channel.id}`)
  const draft = { channel: channel.id, user: written.user, text: written.text }
  const message = post(slack, thread === undefined ? draft : { ...draft, thread_ts: thread })
  if (!channel.is_im && written.text.includes(`<@${slack.seed.app.bot_user}`))
    await mention(slack, dispatch, channel, message)
}

/** Slack tells the app of a mention where the app is, and the person where it is not. */
async function mention(slack: Slack, dispatch: Dispatch, channel: Channel, message: Message): Promise<void> {
  const { bot_user: bot, name } = slack.seed.app
  if (channel.members.includes(bot)) return sendEvent(slack, dispatch, appMention(slack, message))
  const text = `You mentioned @${name}, but they’re not in this channel. Type /invite @${name} to bring it here.`
  notice(slack, message.user, text, { channel: channel.id, level: 'info' })
}

/** What Slack says to a command that it does not pass on. */
function refusalOf(slack: Slack, typed: CommandPost): string | undefined {
  if (!slack.seed.commands.some(known => known.command === typed.command))
    return `${typed.command} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as commands.`
  if (typed.thread_ts !== undefined) return `${typed.command} is not supported in threads. Sorry!`
  return undefined
}

/** https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
function commandForm(slack: Slack, channel: Channel, typed: CommandPost): Record<string, string> {
  const { organisation, app } = slack.seed
  const typist = personOf(slack, typed.user)
  const team = teamOf(slack, typist)
  const target = { user: typed.user, channel: channel.id }
  return {
    token: VERIFICATION_TOKEN,
    ...(organisation
      ? { enterprise_id: organisation.id, enterprise_name: organisation.name }
      : { team_id: team.id, team_domain: team.domain }),
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: typed.user,
    user_name: typist.name,
    command: typed.command,
    text: typed.text,
    api_app_id: app.id,
    is_enterprise_install: String(organisation !== undefined),
    response_url: `${slack.url}/response/${slack.responseUrls.issue(target)}`,
    trigger_id: slack.triggers.issue({ user: target.user }),
  }
}

/** Shows what the app answered; returns Slack's word for what went wrong, if something did. */
function takeOutcome(slack: Slack, typed: CommandPost, outcome: Outcome): string | undefined {
  if (outcome.kind === 'timeout') return 'operation_timeout'
  if (outcome.kind !== 'answered') return 'dispatch_failed'
  if (outcome.body.trim() === '') return undefined
  try {
    const { user, channel } = typed
    takeAnswer(slack, { user, channel }, outcome.json ?? { text: outcome.body })
    return undefined
  } catch (error) {
    slack.log(`the answer to ${typed.command} was refused: ${String(error)}`)
    return error instanceof ApiError ? error.code : 'invalid_command_response'
  }
}
