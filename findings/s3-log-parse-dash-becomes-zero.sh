#!/usr/bin/env bash
# s3-log-parse 0.1.1 (PyPI) reads "-" in the numbers of an access log as 0.
#
# Expected: no value. "Any field can be set to - to indicate that the data was unknown or unavailable,
#   or that the field was not applicable" (Amazon S3 user guide, "Amazon S3 server access log
#   format"). Text fields of the same line become None.
# Seen: an expired object has the HTTP status 0 and took 0 ms; a HEAD that sent no body is the same as
#   one of an empty object.
# Matters: every BATCH.DELETE and lifecycle line pulls means and medians of the times down to 0, and
#   a status of 0 falls through "below 400 is a success".
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check s3-log-parse==0.1.1

cat > expected <<'END'
S3.EXPIRE.OBJECT status_code=0 total_time=0 bytes_sent=0 remote_ip=None error_code=None
REST.GET.OBJECT status_code=200 total_time=40 bytes_sent=113 remote_ip='192.0.2.3' error_code=None
mean total_time: 20.0
END

env/bin/python - > seen <<'END'
from statistics import mean

from s3logparse.s3logparse import parse_log_lines

START = "79a59df9 example [06/Feb/2026:00:00:38 +0000]"
records = list(
    parse_log_lines(
        [
            f'{START} - AmazonS3 3E57427F3EXAMPLE S3.EXPIRE.OBJECT c.txt "-" - - - 113 - - '
            '"-" "-" - hostid= - - - - - - -',
            f"{START} 192.0.2.3 arn:aws:iam::123456789012:user/u 3E57427F3EXAMPLE "
            'REST.GET.OBJECT d.txt "GET /d.txt HTTP/1.1" 200 - 113 113 40 39 "-" "aws-cli/2" - '
            "hostid= SigV4 TLS_AES_128_GCM_SHA256 AuthHeader example.s3.amazonaws.com TLSv1.3 - -",
        ]
    )
)
FIELDS = ["status_code", "total_time", "bytes_sent", "remote_ip", "error_code"]
for record in records:
    print(record.operation, *(f"{field}={getattr(record, field)!r}" for field in FIELDS))
print("mean total_time:", float(mean(r.total_time for r in records)))
END

diff expected seen || { echo "changed: s3-log-parse no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
