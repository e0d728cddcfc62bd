#!/usr/bin/env bash
# sqlglot 30.31.0 turns Athena's slice(array, start, length) into DuckDB's array_slice(array, begin,
# end) without touching the third argument, so other elements come back.
#
# Expected: slice('logs/2026/11/29/x', 2nd element, length 3) is 2026, 11, 29. Trino: "slice(x,
#   start, length): Subsets array x starting from index start with a length of length" (Array
#   functions). DuckDB: "array_slice(list, begin, end)", the end included (List functions).
# Seen: the SQL runs in DuckDB without a warning and gives 2026, 11.
# Matters: keys and log prefixes are taken apart with split and slice; a query that is tried locally
#   before it goes to Athena gives another day.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check sqlglot==30.31.0 duckdb==2.0.1

cat > expected <<'END'
athena: SELECT ARRAY_SLICE(STR_SPLIT('logs/2026/11/29/x', '/'), 2, 3)
['2026', '11']
trino: SELECT ARRAY_SLICE(STR_SPLIT('logs/2026/11/29/x', '/'), 2, 3)
['2026', '11']
written for Trino: SELECT SLICE(SPLIT('logs/2026/11/29/x', '/'), 2, 3)
END

env/bin/python - > seen <<'END'
import duckdb
import sqlglot

query = "SELECT slice(split('logs/2026/11/29/x', '/'), 2, 3)"
for dialect in ["athena", "trino"]:
    sql = sqlglot.transpile(query, read=dialect, write="duckdb")[0]
    print(f"{dialect}: {sql}")
    print(duckdb.sql(sql).fetchall()[0][0])
print("written for Trino:", sqlglot.transpile(query, read="athena", write="trino")[0])
END

diff expected seen || { echo "changed: sqlglot no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
