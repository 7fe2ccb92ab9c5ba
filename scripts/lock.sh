#!/bin/sh
# Writes the locks anew from pyproject.toml: exact versions with hashes, one set for every Python and platform.
#
# A version stays as it is while pyproject.toml allows it; `lock.sh --upgrade` takes the newest instead.
# The locks name no index, so that pip fetches from wherever the person's machine is set up to.
set -eu
cd "$(dirname "$0")/.."

compile() {
    .venv/bin/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --generate-hashes \
        --no-header --no-emit-index-url --no-emit-find-links "$@" pyproject.toml >/dev/null
}

compile "$@" --extra build --output-file requirements.lock
compile "$@" --extra build --extra postgres --extra s3 --constraints requirements.lock \
    --output-file requirements-scaled.lock
compile "$@" --extra build --extra dev --constraints requirements.lock --output-file requirements-dev.lock
grep -c '^[a-z].*==' requirements.lock requirements-scaled.lock requirements-dev.lock | sed 's/:/: /; s/$/ packages/'
