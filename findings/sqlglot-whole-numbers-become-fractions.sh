#!/usr/bin/env bash
# sqlglot 30.31.0 from Athena to DuckDB: 3 / 2 becomes 1.5, and try(x / 0) Infinity instead of NULL.
#
# Expected: whole numbers divide to whole numbers, and a division by zero is an error that try() turns
#   into NULL (Trino, "Mathematical functions and operators" and "Conditional expressions": TRY).
#   sqlglot knows that: between two casts it writes the division that cuts the fraction off.
# Seen: literals, columns and count(*) are not taken for whole numbers. They get DuckDB's /, which
#   divides to DOUBLE, and never fails. The same expression with casts gives another number.
# Matters: shares of failed requests and average sizes differ between the query that is tried and the
#   one that Athena runs, and HAVING thresholds with them; "no requests" turns into infinity.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check sqlglot==30.31.0 duckdb==2.0.1

cat > expected <<'END'
3 / 2: 1.5
count(*) / 2: 1.5
CAST(count(*) AS bigint) / CAST(2 AS bigint): 1
try(3 / 0): inf
END

env/bin/python - > seen <<'END'
import duckdb
import sqlglot

for athena in [
    "3 / 2",
    "count(*) / 2",
    "CAST(count(*) AS bigint) / CAST(2 AS bigint)",
    "try(3 / 0)",
]:
    query = f"SELECT {athena} FROM (VALUES 1, 2, 3) AS t(x)"
    sql = sqlglot.transpile(query, read="athena", write="duckdb")[0]
    print(f"{athena}: {duckdb.sql(sql).fetchall()[0][0]}")
END

diff expected seen || { echo "changed: sqlglot no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
