#!/bin/sh
# Runs everything a change must pass, one named step after the other, and stops at the first that fails.
set -u
cd "$(dirname "$0")/.."

step() {
    name=$1
    shift
    printf '\n== %s\n' "$name"
    "$@"
    code=$?
    [ "$code" = 0 ] && return
    printf '\nmake test stopped at "%s": %s ended with %s.\n' "$name" "${1##*/}" "$code" >&2
    exit "$code"
}

bin=.venv/bin
step "Lint" $bin/ruff check .
step "Format" $bin/ruff format --check .
step "Types" $bin/mypy
step "Imports" $bin/lint-imports
step "Tests" $bin/pytest --numprocesses 2 --dist worksteal "$@"
printf '\nEverything passed.\n'
