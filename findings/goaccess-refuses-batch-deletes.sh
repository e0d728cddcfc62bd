#!/usr/bin/env bash
# goaccess 1.7 (Debian 12) with its own format AWSS3 cannot read the lines that say what was deleted.
#
# Expected: "Any field can be set to - to indicate that the data was unknown or unavailable, or that
#   the field was not applicable" (Amazon S3 user guide, "Amazon S3 server access log format"). For
#   each key of a DeleteObjects request S3 writes a BATCH.DELETE.OBJECT line without URI, referrer
#   and user agent, for each expired object an S3.EXPIRE.OBJECT line without an address as well.
# Seen: both are "failed requests": of three objects gone in five valid lines, the report has none,
#   only the POST that asked for two of them.
# Matters: the panel of failed requests is read as broken lines, so nobody misses the deletions.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
# Unpacked, not installed. Needs a Debian 12 whose package lists are there (apt-get update).
apt-get download -qq goaccess=1:1.7-1 libmaxminddb0=1.7.1-1 2> apt.log || { cat apt.log >&2; exit 1; }
for package in *.deb; do dpkg -x "$package" .; done
LD_LIBRARY_PATH=$(dirname "$(find . -name libmaxminddb.so.0)")
export LD_LIBRARY_PATH

owner=79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be
start="$owner example [06/Feb/2026:00:00:38 +0000]"
user="192.0.2.3 arn:aws:iam::123456789012:user/u 3E57427F3EXAMPLE"
tail="hostid= SigV4 TLS_AES_128_GCM_SHA256 AuthHeader example.s3.amazonaws.com TLSv1.3 - -"
cat > access.log <<END
$start $user REST.POST.MULTI_OBJECT_DELETE - "POST /?delete HTTP/1.1" 200 - 300 - 20 19 "-" "aws-cli/2" - $tail
$start $user BATCH.DELETE.OBJECT a.txt - 204 - - 113 - - - - - $tail
$start $user BATCH.DELETE.OBJECT b.txt - 204 - - 113 - - - - - $tail
$start - AmazonS3 3E57427F3EXAMPLE S3.EXPIRE.OBJECT c.txt "-" - - - 113 - - "-" "-" - hostid= - - - - - - -
$start $user REST.GET.OBJECT d.txt "GET /d.txt HTTP/1.1" 200 - 113 113 20 19 "-" "aws-cli/2" - $tail
END

cat > expected <<'END'
"total_requests": 5,
"valid_requests": 2,
"failed_requests": 3,
refused: BATCH.DELETE.OBJECT a.txt
refused: BATCH.DELETE.OBJECT b.txt
refused: S3.EXPIRE.OBJECT c.txt
END

usr/bin/goaccess access.log --no-global-config --log-format=AWSS3 --invalid-requests=refused \
  -o report.json > /dev/null 2>&1
{
  grep -Eo '"(total|valid|failed)_requests": [0-9]+,' report.json
  sed -E 's/.* 3E57427F3EXAMPLE ([^ ]+ [^ ]+) .*/refused: \1/' refused
} > seen

diff expected seen || { echo "changed: goaccess no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
