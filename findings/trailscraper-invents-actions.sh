#!/usr/bin/env bash
# trailscraper 0.10.0 generates policies from CloudTrail with S3 actions that IAM does not have, and
# leaves one out that a copy needs.
#
# Expected: DeleteBucketReplication needs s3:PutReplicationConfiguration, SelectObjectContent needs
#   s3:GetObject, CopyObject needs s3:GetObject beside s3:PutObject (Amazon S3 user guide, "Required
#   permissions for Amazon S3 API operations").
# Seen: s3:DeleteReplicationConfiguration and s3:SelectObjectContent, neither of which is in the
#   Service Authorization Reference; for a copy s3:PutObject alone. Other names that differ from
#   their action (DeleteBucketEncryption, HeadObject) are translated rightly.
# Matters: IAM accepts a policy with unknown actions, so a role that is cut down to what it used is
#   refused later, and the refusals look as if the program had changed.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check trailscraper==0.10.0

cat > expected <<'END'
HeadObject: s3:GetObject
DeleteBucketEncryption: s3:PutEncryptionConfiguration
DeleteBucketReplication: s3:DeleteReplicationConfiguration
SelectObjectContent: s3:SelectObjectContent
CopyObject: s3:PutObject
END

env/bin/python - > seen <<'END'
import json

from trailscraper.cloudtrail import parse_records
from trailscraper.policy_generator import generate_policy

for name in [
    "HeadObject",
    "DeleteBucketEncryption",
    "DeleteBucketReplication",
    "SelectObjectContent",
    "CopyObject",
]:
    record = {
        "eventVersion": "1.11",
        "eventTime": "2026-01-01T00:00:00Z",
        "eventSource": "s3.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-1",
        "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/u"},
        "requestParameters": {"bucketName": "example"},
        "resources": [{"type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::example"}],
    }
    policy = json.loads(generate_policy(parse_records([record])).to_json())
    print(f"{name}: {', '.join(a for s in policy['Statement'] for a in s['Action'])}")
END

diff expected seen || { echo "changed: trailscraper no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
