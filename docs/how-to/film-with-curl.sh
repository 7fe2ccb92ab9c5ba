#!/bin/sh
# Makes a film with nothing but curl: film-with-curl.sh "A story" film.mp4; needs VIDEO_STORY_URL and VIDEO_STORY_TOKEN.
set -eu
story=$1
target=$2
projects="$VIDEO_STORY_URL/api/hermes/projects"

# The errors of the bridge say what to do, so they are shown: --fail-with-body.
ask() {
    curl -sS --fail-with-body --max-time 60 -H "Authorization: Bearer $VIDEO_STORY_TOKEN" "$@"
}

# One value out of flat JSON.
value() {
    sed -n 's/.*"'"$1"'": "\{0,1\}\([^",}]*\).*/\1/p'
}

# Quotes, backslashes and ends of lines of the story, as JSON writes them.
escaped=$(printf '%s' "$story" | sed 's/\\/\\\\/g; s/"/\\"/g' | awk '{printf "%s%s", (NR > 1 ? "\\n" : ""), $0}')
project=$(ask -H 'Content-Type: application/json' -d "{\"story\": \"$escaped\"}" "$projects/create-and-run" | value project_id)
echo "project $project"

state=queued
while [ "$state" = queued ] || [ "$state" = running ]; do
    status=$(ask "$projects/$project/status?wait=45")
    state=$(printf '%s' "$status" | value state)
    echo "$state $(printf '%s' "$status" | value progress)"
done
[ "$state" = completed ] || { echo "$status" >&2; exit 1; }

record=$(ask "$projects/$project/export")
curl -sS --fail --max-time 600 -C - -o "$target" "$(printf '%s' "$record" | value download_url)"
echo "$(printf '%s' "$record" | value sha256)  $target" | sha256sum -c
