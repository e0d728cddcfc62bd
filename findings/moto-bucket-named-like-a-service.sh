#!/usr/bin/env bash
# moto 5.2.5: a bucket called "logs" or "events" cannot be created, "my-logs" can.
#
# Expected: CreateBucket succeeds. The names are 3 to 63 lower-case letters and none of the reserved
#   prefixes or suffixes (Amazon S3 user guide, "General purpose bucket naming rules").
# Seen: 404 "Not Found" without an S3 error code for every bucket that has the host name of another
#   service: BUCKET.s3.amazonaws.com matches that service's address first. Path-style addressing
#   avoids it.
# Matters: a test of a log bucket is very likely to call it "logs", and a bare 404 from CreateBucket
#   looks like a fault of the code under test.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check 'moto[s3]==5.2.5' boto3==1.44.8

cat > expected <<'END'
auto logs: 404 Not Found
auto events: 404 Not Found
auto athena: 404 Not Found
auto my-logs: created
auto logs-2026: created
path logs: created
path events: created
path athena: created
END

export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
env/bin/python - > seen <<'END'
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from moto import mock_aws

for style, names in [
    ("auto", ["logs", "events", "athena", "my-logs", "logs-2026"]),
    ("path", ["logs", "events", "athena"]),
]:
    with mock_aws():
        s3 = boto3.client("s3", config=Config(s3={"addressing_style": style}))
        for name in names:
            try:
                s3.create_bucket(Bucket=name)
                print(f"{style} {name}: created")
            except ClientError as refused:
                error = refused.response["Error"]
                print(f"{style} {name}: {error['Code']} {error['Message']}")
END

diff expected seen || { echo "changed: moto no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
