#!/usr/bin/env bash
# DuckDB 2.0.1 writes the sum of a BIGINT column to Parquet as DOUBLE, and the sum is another number.
#
# Expected: 9007199254740993. sum() of integers is exact: its result is a HUGEINT (DuckDB
#   documentation, "Aggregate Functions"); Trino and Athena give a bigint for the same query.
# Seen: Parquet has no 128-bit integer, so COPY writes DOUBLE, without an error or a warning, and the
#   file says 9007199254740992. A cast to BIGINT in the query keeps the number and the type.
# Matters: totals of bytes pass through such files. A file from DuckDB and one from Athena then
#   differ in schema, so a table over both fails or rounds, and totals above 2^53 are not exact.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 pyarrow==26.0.1

cat > expected <<'END'
query: HUGEINT 9007199254740993
file, sum(bytes): double 9007199254740992
file, CAST(sum(bytes) AS BIGINT): int64 9007199254740993
END

env/bin/python - > seen <<'END'
import duckdb
import pyarrow.parquet as pq

db = duckdb.connect()
db.execute("CREATE TABLE log AS SELECT unnest([9007199254740992, 1]) AS bytes")
row = db.execute("SELECT typeof(sum(bytes)), sum(bytes) FROM log").fetchall()[0]
print(f"query: {row[0]} {row[1]}")
for value in ["sum(bytes)", "CAST(sum(bytes) AS BIGINT)"]:
    db.execute(f"COPY (SELECT {value} AS total FROM log) TO 'total.parquet'")
    total = pq.read_table("total.parquet").column("total")
    print(f"file, {value}: {total.type} {int(total[0].as_py())}")
END

diff expected seen || { echo "changed: DuckDB no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
