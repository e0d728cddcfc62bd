import type { Severity } from '../../analyses/lib/analysis.ts'
import { capitalised } from '../../analyses/lib/words.ts'
import type { Answer } from '../model/stored/query.ts'
import { section, SIGNS } from '../slack/blocks.ts'
import type { Block } from '../slack/message.ts'
import { literal } from '../text/mrkdwn.ts'

export const severityWords = ({ level, why }: Severity): string => `${capitalised(level)} severity. ${why}`

/** How bad it is, in words and not by colour alone. */
export const severityLine = ({ severity }: Answer): Block[] =>
  severity ? [section(`${SIGNS[severity.level]} ${literal(severityWords(severity))}`)] : []
