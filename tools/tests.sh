#!/bin/sh
# Lint and types beside the tests, which end as soon as one of those fails; the Makefile says when.
#
#   tools/tests.sh [arguments of pytest]
set -u
cd "$(dirname "$0")/.." || exit 1

told=$(mktemp -d) || exit 1
checking=
trap 'rm -rf "$told"' EXIT
trap '[ -z "$checking" ] || kill "$checking" 2>/dev/null; exit 130' INT TERM

# Its words are kept until the tests have had theirs.
check() {
    "${MAKE:-make}" --no-print-directory check >"$told/check" 2>&1 && return
    touch "$told/failed"
    [ -s "$told/pytest" ] && kill -INT "$(cat "$told/pytest")" 2>/dev/null
}

# In the foreground, where it is asked to stop and does; its number is kept for who asks.
tests() {
    [ ! -e "$told/failed" ] && sh -c 'echo $$ >"$0" && exec "$@"' "$told/pytest" .venv/bin/pytest "$@"
}

check &
checking=$!
CHROMIUM=$(tools/browser.sh install) || {
    kill "$checking" 2>/dev/null
    exit 1
}
export CHROMIUM
# On the processor that the check leaves free: else each worker would compile all of it for itself.
tests --collect-only --quiet -p no:cacheprovider >/dev/null 2>&1
tests "$@"
status=$?
wait "$checking"
checking=
cat "$told/check"
[ ! -e "$told/failed" ] || exit 1
exit "$status"
