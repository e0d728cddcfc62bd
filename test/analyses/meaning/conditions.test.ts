import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

/**
 * What a record means is decided in analyses/lib/meaning alone: nobody else compares the columns that say what a
 * request was and what became of it. To show them, group by them or pass them on is fine.
 */
const COLUMN = String.raw`\b(?:status|error_code|requester_type|action|operation)\b`
const CONDITION = new RegExp(
  [
    String.raw`(?<![\w.$'-])(?:[a-z_]+\.)?${COLUMN}\s*(?:=(?!>|=)|<>|!=(?!=)|<(?!/)|>=?|(?:NOT|IN|LIKE|BETWEEN|IS)\b)`,
    String.raw`(?:starts_with|regexp_like|strpos|split_part|lower|regexp_extract)\(\s*${COLUMN}`,
    String.raw`CASE\s+${COLUMN}\s`,
  ].join('|'),
  'g',
)

/** Where the columns become what they mean, and lines that only are records. */
const MEANING = ['lib/meaning/', 'lib/evidence/', 'lib/samples/', 'lib/catalogue/']

/**
 * Files that still compare by themselves, with how often: the number may only fall. What is left are names of single
 * operations that one analysis is about, and prices, which follow the operation's name.
 */
const LEFT: Readonly<Record<string, number>> = {
  'access/object-history.ts': 10,
  'cost/overview.ts': 2,
  'cost/storage-class-reads.ts': 1,
  'data-quality/parse-quality.ts': 1,
  'deletions/bucket-deleted.ts': 1,
  'deletions/incomplete-multipart.ts': 7,
  'deletions/object-deletion.ts': 4,
  'errors/access-denied.ts': 1,
  'lib/policy/settings-history.ts': 6,
  'lib/shared/judged-changes.ts': 1,
  'lib/shared/lifecycle.ts': 2,
  'lib/shared/prices.ts': 13,
  'lib/sql/denial-reasons.ts': 7,
  'lib/sql/fragments.ts': 1,
  'lib/sql/latency.ts': 1,
  'lib/sql/settings-named.ts': 4,
  'threats/account-activity.ts': 2,
  'threats/bucket-enumeration.ts': 2,
  'threats/copy-to-external-bucket.ts': 1,
  'threats/credential-file-read.ts': 1,
  'threats/decoy-access.ts': 1,
  'threats/object-encryption.ts': 2,
  'threats/posture-enumeration.ts': 9,
  'threats/read-then-overwrite.ts': 2,
  'threats/root-user-activity.ts': 5,
  'threats/security-control-tampering.ts': 1,
  'threats/suspicious-user-agent.ts': 2,
  'threats/telling-uploads.ts': 1,
}

const root = path.resolve(import.meta.dirname, '../../../analyses')
const files = fs
  .readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && !file.endsWith('.examples.ts'))
  .filter(file => !MEANING.some(folder => file.startsWith(folder)))

/** The SQL of a file: its template texts, without comments. */
const sqlOf = (source: string): string =>
  (
    source
      .replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
      .match(/sql`[\s\S]*?`|\$\{\{ text:[^}]*\}|text: `[^`]*`|`CASE[^`]*`/g) ?? []
  ).join('\n')

const uses = Object.fromEntries(
  files
    .map(
      file =>
        [file, sqlOf(fs.readFileSync(path.join(root, file), 'utf8')).match(CONDITION)?.length ?? 0] as const,
    )
    .filter(([, count]) => count > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1)),
)

describe('a condition on what a record means', () => {
  it('is a notion of analyses/lib/meaning, but for those that are left', () => {
    const more = Object.entries(uses).filter(([file, count]) => count > (LEFT[file] ?? 0))
    expect(more).toEqual([])
  })

  it('is left in no file that has none any more', () => {
    expect(Object.keys(LEFT).filter(file => uses[file] === undefined)).toEqual([])
  })

  it.each([
    'sql`status BETWEEN 200 AND 299`',
    'sql`(e.status = 404)`',
    'sql`error_code IS NOT NULL`',
    "sql`action IN ('read')`",
    "sql`requester_type <> 'service'`",
    "sql`starts_with(operation, 'S3.')`",
    "sql`CASE action WHEN 'read' THEN 1 END`",
  ])('is found in %s', source => {
    expect(sqlOf(source).match(CONDITION)).toHaveLength(1)
  })

  it.each([
    'sql`SELECT status, error_code, operation FROM events GROUP BY operation`',
    'sql`max_by(operation, event_time) AS operation`',
    "// status = 404\nconst a = parameters.status === '404'",
  ])('is not found in %s', source => {
    expect(sqlOf(source).match(CONDITION)).toBeNull()
  })
})
