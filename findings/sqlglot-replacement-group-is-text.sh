#!/usr/bin/env bash
# sqlglot 30.31.0 from Athena to DuckDB: regexp_replace(..., '$2') puts the two characters $2 into the
# result.
#
# Expected: the second group. Trino refers to groups with $g or ${name} ("Regular expression
#   functions", regexp_replace), DuckDB with \1 to \9 ("Regular expressions").
# Seen: the pattern, the replacement and a 'g' flag are passed on; $2 means nothing to DuckDB. No
#   error, no warning, one and the same value for all rows. From DuckDB to Athena it is the reverse.
# Matters: the path is cut out of an access log's request this way, so all rows fall into one group
#   called "$2".
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check sqlglot==30.31.0 duckdb==2.0.1

cat > expected <<'END'
athena to duckdb: SELECT REGEXP_REPLACE('GET /b/k HTTP/1.1', '^([A-Z]+) ([^ ]+).*', '$2', 'g')
DuckDB answers: $2
written for DuckDB: /b/k
duckdb to athena: SELECT REGEXP_REPLACE(uri, '^([A-Z]+) ([^ ]+).*', '\2')
END

env/bin/python - > seen <<'END'
import duckdb
import sqlglot

pattern = "'^([A-Z]+) ([^ ]+).*'"
sql = sqlglot.transpile(
    f"SELECT regexp_replace('GET /b/k HTTP/1.1', {pattern}, '$2')", read="athena", write="duckdb"
)[0]
print("athena to duckdb:", sql)
print("DuckDB answers:", duckdb.sql(sql).fetchall()[0][0])
own = f"regexp_replace('GET /b/k HTTP/1.1', {pattern}, '\\2')"
print("written for DuckDB:", duckdb.sql(f"SELECT {own}").fetchall()[0][0])
back = sqlglot.transpile(
    f"SELECT regexp_replace(uri, {pattern}, '\\2')", read="duckdb", write="athena"
)[0]
print("duckdb to athena:", back)
END

diff expected seen || { echo "changed: sqlglot no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
