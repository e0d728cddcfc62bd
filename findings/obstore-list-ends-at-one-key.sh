#!/usr/bin/env bash
# obstore 0.12.1 (the Rust crate object_store): one odd key ends the listing of a bucket, and
# "/k" reads the object "k".
#
# Expected: a listing of all keys. A key is any sequence of Unicode characters (Amazon S3 user guide,
#   "Naming Amazon S3 objects", which advises against "..", but allows it), /k and k are two objects.
# Seen: one object up/../y among others: list() raises an error and yields nothing of the page, so the
#   keys before it are not to be had either. A leading slash is taken off in names given and listed.
# Matters: engines that read a data lake through object_store stop at the first such key that any
#   other client wrote, and a copy of /k is a copy of k.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check obstore==0.12.1 'moto[s3,server]==5.2.5' \
  boto3==1.44.8

cat > expected <<'END'
get /k: k
list: k k logs/x
after put of up/../y: InvalidPathError after 0 of 4 keys
END

export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
env/bin/python - > seen 2> log <<'END' || { cat log >&2; exit 1; }
import boto3
import obstore
from moto.server import ThreadedMotoServer
from obstore.store import S3Store

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
endpoint = f"http://{host}:{port}"
s3 = boto3.client("s3", endpoint_url=endpoint)
s3.create_bucket(Bucket="example")
store = S3Store(
    "example", endpoint=endpoint, virtual_hosted_style_request=False,
    client_options={"allow_http": True},
)
for key in ["/k", "k", "logs/x"]:
    s3.put_object(Bucket="example", Key=key, Body=key.encode())
print("get /k:", bytes(obstore.get(store, "/k").bytes()).decode())
listed = []
for page in obstore.list(store):
    listed += [entry["path"] for entry in page]
print("list:", *listed)
s3.put_object(Bucket="example", Key="up/../y", Body=b"y")
listed = []
try:
    for page in obstore.list(store):
        listed += [entry["path"] for entry in page]
except obstore.exceptions.BaseError as error:
    print(f"after put of up/../y: {type(error).__name__} after {len(listed)} of 4 keys")
server.stop()
END

diff expected seen || { echo "changed: obstore no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
