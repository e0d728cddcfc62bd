import type { CellKind, ResultColumn, Row } from '../../analyses/lib/analysis.ts'
import { bytes, count, time } from '../../analyses/lib/words.ts'
import type { Block } from '../clients/thread.ts'
import { truncate, visible } from './mrkdwn.ts'
import { asLogged } from './spreadsheet.ts'

/** Slack takes 10,000 characters in all cells of a table: 10 rows of 6 columns stay well below. */
const CELL = 120

/** The first rows of an answer. Cells are raw text, so nothing a stranger wrote is taken for markup. */
export function tableBlock(columns: readonly ResultColumn[], rows: readonly Row[]): Block {
  const shown = columns.filter(column => column.shown)
  return {
    type: 'table',
    column_settings: shown.map(({ kind }) => ({
      align: kind === 'number' || kind === 'bytes' ? 'right' : 'left',
      is_wrapped: kind === 'text',
    })),
    rows: [
      shown.map(({ title }) => rawText(title)),
      ...rows.map(row => shown.map(({ name, kind }) => rawText(cell(row[name] ?? null, kind)))),
    ],
  }
}

/** Slack refuses an empty cell. */
const rawText = (text: string) => ({ type: 'raw_text', text: text || ' ' })

/** A value of the CSV as people read it; NULL is a dash. */
export function cell(value: string | null, kind: CellKind): string {
  if (value === null) return '–'
  if (kind === 'time') return time(value)
  if (kind === 'number') return count(Number(value))
  return kind === 'bytes' ? bytes(Number(value)) : truncate(visible(asLogged(value)), CELL)
}
