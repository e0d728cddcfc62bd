#!/usr/bin/env bash
# PyAthena 4.2.1 writes a datetime parameter without its offset: the window of a query moves by it.
#
# Expected: the instant that was passed. Trino has TIMESTAMP literals with an offset or a zone ("Date
#   and time functions and operators"), and a date and time with tzinfo is an instant in Python
#   ("Aware and naive objects").
# Seen: 2026-01-01T00:00+02:00 and the same clock in UTC give one literal, without a zone; Athena
#   reads it as UTC, two hours later than meant. No error, no warning.
# Matters: times in access logs and CloudTrail are UTC; who asks from another zone gets other hours,
#   with an answer that looks complete.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check PyAthena==4.2.1

cat > expected <<'END'
2026-01-01T00:00:00+00:00: WHERE t >= TIMESTAMP '2026-01-01 00:00:00.000'
2026-01-01T00:00:00+02:00: WHERE t >= TIMESTAMP '2026-01-01 00:00:00.000'
2025-12-31T14:00:00-08:00: WHERE t >= TIMESTAMP '2025-12-31 14:00:00.000'
END

env/bin/python - > seen <<'END'
from datetime import datetime

from pyathena.formatter import DefaultParameterFormatter

for text in [
    "2026-01-01T00:00:00+00:00",
    "2026-01-01T00:00:00+02:00",
    "2025-12-31T14:00:00-08:00",
]:
    query = "SELECT * FROM log WHERE t >= %(since)s"
    sql = DefaultParameterFormatter().format(query, {"since": datetime.fromisoformat(text)})
    print(f"{text}: {sql[sql.index('WHERE'):]}")
END

diff expected seen || { echo "changed: PyAthena no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
