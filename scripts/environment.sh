#!/bin/sh
# Makes or renews the virtual environment in .venv: `environment.sh run` to use the product, `environment.sh dev` to test it.
#
# What an environment was made from (its place, pyproject.toml, the lock) is copied into it last of all. While the copy
# still equals the originals there is nothing to do; an installation that was interrupted has no copy and is done again.
set -eu
cd "$(dirname "$0")/.."

case ${1:-run} in
run) lock=requirements.lock ;;
dev) lock=requirements-dev.lock ;;
*) echo "environment.sh: say run or dev, not '$1'." >&2; exit 2 ;;
esac

main() {
    # The wider environment serves the narrower use: `make demo` after `make test` installs nothing.
    if up_to_date "$lock" || up_to_date requirements-dev.lock; then return 0; fi
    if ! usable .venv/bin/python || moved; then make_environment; fi
    rm -f .venv/requirements.lock .venv/requirements-dev.lock
    install_locked
    quiet_pip install --no-deps --no-build-isolation --editable . ||
        stop "the project itself could not be installed; pip's message is above."
    pwd >.venv/place
    made_from "$lock" >".venv/$lock"
    echo "The environment is ready."
}

made_from() { pwd; cat pyproject.toml "$1"; }

up_to_date() {
    [ -f ".venv/$1" ] && made_from "$1" | cmp -s - ".venv/$1" && usable .venv/bin/python
}

usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

# The scripts inside an environment name its folder, so one that was moved or copied is made anew.
moved() { [ -f .venv/place ] && [ "$(cat .venv/place)" != "$(pwd)" ]; }

make_environment() {
    if [ -n "${PYTHON:-}" ] && ! usable "$PYTHON"; then
        stop "PYTHON=$PYTHON is not a Python 3.11 or newer that starts."
    fi
    python=$(find_python) || stop "found no Python 3.11 or newer$(oldest_seen)." \
        "Install Python 3.11, 3.12 or 3.13, or say where one is: make demo PYTHON=/path/to/python3.12"
    "$python" -c 'import venv, ensurepip' 2>/dev/null || stop "$python comes without its venv module." \
        "Debian and Ubuntu ship that as a package of its own, python3-venv. Install it and try again."
    echo "Making the environment in .venv with $("$python" --version), $python."
    if [ -L .venv ]; then rm .venv; fi  # what a link points to may be somebody else's, and --clear would empty it
    "$python" -m venv --clear .venv || stop "$python could not make .venv; its own message is above."
}

# First the versions for which every locked package has a wheel, then whatever there is.
find_python() {
    for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3 python3.14 python; do
        if usable "$name"; then command -v "$name"; return 0; fi
    done
    return 1
}

oldest_seen() { python3 --version 2>/dev/null | sed 's/^/ (python3 here is /; s/$/)/'; }

install_locked() {
    count=$(grep -c '^[a-z].*==' "$lock")
    echo "Installing the $count packages of $lock."
    {
        pip install --require-hashes --requirement "$lock" 2>&1
        echo "pip ended with $?"
    } | show_progress ||
        stop "a locked package could not be installed; the end of .venv/install.log is above." \
            "Is the package registry reachable, and is Python not newer than 3.13? The same command can be given again at any time."
}

pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input "$@" </dev/null; }

quiet_pip() { pip --quiet "$@"; }

# One line that renews itself on a terminal, every tenth package elsewhere.
show_progress() {
    done=0
    code=1
    : >.venv/install.log
    while IFS= read -r line; do
        printf '%s\n' "$line" >>.venv/install.log
        case $line in
        "Collecting "*"(from -r"* | "Processing "* | "Requirement already satisfied: "*"(from -r"*)
            done=$((done + 1))
            name=${line#*: }
            name=${name#Collecting }
            name=${name#Processing }
            name=${name%% *}
            name=${name##*/}
            name=${name%%==*}
            if [ -t 1 ]; then
                printf '\r\033[K  %s of %s  %s' "$done" "$count" "${name%%-[0-9]*}"
            elif [ $((done % 10)) = 0 ]; then
                echo "  $done of $count"
            fi
            ;;
        "Installing collected packages"*)
            [ ! -t 1 ] || printf '\r\033[K'
            echo "  Unpacking."
            ;;
        "pip ended with "*) code=${line#pip ended with } ;;
        esac
    done
    [ ! -t 1 ] || printf '\r\033[K'
    [ "$code" = 0 ] || tail -n 12 .venv/install.log >&2
    return "$code"
}

stop() {
    printf '\nCannot make the environment: %s\n' "$1" >&2
    [ -z "${2:-}" ] || printf '%s\n' "$2" >&2
    exit 1
}

main
