#!/usr/bin/env bash
# cdk-nag 3.0.2: S3BucketSSLRequestsOnly (AwsSolutions-S10) sees one spelling of the policy that refuses
# plain HTTP, and calls buckets with an equal policy non-compliant.
#
# Expected: compliant for all. A single statement needs no list, nor does a resource; a value may be a
#   list; names of condition keys are not case-sensitive; * is every resource (IAM user guide,
#   "Grammar of the IAM JSON policy language", "Condition", "Resource").
# Seen: non-compliant for a value in a list, a key in lower case, * as the resource, and the bucket and
#   its objects in two statements; a TypeError for a statement that is no list.
# Matters: policies that come from another tool, or from GetBucketPolicy, are written in these ways.
#   The build fails over a bucket that refuses plain HTTP, and people add a second copy of the rule.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . aws-cdk-lib@2.276.0 constructs@10.8.1 \
  cdk-nag@3.0.2

cat > expected <<'END'
as usual: Compliant
value in a list: Non-Compliant
key in lower case: Non-Compliant
every resource: Non-Compliant
two statements: Non-Compliant
statement without a list: TypeError
END

cat > run.cjs <<'END'
const { App, Stack } = require('aws-cdk-lib')
const { CfnBucket, CfnBucketPolicy } = require('aws-cdk-lib/aws-s3')
const { rules } = require('cdk-nag')
const bucket = 'arn:aws:s3:::example'
const deny = changes => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [bucket, `${bucket}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  ...changes,
})
const spellings = {
  'as usual': [deny()],
  'value in a list': [deny({ Condition: { Bool: { 'aws:SecureTransport': ['false'] } } })],
  'key in lower case': [deny({ Condition: { Bool: { 'aws:securetransport': 'false' } } })],
  'every resource': [deny({ Resource: '*' })],
  'two statements': [deny({ Resource: [bucket] }), deny({ Resource: [`${bucket}/*`] })],
  'statement without a list': deny(),
}
for (const [name, Statement] of Object.entries(spellings)) {
  const stack = new Stack(new App(), 'Stack')
  const checked = new CfnBucket(stack, 'Bucket', { bucketName: 'example' })
  const policyDocument = { Version: '2012-10-17', Statement }
  new CfnBucketPolicy(stack, 'Policy', { bucket: checked.ref, policyDocument })
  let result
  try {
    result = rules.s3.S3BucketSSLRequestsOnly(checked)
  } catch (error) {
    result = error.name
  }
  console.log(`${name}: ${result}`)
}
END
node run.cjs > seen

diff expected seen || { echo "changed: cdk-nag no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
