/**
 * At most `limit` characters, the last of them `…` where something was cut; never half of one. They are counted as
 * UTF-16 units: however Slack counts, it never counts higher.
 */
export const truncate = (text: string, limit: number): string =>
  text.length <= limit
    ? text
    : `${text.slice(0, Math.max(0, limit - 1)).replace(/(?:[\ud800-\udbff]|\u200d|\ufe0f)+$/, '')}…`
