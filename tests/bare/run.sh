#!/usr/bin/env bash
# Makes the demo film in a bare Debian that has Python, make and git and nothing else, with the network cut off.
#
# What is checked: no ffmpeg, espeak or font is on the system; the packages come from a folder filled beforehand; the
# clone, the installation and the film need no network; the files of the film are there and the self-check passed.
# Needs Linux, root and debootstrap. Give a commit to test another one than HEAD: make bare ARGS=some-branch
set -euo pipefail
cd "$(dirname "$0")/../.."

commit=${1:-HEAD}
suite=bookworm
cache=${XDG_CACHE_HOME:-$HOME/.cache}/video-story-bare
work=$(mktemp -d)
root=$work/root

main() {
    trap clear_up EXIT
    need_tools
    make_system
    fetch_packages
    lay_out_root
    inside 'uname -sr; python3 --version; make --version | sed -n 1p; git --version'
    say "Nothing that makes sound or pictures is installed"
    inside 'for tool in ffmpeg ffprobe espeak espeak-ng fc-list; do ! command -v $tool || exit 1; done
            found=$(find / -xdev \( -name "*.[to]t[fc]" -o -name "libav*.so*" \) 2>/dev/null || true)
            echo "${found:-none}"; [ -z "$found" ]'
    say "No network"
    inside '! grep : /proc/net/dev | grep -v " lo:"'
    say "make demo"
    inside 'cd /home/bare/film && time make demo'
    say "make demo again"
    inside 'cd /home/bare/film && time make demo'
    say "What is there"
    python3 tests/bare/look.py "$root/home/bare/film/out/demo"
    keep_film
}

say() { printf '\n== %s\n' "$1"; }

need_tools() {
    [ "$(id -u)" = 0 ] || { echo "This needs root, for chroot and for a network of its own." >&2; exit 2; }
    for tool in debootstrap unshare chroot ip git; do
        command -v $tool >/dev/null || { echo "This needs $tool; install it first." >&2; exit 2; }
    done
}

# The system is made once and copied, since it never changes; remove the folder to make it anew.
make_system() {
    [ -d "$cache/$suite" ] && return
    say "A bare system, once"
    mkdir -p "$cache"
    debootstrap --variant=minbase --include=python3,python3-venv,make,git,ca-certificates \
        "$suite" "$cache/$suite.part" >"$cache/debootstrap.log" || { tail "$cache/debootstrap.log" >&2; exit 1; }
    mv "$cache/$suite.part" "$cache/$suite"
}

fetch_packages() {
    say "The locked packages, into a folder"
    version=$(chroot "$cache/$suite" python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    git show "$commit:requirements.lock" >"$work/requirements.lock"
    sh scripts/environment.sh run
    .venv/bin/python -m pip download -qq --disable-pip-version-check --require-hashes --only-binary :all: \
        --python-version "$version" --requirement "$work/requirements.lock" --dest "$cache/wheels"
    echo "$(ls "$cache/wheels" | wc -l) files"
}

lay_out_root() {
    cp -a --reflink=auto "$cache/$suite" "$root"
    cp -a "$cache/wheels" "$root/wheels"
    git clone --quiet --no-hardlinks . "$root/home/bare/film"
    git -C "$root/home/bare/film" checkout --quiet --detach "$(git rev-parse "$commit")"
    chroot "$root" useradd --no-create-home --home-dir /home/bare bare
    chroot "$root" chown -R bare: /home/bare
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
}

# An ordinary user, an empty environment, a network namespace that holds the loopback and nothing else.
inside() {
    unshare --net sh -c 'ip link set lo up; exec "$@"' sh chroot --userspec=bare:bare "$root" \
        env -i HOME=/home/bare PATH=/usr/bin:/bin LANG=C.UTF-8 PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels \
        bash -euo pipefail -c "$1" </dev/null
}

keep_film() {
    mkdir -p out/bare
    cp -r "$root/home/bare/film/out/demo/." out/bare/
    printf '\nEverything is as it should be. The film is in out/bare.\n'
}

clear_up() {
    umount "$root/dev" "$root/proc" 2>/dev/null || true
    if ! grep -q " $root/" /proc/mounts; then rm -rf "$work"; fi
}

main
