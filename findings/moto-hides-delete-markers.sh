#!/usr/bin/env bash
# moto 5.2.5: GetObject and DeleteObjects do not tell a delete marker from an object that never was.
#
# Expected (Amazon S3 user guide, "Working with delete markers", and the API reference of
#   DeleteObjects): a GET of a deleted key is 404 with x-amz-delete-marker: true; a GET of the marker
#   by its version is 405 MethodNotAllowed; removing the marker with DeleteObjects answers
#   DeleteMarker true and its version; deleting a key that never was makes a marker in a versioned
#   bucket.
# Seen: the GET has no such header (HEAD has it); the marker's version is 404 NoSuchVersion;
#   DeleteObjects says nothing of a marker and makes none for the unknown key.
# Matters: whether a key "was deleted" or "never was" is the first question of a loss. Code that
#   reads it from these answers passes on moto for the wrong reason, or fails though it is right.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check 'moto[s3]==5.2.5' boto3==1.44.8

cat > expected <<'END'
HEAD of a deleted key: 404, x-amz-delete-marker true
GET of a deleted key: 404, x-amz-delete-marker None
GET of the marker: 404 NoSuchVersion
DeleteObjects of the marker: Key, VersionId
markers after DeleteObjects of a key that never was: 0
END

export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
env/bin/python - > seen <<'END'
import boto3
from botocore.exceptions import ClientError
from moto import mock_aws


def refused(call, **request):
    try:
        call(Bucket="example", **request)
    except ClientError as error:
        answer = error.response["ResponseMetadata"]
        return answer["HTTPStatusCode"], error.response["Error"]["Code"], answer["HTTPHeaders"]


with mock_aws():
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="example")
    s3.put_bucket_versioning(Bucket="example", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket="example", Key="k", Body=b"1")
    marker = s3.delete_object(Bucket="example", Key="k")["VersionId"]
    for name, call in [("HEAD", s3.head_object), ("GET", s3.get_object)]:
        status, _, headers = refused(call, Key="k")
        print(f"{name} of a deleted key: {status}, x-amz-delete-marker "
              f"{headers.get('x-amz-delete-marker')}")
    status, code, _ = refused(s3.get_object, Key="k", VersionId=marker)
    print(f"GET of the marker: {status} {code}")
    removed = s3.delete_objects(
        Bucket="example",
        Delete={"Objects": [{"Key": "k", "VersionId": marker}, {"Key": "never-was"}]},
    )["Deleted"]
    print("DeleteObjects of the marker:", ", ".join(sorted(removed[0])))
    left = s3.list_object_versions(Bucket="example").get("DeleteMarkers", [])
    print("markers after DeleteObjects of a key that never was:", len(left))
END

diff expected seen || { echo "changed: moto no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
