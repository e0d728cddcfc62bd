import { createHash } from 'node:crypto'

/** The first hex digits of a text's SHA-256. */
export const hashOf = (text: string, digits = 16): string =>
  createHash('sha256').update(text).digest('hex').slice(0, digits)

/** Names what a person did once: the same submission in a team always gives the same digits. */
export const submissionHash = (
  { team = '' }: { team?: string | undefined },
  submission: string,
  digits?: number,
): string => hashOf(`${team}:${submission}`, digits)
