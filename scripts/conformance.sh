#!/bin/sh
# Holds the server for agents against the protocol's public conformance suite and its Inspector; needs npm.
set -eu
cd "$(dirname "$0")/.."
out=out/conformance
if ! command -v npm >/dev/null; then
    echo "Skipped: there is no npm here; install Node.js to run the public conformance suite."
    exit 0
fi

mkdir -p "$out"
[ -f "$out/package.json" ] || echo '{"private": true}' >"$out/package.json"
if ! npm install --prefix "$out" --no-fund --no-audit --loglevel=error \
    node@22 @modelcontextprotocol/conformance@0.1.16 @modelcontextprotocol/inspector@2.12.0 \
    conformance-2026@npm:@modelcontextprotocol/conformance@0.2.0-alpha.12 >"$out/npm.log" 2>&1; then
    echo "Skipped: the suite could not be installed; see $out/npm.log"
    exit 0
fi
tools=$PWD/$out/node_modules
PATH=$tools/node/bin:$tools/.bin:$PATH
export PATH

# A server that lets everybody in, on a DATA_DIR of its own; it ends when its input does.
data=$(mktemp -d)
mkfifo "$data/door"
PYTHONPATH=. .venv/bin/python tests/mcp_server/open_door.py "$data/http" <"$data/door" >"$data/address" &
server=$!
exec 3>"$data/door"
finish() {
    exec 3>&-
    wait "$server" || true
    worker=$(sed -n 's/.*"pid": \([0-9]*\).*/\1/p' "$data/stdio/engine.json" 2>/dev/null || true)
    [ -z "$worker" ] || kill "$worker" || true
    rm -rf "$data"
}
trap finish EXIT
tries=0
until [ -s "$data/address" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 120 ] || { echo "The server did not start."; exit 1; }
    sleep 0.5
done
address=$(cat "$data/address")

# The suite as it is released, and its preview for the stateless era. Whatever fails has to fail for want of its
# fixture, and nothing of the baseline may pass.
suite() {
    baseline=tests/mcp_server/$1.yaml
    package=$2
    shift 2
    rm -rf "$out/results"
    node "$tools/$package/dist/index.js" server --url "$address" --expected-failures "$baseline" \
        --output-dir "$out/results" "$@" >"$out/suite.log" 2>&1 || { tail -60 "$out/suite.log"; exit 1; }
    sed -n '/=== SUMMARY/,$p' "$out/suite.log"
    .venv/bin/python tests/mcp_server/only_fixtures.py "$baseline" "$out/results"
}
echo "== the public conformance suite"
suite conformance @modelcontextprotocol/conformance
echo "== its preview for the revision 2026-07-28"
suite conformance-2026 conformance-2026 --requirements 2026-07-28

# The Inspector, by HTTP in both eras and by stdio.
inspect() {
    mcp-inspector --cli "$@" --connect-timeout 120000
}
call() {
    way=$1
    tool=$2
    shift 2
    if [ "$way" = stdio ]; then
        inspect "$PWD/.venv/bin/video-story" mcp -e "DATA_DIR=$data/stdio" -e ALLOW_LOOPBACK_MEDIA=true \
            --method tools/call --tool-name "$tool" "$@"
    else
        inspect "$address" --transport http --protocol-era "$way" --method tools/call --tool-name "$tool" "$@"
    fi >"$out/answer.json" || { echo "$way: $tool failed"; cat "$out/answer.json"; exit 1; }
    if grep -q '"isError": true' "$out/answer.json"; then
        echo "$way: $tool answered an error"
        cat "$out/answer.json"
        exit 1
    fi
}

photo=${address%/mcp}/photo.png
for way in legacy modern stdio; do
    echo "== the Inspector: $way"
    if [ "$way" = stdio ]; then
        inspect "$PWD/.venv/bin/video-story" mcp -e "DATA_DIR=$data/stdio" --method tools/list --strict >"$out/list.json"
    else
        inspect "$address" --transport http --protocol-era "$way" --method tools/list --strict >"$out/list.json"
    fi
    call "$way" create_and_run --tool-arg "story=Ana waits on the pier."
    project=$(sed -n 's/.*"project_id": "\(p_[0-9a-z]*\)".*/\1/p' "$out/answer.json" | head -1)
    call "$way" wait --tool-arg "project_id=$project"
    for tool in get_status get_project export upgrade cancel; do
        call "$way" "$tool" --tool-arg "project_id=$project"
    done
    call "$way" add_guide_images --tool-arg "project_id=$project" name=Ana "images=[\"$photo\"]"
    call "$way" regenerate --tool-arg "project_id=$project" what=frame:1
    call "$way" wait --tool-arg "project_id=$project"
    call "$way" estimate_cost --tool-arg "project_id=$project" level=animatic
    call "$way" list_projects
    call "$way" list_options
    echo "every tool was listed and called; --strict found nothing"
done
