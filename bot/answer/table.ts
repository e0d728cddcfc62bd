import { isUtc, notationOf, type Reader, zoneOf } from '../../analyses/lib/reader.ts'
import type { ResultColumn, Row } from '../../analyses/lib/analysis.ts'
import { bothTimes, bytes, count, time } from '../../analyses/lib/words.ts'
import type { Block } from '../slack/message.ts'
import { truncate, visible } from '../text/mrkdwn.ts'
import { asLogged } from './spreadsheet.ts'

/** A cell is cut here, or before: Slack takes 10,000 characters in all cells of a table. */
const CELL = 120
const TABLE = 9_900

/** The first rows of an answer. Cells are raw text, so nothing a stranger wrote is taken for markup. */
export function tableBlock(columns: readonly ResultColumn[], rows: readonly Row[], reader: Reader): Block {
  const shown = columns.filter(column => column.shown)
  const most = Math.min(CELL, Math.floor(TABLE / ((rows.length + 1) * shown.length)))
  return {
    type: 'table',
    column_settings: shown.map(({ kind, title }) => ({
      align: kind === 'number' || kind === 'bytes' ? 'right' : 'left',
      // Two times beside each other would push all else off a phone.
      is_wrapped: kind === 'text' || heading(title, reader) !== title,
    })),
    rows: [
      shown.map(({ title }) => rawText(truncate(heading(title, reader), most))),
      ...rows.map(row => shown.map(column => rawText(cell(row[column.name] ?? null, column, most, reader)))),
    ],
  }
}

/** Slack refuses an empty cell. */
const rawText = (text: string) => ({ type: 'raw_text', text: text || ' ' })

/** A column of UTC has the reader's own time beside. */
function heading(title: string, reader: Reader): string {
  const timeZone = zoneOf(reader)
  return isUtc(timeZone) ? title : title.replace('(UTC)', `(UTC · ${timeZone})`)
}

/** A value of the CSV as people read it; NULL is a dash. */
function cell(value: string | null, { kind, title }: ResultColumn, most: number, reader: Reader): string {
  if (value === null) return '–'
  // Whole days are UTC's: the reader's own begin at another time.
  if (kind === 'time')
    return heading(title, reader) === title || title.startsWith('Day')
      ? time(value)
      : bothTimes(value, reader)
  if (kind === 'number') return count(Number(value), notationOf(reader))
  return kind === 'bytes'
    ? bytes(Number(value), notationOf(reader))
    : truncate(visible(shortName(asLogged(value))), most)
}

/** `role reporting / report-daily` of a role's session, `user ada` of a user: the CSV has the whole ARN. */
function shortName(value: string): string {
  const [, role, session] = SESSION.exec(value) ?? []
  if (role !== undefined && session !== undefined) return `role ${role} / ${session}`
  const [, kind, name] = IDENTITY.exec(value) ?? []
  return kind !== undefined && name !== undefined ? `${kind} ${name}` : value
}

const SESSION = /^arn:[\w-]+:sts::\d{12}:assumed-role\/([^/]+)\/(.+)$/
const IDENTITY = /^arn:[\w-]+:iam::\d{12}:(user|role)\/(.+)$/
