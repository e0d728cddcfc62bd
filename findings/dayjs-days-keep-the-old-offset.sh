#!/usr/bin/env bash
# dayjs 1.11.23: a day later than noon in Berlin is not noon when the clocks change in between, and
# the start of the day depends on where the program runs.
#
# Expected: noon, 11:00Z. dayjs has "a largely Moment.js-compatible API" (its README), and Moment keeps
#   the hour where days are added, also when the clocks change ("Add" in its documentation). The
#   start of the day is midnight in the zone of the object, on every machine.
# Seen: 10:00Z, with the offset of the day before, unless the machine itself is in Berlin. The start
#   of that day is an hour late on a machine in New York.
# Matters: "yesterday", "7d" and a watch at 09:00 are counted in days of a zone. Twice a year the
#   window begins an hour off, and logs of that hour are missing or double.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . dayjs@1.11.23 moment-timezone@0.6.6

cat > expected <<'END'
machine in UTC: dayjs +1 day 2026-10-25T10:00:00.000Z, start of day 2026-10-24T22:00:00.000Z
machine in UTC: moment +1 day 2026-10-25T11:00:00.000Z, start of day 2026-10-24T22:00:00.000Z
machine in Europe/Berlin: dayjs +1 day 2026-10-25T11:00:00.000Z, start of day 2026-10-24T22:00:00.000Z
machine in Europe/Berlin: moment +1 day 2026-10-25T11:00:00.000Z, start of day 2026-10-24T22:00:00.000Z
machine in America/New_York: dayjs +1 day 2026-10-25T10:00:00.000Z, start of day 2026-10-24T23:00:00.000Z
machine in America/New_York: moment +1 day 2026-10-25T11:00:00.000Z, start of day 2026-10-24T22:00:00.000Z
END

cat > run.cjs <<'END'
const dayjs = require('dayjs')
dayjs.extend(require('dayjs/plugin/utc'))
dayjs.extend(require('dayjs/plugin/timezone'))
const moment = require('moment-timezone')

const zone = 'Europe/Berlin'
for (const [name, library] of Object.entries({ dayjs, moment })) {
  const next = library.tz('2026-10-24 12:00', zone).add(1, 'day').toISOString()
  const start = library.tz('2026-10-25 12:00', zone).startOf('day').toISOString()
  console.log(`machine in ${process.env.TZ}: ${name} +1 day ${next}, start of day ${start}`)
}
END
for zone in UTC Europe/Berlin America/New_York; do TZ=$zone node run.cjs; done > seen

diff expected seen || { echo "changed: dayjs no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
