#!/usr/bin/env bash
# node-sql-parser 5.4.0 for Athena reads DECIMAL '1.5' and X'41' as columns with a name.
#
# Expected: the literals come out as they went in. Trino, whose SQL Athena speaks, has DECIMAL '1.5' for
#   exact and X'41' for binary values ("Data types").
# Seen: the parser takes DECIMAL and x for columns and the value for their alias, as if AS stood
#   between, and a text that ends in a backslash for a quoted name. DATE and TIMESTAMP are right.
# Matters: a query that is parsed to add a LIMIT or to list its columns runs as another query: at
#   best Athena knows no such column, at worst there is a column of that name.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . node-sql-parser@5.4.0

cat > expected <<'END'
SELECT DATE '2026-01-01': SELECT DATE '2026-01-01'
SELECT DECIMAL '1.5': SELECT "DECIMAL" AS "1.5"
SELECT X'41': SELECT "X" AS "41"
SELECT 'logs\': SELECT "logs\"
END

cat > run.cjs <<'END'
const { Parser } = require('node-sql-parser')
const parser = new Parser()
const athena = { database: 'athena' }
for (const sql of [
  "SELECT DATE '2026-01-01'",
  "SELECT DECIMAL '1.5'",
  "SELECT X'41'",
  "SELECT 'logs\\'",
])
  console.log(`${sql}: ${parser.sqlify(parser.astify(sql, athena), athena)}`)
END
node run.cjs > seen

diff expected seen || { echo "changed: node-sql-parser no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
