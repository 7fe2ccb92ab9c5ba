#!/bin/sh
# Holds the page against Lighthouse (needs npm and Chromium) and the API against many made-up requests.
set -eu
cd "$(dirname "$0")/.."
out=out/audit
mkdir -p "$out"
if command -v npm >/dev/null; then
    [ -f "$out/package.json" ] || echo '{"private": true}' >"$out/package.json"
    if npm install --prefix "$out" --no-fund --no-audit --ignore-scripts --loglevel=error lighthouse@12.8.2 >"$out/npm.log" 2>&1; then
        set -- --lighthouse "$PWD/$out/node_modules/.bin/lighthouse" "$@"
    else
        echo "Lighthouse could not be installed; see $out/npm.log"
    fi
else
    echo "There is no npm here; install Node.js to weigh the page with Lighthouse."
fi
PYTHONPATH=.:tests:tests/web .venv/bin/python -m tests.audit "$@"
