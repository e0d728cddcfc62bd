#!/usr/bin/env bash
# moto 5.2.5 forgets the limits of a lifecycle rule: what was to expire large objects expires all.
#
# Expected: GetBucketLifecycleConfiguration returns the filter that was put. ObjectSizeGreaterThan and
#   ObjectSizeLessThan are filters (Amazon S3 API reference, LifecycleRuleFilter and
#   LifecycleRuleAndOperator); NewerNoncurrentVersions says how many noncurrent versions stay
#   (NoncurrentVersionExpiration).
# Seen: the put answers 200, the get has an empty filter, which stands for the whole bucket, and no
#   number of versions to keep. Prefix and tags come back right.
# Matters: a review of lifecycle rules that is tested against moto sees rules that delete more than
#   the real ones, and a tool that reads, changes and puts them back would be tested with others.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check 'moto[s3]==5.2.5' boto3==1.44.8

cat > expected <<'END'
put {"Prefix": "a/"} got {"Prefix": "a/"}
put {"ObjectSizeGreaterThan": 500} got {}
put {"ObjectSizeLessThan": 500} got {}
put {"And": {"Prefix": "a/", "ObjectSizeGreaterThan": 500}} got {"And": {"Prefix": "a/"}}
put {"NewerNoncurrentVersions": 5, "NoncurrentDays": 1} got {"NoncurrentDays": 1}
END

export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
env/bin/python - > seen <<'END'
import json

import boto3
from moto import mock_aws


def stored(rule):
    rule = {"ID": "r", "Status": "Enabled", **rule}
    s3.put_bucket_lifecycle_configuration(
        Bucket="example", LifecycleConfiguration={"Rules": [rule]}
    )
    return s3.get_bucket_lifecycle_configuration(Bucket="example")["Rules"][0]


with mock_aws():
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="example")
    for put in [
        {"Prefix": "a/"},
        {"ObjectSizeGreaterThan": 500},
        {"ObjectSizeLessThan": 500},
        {"And": {"Prefix": "a/", "ObjectSizeGreaterThan": 500}},
    ]:
        got = stored({"Filter": put, "Expiration": {"Days": 1}})["Filter"]
        print("put", json.dumps(put), "got", json.dumps(got))
    put = {"NewerNoncurrentVersions": 5, "NoncurrentDays": 1}
    got = stored({"Filter": {"Prefix": ""}, "NoncurrentVersionExpiration": put})
    print("put", json.dumps(put), "got", json.dumps(got["NoncurrentVersionExpiration"]))
END

diff expected seen || { echo "changed: moto no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
