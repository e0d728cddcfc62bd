#!/usr/bin/env bash
# moto 5.2.5: a new bucket is unencrypted, open to ACLs and without Block Public Access.
#
# Expected: since January 2023 every new bucket has SSE-S3 as its default encryption, since April 2023
#   Block Public Access is on and the bucket owner owns all objects, so ACLs are off (Amazon S3 user
#   guide, "Setting default server-side encryption behavior" and "Default settings for new S3
#   buckets FAQ").
# Seen: each of the three reads is refused as "not found", and a public-read ACL is accepted.
# Matters: code that reviews a bucket's settings meets on moto the answers of buckets from before
#   2023 and never those that it meets on AWS; a put with an ACL that AWS refuses passes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check 'moto[s3]==5.2.5' boto3==1.44.8

cat > expected <<'END'
get_bucket_encryption: ServerSideEncryptionConfigurationNotFoundError
get_public_access_block: NoSuchPublicAccessBlockConfiguration
get_bucket_ownership_controls: OwnershipControlsNotFoundError
put_object with ACL public-read: accepted
END

export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
env/bin/python - > seen <<'END'
import boto3
from botocore.exceptions import ClientError
from moto import mock_aws


def code(call, **request):
    try:
        call(Bucket="example", **request)
        return "accepted"
    except ClientError as refused:
        return refused.response["Error"]["Code"]


with mock_aws():
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="example")
    for name in [
        "get_bucket_encryption",
        "get_public_access_block",
        "get_bucket_ownership_controls",
    ]:
        print(f"{name}: {code(getattr(s3, name))}")
    put = code(s3.put_object, Key="k", Body=b"1", ACL="public-read")
    print(f"put_object with ACL public-read: {put}")
END

diff expected seen || { echo "changed: moto no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
