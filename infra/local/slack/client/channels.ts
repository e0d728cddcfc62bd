import { remove } from '../state/messages.ts'
import type { ChannelPost, DeletePost, InvitePost } from '../model/protocol.ts'
import { type Slack, workspace } from '../state/slack.ts'
import { channelOf, notice, openChannelOf, previewedChannelOf } from './lookup.ts'
import { ClientMistake } from './mistake.ts'

export function invite(slack: Slack, { user, channel }: InvitePost): void {
  const { id, name, members } = openChannelOf(slack, channel, user)
  const { bot_user: bot, name: app } = slack.seed.app
  slack.store.join(id, bot)
  changed(slack)
  const words = members.includes(bot) ? 'is already in' : 'was added to'
  notice(slack, user, `${app} ${words} #${name}.`, { channel: id, level: 'info' })
}

/** A person leaves a channel that they are in, or joins a public one. */
export function changeMembership(slack: Slack, { user, channel, isIn }: MembershipChange): void {
  const { id, is_private: isPrivate } = isIn
    ? previewedChannelOf(slack, channel, user)
    : channelOf(slack, channel, user)
  if (isIn && isPrivate) throw new ClientMistake(`nobody joins the private ${id} by themselves`)
  if (isIn) slack.store.join(id, user)
  else slack.store.leave(id, user)
  changed(slack)
}

/** Whether a person is to be in a channel. */
export interface MembershipChange {
  user: string
  channel: string
  isIn: boolean
}

/** What becomes of a channel over the years, for an app that still writes to it. */
export function changeChannel(slack: Slack, { user, channel, has_app, ...flags }: ChannelPost): void {
  const { id, is_im: direct } = channelOf(slack, channel, user)
  if (direct) throw new ClientMistake('direct messages stay as they are')
  const { bot_user: bot } = slack.seed.app
  slack.store.change(id, flags)
  if (has_app === true) slack.store.join(id, bot)
  if (has_app === false) slack.store.leave(id, bot)
  changed(slack)
}

export function removeMessage(slack: Slack, { user, channel, message_ts: ts }: DeletePost): void {
  const { id } = channelOf(slack, channel, user)
  const message = slack.store.message(id, ts)
  if (!message) throw new ClientMistake(`no message ${ts} in ${id}`)
  remove(slack, message)
}

function changed(slack: Slack): void {
  slack.broadcast.emit({ type: 'workspace', workspace: workspace(slack) })
}
