import type { Sql } from '../../analyses/lib/sql/sql.ts'
import { sql } from '../../analyses/lib/sql/sql.ts'

/**
 * A text column as the CSV has it. Keys, user agents and the like are written by strangers: a cell that a
 * spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection). So does one that
 * only looks as if it had been treated so, or `asLogged` could not tell the two apart.
 */
export const spreadsheetSafe = (column: Sql): Sql =>
  sql`CASE WHEN regexp_like(${column}, '^''*[=+@\t\r\n-]') THEN concat('''', ${column}) ELSE ${column} END`

/** A CSV cell as it was in the log: undoes `spreadsheetSafe`. */
export const asLogged = (cell: string): string => cell.replace(/^'(?='*[=+@\t\r\n-])/, '')
