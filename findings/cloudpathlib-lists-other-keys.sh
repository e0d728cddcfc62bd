#!/usr/bin/env bash
# cloudpathlib 0.26.0 lists keys that are not in the bucket, and one path for two objects.
#
# Expected: a path for each object. A key is any sequence of Unicode characters, the slash has no
#   meaning to S3, so a//k and a/k are two objects (Amazon S3 user guide, "Naming Amazon S3 objects").
#   The library keeps s3://example/a//k apart when it is named directly.
# Seen: rglob shortens // like a local file system: what it yields does not exist, or is another
#   object of the bucket.
# Matters: a prefix that ends in a slash, joined with a key that begins with one, makes such keys
#   every day. A loop that lists and deletes then leaves the one and takes the other; sizes and
#   counts are too small.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check 'cloudpathlib[s3]==0.26.0' \
  'moto[s3]==5.2.5' boto3==1.44.8

cat > expected <<'END'
bucket: a//k a/k logs//x
named directly: a//k
listed: a/k exists, logs/x does not exist
END

export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
env/bin/python - > seen <<'END'
import boto3
from cloudpathlib import S3Client
from moto import mock_aws

with mock_aws():
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="example")
    for key in ["a//k", "a/k", "logs//x"]:
        s3.put_object(Bucket="example", Key=key, Body=key.encode())
    print("bucket:", *(o["Key"] for o in s3.list_objects_v2(Bucket="example")["Contents"]))
    client = S3Client()
    print("named directly:", client.CloudPath("s3://example/a//k").read_text())
    listed = [p for p in client.CloudPath("s3://example/").rglob("*") if not p.is_dir()]
    print(
        "listed:",
        ", ".join(
            sorted(f"{p.key} {'exists' if p.exists() else 'does not exist'}" for p in listed)
        ),
    )
END

diff expected seen || { echo "changed: cloudpathlib no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
