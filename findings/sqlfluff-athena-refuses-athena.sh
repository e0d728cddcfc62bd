#!/usr/bin/env bash
# sqlfluff 4.5.0 with its dialect athena cannot parse statements that are in Athena's own manual.
#
# Expected: all of them parse. Amazon Athena user guide: "SELECT" (OFFSET comes before LIMIT), "Query
#   Apache Iceberg table data" (time travel), "OPTIMIZE", "VACUUM", "EXPLAIN ANALYZE".
# Seen: each is an "unparsable section". The same SELECT with LIMIT alone, UNLOAD and EXECUTE parse.
# Matters: one unparsable section in a file keeps `sqlfluff fix` from touching any of it, and a linter
#   that fails on right queries is switched off for all of them.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check sqlfluff==4.5.0

cat > expected <<'END'
SELECT a FROM t LIMIT 5: parsed
UNLOAD (SELECT 1) TO 's3://example/' WITH (format = 'PARQUET'): parsed
SELECT a FROM t OFFSET 5 LIMIT 5: unparsable
SELECT a FROM t FOR TIMESTAMP AS OF TIMESTAMP '2026-01-01 00:00:00 UTC': unparsable
OPTIMIZE t REWRITE DATA USING BIN_PACK: unparsable
VACUUM t: unparsable
EXPLAIN ANALYZE SELECT a FROM t: unparsable
END

env/bin/python - > seen <<'END'
import sqlfluff

for sql in [
    "SELECT a FROM t LIMIT 5",
    "UNLOAD (SELECT 1) TO 's3://example/' WITH (format = 'PARQUET')",
    "SELECT a FROM t OFFSET 5 LIMIT 5",
    "SELECT a FROM t FOR TIMESTAMP AS OF TIMESTAMP '2026-01-01 00:00:00 UTC'",
    "OPTIMIZE t REWRITE DATA USING BIN_PACK",
    "VACUUM t",
    "EXPLAIN ANALYZE SELECT a FROM t",
]:
    try:
        sqlfluff.parse(sql + "\n", dialect="athena")
        print(f"{sql}: parsed")
    except sqlfluff.api.APIParsingError:
        print(f"{sql}: unparsable")
END

diff expected seen || { echo "changed: sqlfluff no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
