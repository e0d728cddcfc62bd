#!/usr/bin/env bash
# parliament 1.6.4 calls condition values wrong that AWS documents.
#
# Expected: no finding. Numbers may have a fraction (the Amazon S3 user guide's own policy compares
#   s3:TlsVersion with 1.2), aws:SourceIp takes IPv6 ranges, aws:EpochTime takes seconds and
#   aws:CurrentTime any W3C profile of ISO 8601, so also an offset (IAM user guide, "IAM JSON policy
#   elements: Condition operators" and "AWS global condition context keys").
# Seen: MISMATCHED_TYPE for each of the four. The types are matched by patterns that know
#   digits, dotted IPv4 and a time that ends in Z.
# Matters: a linter in CI that refuses the policy for TLS 1.2 or for IPv6 clients is soon switched
#   off, and with it what it finds rightly.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check parliament==1.6.4 setuptools==80.9.0

cat > expected <<'END'
s3:signatureAge 600000: nothing
aws:SourceIp 203.0.113.0/24: nothing
aws:CurrentTime 2026-01-01T00:00:00Z: nothing
s3:TlsVersion 1.2: MISMATCHED_TYPE
aws:SourceIp 2001:db8::/32: MISMATCHED_TYPE
aws:EpochTime 1767225600: MISMATCHED_TYPE
aws:CurrentTime 2026-01-01T00:00:00+01:00: MISMATCHED_TYPE
END

env/bin/python -W ignore - > seen <<'END'
import json
from parliament import analyze_policy_string

for operator, key, value in [
    ("NumericGreaterThan", "s3:signatureAge", "600000"),
    ("IpAddress", "aws:SourceIp", "203.0.113.0/24"),
    ("DateLessThan", "aws:CurrentTime", "2026-01-01T00:00:00Z"),
    ("NumericLessThan", "s3:TlsVersion", "1.2"),
    ("IpAddress", "aws:SourceIp", "2001:db8::/32"),
    ("DateLessThan", "aws:EpochTime", "1767225600"),
    ("DateLessThan", "aws:CurrentTime", "2026-01-01T00:00:00+01:00"),
]:
    policy = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Deny",
            "Action": "s3:PutObject",
            "Resource": "arn:aws:s3:::example-bucket/*",
            "Condition": {operator: {key: value}},
        },
    }
    issues = sorted({f.issue for f in analyze_policy_string(json.dumps(policy)).findings})
    print(f"{key} {value}: {', '.join(issues) or 'nothing'}")
END

diff expected seen || { echo "changed: parliament no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
