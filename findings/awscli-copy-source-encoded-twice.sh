#!/usr/bin/env bash
# aws-cli 1.46.3: `aws s3api copy-object --copy-source` must NOT be given URL-encoded, though its help
# says that it must.
#
# Expected: "The value must be URL-encoded" (`aws s3api copy-object help`, and the Amazon S3 API
#   reference, CopyObject, x-amz-copy-source). So the object "a b+c.txt" is named a%20b%2Bc.txt.
# Seen: botocore encodes the value itself: following the help sends a%2520b%252Bc.txt, the name of an
#   object that is not there. The plain name arrives right.
# Matters: restoring an older version of a key with a space or a plus by hand answers NoSuchKey, and
#   the access log then shows a third spelling of the key.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check awscli==1.46.3

cat > expected <<'END'
--copy-source src/a%20b%2Bc.txt sends x-amz-copy-source: src/a%2520b%252Bc.txt
--copy-source src/a b+c.txt sends x-amz-copy-source: src/a%20b%2Bc.txt
END

export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
env/bin/python - > seen <<'END'
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer


class CopyObject(BaseHTTPRequestHandler):
    sources = []

    def do_PUT(self):
        self.sources.append(self.headers["x-amz-copy-source"])
        body = b'<CopyObjectResult><ETag>"0"</ETag></CopyObjectResult>'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), CopyObject)
threading.Thread(target=server.serve_forever, daemon=True).start()
for source in ["src/a%20b%2Bc.txt", "src/a b+c.txt"]:
    subprocess.run(
        ["env/bin/aws", "s3api", "copy-object", "--bucket", "dst", "--key", "k",
         "--copy-source", source, "--endpoint-url", f"http://127.0.0.1:{server.server_port}"],
        check=True, stdout=subprocess.DEVNULL, timeout=60,
    )
    print(f"--copy-source {source} sends x-amz-copy-source: {CopyObject.sources[-1]}")
server.shutdown()
END

diff expected seen || { echo "changed: aws-cli no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
