/**
 * What a line of the log says happened, in its field `kind`. An alarm's metric filter counts one of them. This file
 * imports nothing, so that the stack can share it without loading the bot.
 */
export type LogKind =
  | 'audit-not-written'
  | 'blocks-refused'
  | 'broken-watch'
  | 'buckets-not-listed'
  | 'charts-not-posted'
  | 'check-refused'
  | 'claim-not-saved'
  | 'damaged-item'
  | 'deadline'
  | 'defect'
  | 'ephemeral-failed'
  | 'failing'
  | 'feedback-not-posted'
  | 'handler-failed'
  | 'home-not-shown'
  | 'note-not-told'
  | 'pass-failed'
  | 'recent-not-read'
  | 'request-unreadable'
  | 'update-failed'
  | 'waiting'

/** An investigation was given up because a stage exceeded its deadline. */
export const OVERDUE = 'deadline' satisfies LogKind
