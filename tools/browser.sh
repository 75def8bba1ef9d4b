#!/bin/sh
# Prints the path of a Chromium for the browser tests; with 'install', gets one first if there is none.
set -u
cd "$(dirname "$0")/.." || exit 1

works() {
    "$1" --version >/dev/null 2>&1 </dev/null
}

playwrights_own() {
    .venv/bin/python -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)' 2>/dev/null
}

find_browser() {
    # The first has no window to draw, which takes a sixth of what opening a page does.
    for name in chromium-headless-shell chromium chromium-browser google-chrome; do
        path=$(command -v "$name") && works "$path" && echo "$path" && return
    done
    path=$(playwrights_own) && [ -x "$path" ] && works "$path" && echo "$path"
}

# Only where it is known and would change nothing that is there, and root asks: a container, mostly.
add_without_window() {
    command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ] || return 1
    DEBIAN_FRONTEND=noninteractive timeout 120 apt-get -qq install --yes --no-install-recommends \
        --no-upgrade --no-remove -o Acquire::Retries=0 -o Acquire::http::Timeout=10 \
        chromium-headless-shell </dev/null >/dev/null 2>&1
}

install_from_debian() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        return 1
    fi
    echo "Installing Chromium with apt-get" >&2
    $as_root apt-get -qq update </dev/null >&2 || true
    add_without_window && return
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --yes --no-install-recommends chromium </dev/null >&2
}

install_from_playwright() {
    echo "Installing Chromium with Playwright" >&2
    .venv/bin/playwright install chromium </dev/null >&2
}

if [ -n "${CHROMIUM:-}" ]; then
    works "$CHROMIUM" && echo "$CHROMIUM" && exit
    echo "CHROMIUM is set to '$CHROMIUM', which does not start; name a Chromium or Chrome that does, or unset it." >&2
    exit 1
fi

if [ "${1:-}" = install ]; then
    command -v chromium-headless-shell >/dev/null || add_without_window || true
fi
find_browser && exit
if [ "${1:-}" = install ]; then
    install_from_debian && find_browser && exit
    install_from_playwright && find_browser && exit
    echo "No Chromium for the browser tests: none on PATH, and neither apt-get (needs root or sudo without a password) nor 'playwright install chromium' gave one; install Chromium or Chrome yourself, or set CHROMIUM to its path." >&2
else
    echo "No Chromium for the browser tests: none on PATH and none from Playwright; run 'make browser', or set CHROMIUM to the path of one." >&2
fi
exit 1
