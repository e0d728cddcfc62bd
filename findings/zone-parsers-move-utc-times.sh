#!/usr/bin/env bash
# dayjs 1.11.23 and date-fns-tz 3.2.0: a time that ends in Z, as in CloudTrail, is moved by the offset
# of the zone that it is to be read in; with date-fns-tz it depends on the machine's zone as well.
#
# Expected: 2026-07-01T12:00:00.000Z: the Z says that it is UTC (ISO 8601), the zone then is only for
#   display. moment-timezone and luxon do so; dayjs has "a largely Moment.js-compatible API" (its
#   README), and fromZonedTime works "regardless of the current system time zone" (its doc comment).
# Seen: dayjs.tz drops the Z and takes 12:00 for the clock in Berlin. fromZonedTime turns the instant
#   into the machine's clock and takes that for the clock in Berlin.
# Matters: eventTime of CloudTrail and S3's LastModified end in Z. Events move by hours, and on a
#   laptop in the right zone the test passes. dayjs(t).tz(zone) is right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . dayjs@1.11.23 date-fns@4.4.0 \
  date-fns-tz@3.2.0 luxon@3.7.2 moment-timezone@0.6.6

cat > expected <<'END'
machine in UTC: dayjs.tz 10:00Z, fromZonedTime 10:00Z, dayjs().tz 12:00Z, moment 12:00Z, luxon 12:00Z
machine in Europe/Berlin: dayjs.tz 10:00Z, fromZonedTime 12:00Z, dayjs().tz 12:00Z, moment 12:00Z, luxon 12:00Z
machine in America/New_York: dayjs.tz 10:00Z, fromZonedTime 06:00Z, dayjs().tz 12:00Z, moment 12:00Z, luxon 12:00Z
END

cat > run.cjs <<'END'
const dayjs = require('dayjs')
dayjs.extend(require('dayjs/plugin/utc'))
dayjs.extend(require('dayjs/plugin/timezone'))
const { fromZonedTime } = require('date-fns-tz')
const { DateTime } = require('luxon')
const moment = require('moment-timezone')

const time = '2026-07-01T12:00:00Z'
const zone = 'Europe/Berlin'
const results = {
  'dayjs.tz': dayjs.tz(time, zone).toISOString(),
  fromZonedTime: fromZonedTime(time, zone).toISOString(),
  'dayjs().tz': dayjs(time).tz(zone).toISOString(),
  moment: moment.tz(time, zone).toISOString(),
  luxon: DateTime.fromISO(time, { zone }).toUTC().toISO(),
}
const shown = Object.entries(results).map(([name, iso]) => `${name} ${iso.slice(11, 16)}Z`)
console.log(`machine in ${process.env.TZ}: ${shown.join(', ')}`)
END
for zone in UTC Europe/Berlin America/New_York; do TZ=$zone node run.cjs; done > seen

diff expected seen || { echo "changed: the libraries no longer behave as described" >&2; exit 1; }
cat seen
echo "as described"
