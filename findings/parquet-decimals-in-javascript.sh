#!/usr/bin/env bash
# hyparquet 1.33.0 and @dsnp/parquetjs 1.8.8: a DECIMAL of a Parquet file is rounded, or raw bytes,
# depending on its digits. A BIGINT of the same file is exact.
#
# Expected: 12345678901234567.89. A decimal is the whole number that is stored, shifted by the scale,
#   and so exact (Parquet format, "LogicalTypes", DECIMAL).
# Seen: hyparquet gives the number 12345678901234568. parquetjs gives numbers up to 18 digits, and for
#   more a Buffer of the unscaled bytes. Both give 9007199254740993n for a BIGINT.
# Matters: Athena writes costs and averages as DECIMAL. Cents disappear without an error, or a chart
#   adds up Buffers, as soon as a column is declared wider; a cast to varchar in the query helps.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . hyparquet@1.33.0 @dsnp/parquetjs@1.8.8
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1

cat > expected <<'END'
hyparquet wide: number 12345678901234568
hyparquet narrow: number 1.1
hyparquet whole: bigint 9007199254740993
parquetjs wide: Buffer 0000000000000000112210f47de98115
parquetjs narrow: number 1.1
parquetjs whole: bigint 9007199254740993
END

env/bin/python - <<'END'
import duckdb

duckdb.sql(
    "SELECT CAST('12345678901234567.89' AS DECIMAL(38, 2)) AS wide, "
    "CAST('1.10' AS DECIMAL(10, 2)) AS narrow, CAST(9007199254740993 AS BIGINT) AS whole"
).write_parquet("costs.parquet", compression="uncompressed")
END
cat > run.mjs <<'END'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import parquetjs from '@dsnp/parquetjs'
const shown = value =>
  Buffer.isBuffer(value) ? `Buffer ${value.toString('hex')}` : `${typeof value} ${value}`
const show = (library, row) => {
  for (const name of ['wide', 'narrow', 'whole']) console.log(`${library} ${name}: ${shown(row[name])}`)
}
const [row] = await parquetReadObjects({ file: await asyncBufferFromFile('costs.parquet') })
show('hyparquet', row)
const reader = await parquetjs.ParquetReader.openFile('costs.parquet')
show('parquetjs', await reader.getCursor().next())
await reader.close()
END
node run.mjs > seen

diff expected seen || { echo "changed: the libraries no longer behave as described" >&2; exit 1; }
cat seen
echo "as described"
