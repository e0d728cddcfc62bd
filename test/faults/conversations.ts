import { ABOUT_AN_ANSWER } from './about-an-answer.ts'
import { ASKING } from './asking.ts'
import { AT_HOME } from './at-home.ts'
import type { Conversation, Talk } from './talk.ts'
import { WATCHING } from './watching.ts'

/** All conversations, by their names: what a person does with s3audit. */
export const CONVERSATIONS: Record<string, (talk: Talk) => Conversation> = {
  ...ASKING,
  ...ABOUT_AN_ANSWER,
  ...WATCHING,
  ...AT_HOME,
}

export const NAMES = Object.keys(CONVERSATIONS)
