#!/usr/bin/env bash
# sqlglot 30.31.0 from Athena to DuckDB: what is NULL in Athena becomes '' or text, so IS NULL and
# coalesce no longer find it.
#
# Expected: split_part beyond the last field is NULL (Trino, "String functions and operators");
#   json_extract_scalar of an object is NULL, as it is no scalar ("JSON functions and operators");
#   regexp_extract is NULL where nothing matches (its implementation; the page is silent).
# Seen: split_part and regexp_extract keep their name, which DuckDB has, with '' for "not there"
#   (DuckDB, "Text functions" and "Regular expressions");
#   json_extract_scalar becomes ->>, which gives the object as text. No warning.
# Matters: access log lines without a request, keys without a third folder and CloudTrail fields that
#   are sometimes objects are counted as another group than Athena counts them.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check sqlglot==30.31.0 duckdb==2.0.1

cat > expected <<'END'
coalesce(split_part('a/b', '/', 3), '(none)'): ''
coalesce(regexp_extract('-', '^GET ([^ ]+)', 1), '(none)'): ''
coalesce(json_extract_scalar('{"a":{"b":1}}', '$.a'), '(none)'): '{"b":1}'
END

env/bin/python - > seen <<'END'
import duckdb
import sqlglot

for athena in [
    "coalesce(split_part('a/b', '/', 3), '(none)')",
    "coalesce(regexp_extract('-', '^GET ([^ ]+)', 1), '(none)')",
    """coalesce(json_extract_scalar('{"a":{"b":1}}', '$.a'), '(none)')""",
]:
    sql = sqlglot.transpile(f"SELECT {athena}", read="athena", write="duckdb")[0]
    print(f"{athena}: {duckdb.sql(sql).fetchall()[0][0]!r}")
END

diff expected seen || { echo "changed: sqlglot no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
