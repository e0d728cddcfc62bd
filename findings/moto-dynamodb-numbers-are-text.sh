#!/usr/bin/env bash
# moto 5.2.5 keeps DynamoDB's numbers as the text that was sent, so 1.0 is not 1 in a set.
#
# Expected: numbers have up to 38 digits, more is an error, and leading and trailing zeros are trimmed
#   (DynamoDB developer guide, "Supported data types and naming rules"). So 1.0e2 comes back as 100,
#   and taking 1.0 out of the set {1, 2} leaves {2}.
# Seen: 1.0e2 comes back as sent, 40 digits are stored, the set keeps both. As a sort key the same two
#   texts are one number. dynalite 4.0.0 behaves as documented.
# Matters: SDKs format numbers differently (1E+2, 100, 100.0). Code that compares the text or removes
#   from sets passes or fails on moto where it does the other on AWS.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check 'moto[dynamodb]==5.2.5' boto3==1.44.8

cat > expected <<'END'
1.0e2 comes back as 1.0e2
40 digits: stored
{1, 2} without 1.0: 1, 2
sort keys 7 and 7.0: 1 item
END

export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
env/bin/python - > seen <<'END'
import boto3
from moto import mock_aws

with mock_aws():
    db = boto3.client("dynamodb")
    db.create_table(
        TableName="t",
        KeySchema=[
            {"AttributeName": "id", "KeyType": "HASH"},
            {"AttributeName": "at", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "id", "AttributeType": "S"},
            {"AttributeName": "at", "AttributeType": "N"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    key = {"id": {"S": "a"}, "at": {"N": "7"}}
    numbers = {"n": {"N": "1.0e2"}, "long": {"N": "1" * 40}, "set": {"NS": ["1", "2"]}}
    db.put_item(TableName="t", Item=key | numbers)
    item = db.get_item(TableName="t", Key=key)["Item"]
    print("1.0e2 comes back as", item["n"]["N"])
    print("40 digits:", "stored" if item["long"]["N"] == "1" * 40 else item["long"]["N"])
    left = db.update_item(
        TableName="t",
        Key=key,
        UpdateExpression="DELETE #set :one",
        ExpressionAttributeNames={"#set": "set"},
        ExpressionAttributeValues={":one": {"NS": ["1.0"]}},
        ReturnValues="ALL_NEW",
    )["Attributes"]["set"]["NS"]
    print("{1, 2} without 1.0:", ", ".join(sorted(left)))
    db.put_item(TableName="t", Item={"id": {"S": "a"}, "at": {"N": "7.0"}})
    print("sort keys 7 and 7.0:", db.scan(TableName="t")["Count"], "item")
END

diff expected seen || { echo "changed: moto no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
