#!/bin/sh
# Shows the calls of our SMS channel to prism, the usual judge of OpenAPI, in front of the pretended Twilio.
#
# Needs npm (Node 20 or newer; prism 5.14.2 is the newest that runs on 20). Without npm it says so and passes: `make test` judges the
# same calls in Python. It also cuts the description anew and compares, so that our copy cannot drift from its source.
#
#   usage: tests/contracts/prism.sh [PYTHON]
set -eu
python=${1:-.venv/bin/python}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
case $python in */*) python=$(cd "$(dirname "$python")" && pwd)/$(basename "$python") ;; esac
if ! command -v npm >/dev/null 2>&1; then
    echo "prism: npm is not here, skipped (the Python judge has run in make test)"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
npm pack --silent @twilio/cli-core@8.3.2 >/dev/null
tar -xzf twilio-cli-core-8.3.2.tgz
full=package/src/services/twilio-api/twilio_api_v2010.json
"$python" "$here/extract_twilio_openapi.py" "$full" | diff -u "$root/tests/data/twilio_messages_openapi.json" - || {
    echo "prism: tests/data/twilio_messages_openapi.json is not what extract_twilio_openapi.py cuts from @twilio/cli-core 8.3.2"
    exit 1
}
npm install --silent --no-audit --no-fund --prefix "$work/prism" @stoplight/prism-cli@5.14.2 >/dev/null
cd "$root"
PYTHONPATH="$root" "$python" "$here/prism_tour.py" "$work/prism/node_modules/.bin/prism" "$work/$full"
