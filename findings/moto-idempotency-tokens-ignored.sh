#!/usr/bin/env bash
# moto 5.2.5 does the work again when a request is repeated with the same idempotency token.
#
# Expected: Athena's StartQueryExecution gives the answer that it gave for that ClientRequestToken and
#   starts nothing (Athena API reference, StartQueryExecution); TransactWriteItems has the effect of
#   one call, for ten minutes (DynamoDB API reference, TransactWriteItems, ClientRequestToken).
# Seen: two query ids, and a counter that was to be raised once is 2.
# Matters: the token is what makes a retry after a time-out safe. A test of such a retry on moto
#   sees a double start and a double count that AWS prevents.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check 'moto[athena,dynamodb]==5.2.5' boto3==1.44.8

cat > expected <<'END'
Athena: 2 query ids for one token
DynamoDB: the counter is 2 after one token was sent twice
END

export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
env/bin/python - > seen <<'END'
import boto3
from moto import mock_aws

TOKEN = "0123456789abcdef0123456789abcdef"
with mock_aws():
    athena = boto3.client("athena")
    ids = {
        athena.start_query_execution(
            QueryString="SELECT 1",
            ResultConfiguration={"OutputLocation": "s3://example/results/"},
            ClientRequestToken=TOKEN,
        )["QueryExecutionId"]
        for _ in range(2)
    }
    print(f"Athena: {len(ids)} query ids for one token")

    dynamodb = boto3.client("dynamodb")
    dynamodb.create_table(
        TableName="counters",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    key = {"id": {"S": "starts"}}
    add = {
        "TableName": "counters",
        "Key": key,
        "UpdateExpression": "ADD n :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
    for _ in range(2):
        dynamodb.transact_write_items(TransactItems=[{"Update": add}], ClientRequestToken=TOKEN)
    n = dynamodb.get_item(TableName="counters", Key=key)["Item"]["n"]["N"]
    print(f"DynamoDB: the counter is {n} after one token was sent twice")
END

diff expected seen || { echo "changed: moto no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
