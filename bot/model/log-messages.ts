/**
 * Texts of log lines that something outside the bot counts: an alarm's metric filter matches them literally. This
 * file imports nothing, so that the stack can share them without loading the bot.
 */

/** Logged when an investigation is given up because a stage exceeded its deadline. */
export const OVERDUE = 'stage over its deadline'
