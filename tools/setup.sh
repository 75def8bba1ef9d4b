#!/bin/sh
# Makes .venv, step by step, from the repository root; the Makefile says when.
#
#   tools/setup.sh venv                an empty environment with uv and setuptools
#   tools/setup.sh packages FILE       the locked packages of a requirements file
#   tools/setup.sh project             the command .venv/bin/insight
#   tools/setup.sh beside FOLDER FILE  another environment, with the locked packages of a file alone
#
# Package indexes and certificates are those of the user's own pip configuration.
set -eu

python=${PYTHON:-python3}
into=.venv

refuse() {
    echo "$1" >&2
    exit 1
}

make_venv() {
    command -v "$python" >/dev/null 2>&1 ||
        refuse "Python is missing: no '$python' on PATH; install Python 3.11 or newer, or name one with 'make PYTHON=/path/to/python3'."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        refuse "Python is too old: '$python' is $("$python" -V 2>&1), and 3.11 or newer is needed; install one, or name it with 'make PYTHON=/path/to/python3'."
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        refuse "Python's venv module is missing from '$python'; install it (on Debian and Ubuntu: apt-get install python3-venv) and try again."

    if [ "$(cat .venv/.home 2>/dev/null)" != "$(pwd)" ] || ! .venv/bin/python -c '' 2>/dev/null; then
        echo "Making .venv"
        "$python" -m venv --clear .venv
    fi
    # Without uv everything below still works with pip, only slower.
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/bootstrap.txt ||
        .venv/bin/python -m pip install --quiet --disable-pip-version-check 'setuptools>=80' ||
        echo "Going on with pip alone: uv and setuptools could not be installed." >&2
    pwd >.venv/.home
}

# uv does not read pip's configuration, so what pip is told is handed on to it.
pip_setting() {
    .venv/bin/python -m pip config list 2>/dev/null |
        sed -n "s/^\(global\|install\|:env:\)\.$1='\(.*\)'\$/\2/p" | head -n 1
}

install_with_uv() {
    [ -x .venv/bin/uv ] || return 1
    [ -n "${UV_DEFAULT_INDEX:-}${UV_INDEX_URL:-}" ] || {
        UV_DEFAULT_INDEX=$(pip_setting index-url)
        [ -z "$UV_DEFAULT_INDEX" ] || export UV_DEFAULT_INDEX
    }
    [ -n "${SSL_CERT_FILE:-}" ] || {
        SSL_CERT_FILE=$(pip_setting cert)
        [ -z "$SSL_CERT_FILE" ] || export SSL_CERT_FILE
    }
    .venv/bin/uv pip install --quiet --python "$into/bin/python" "$@"
}

install_with_pip() {
    "$into/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
}

make_beside() {
    "$python" -m venv --clear "$1" || refuse "No environment could be made in $1; the lines above say why."
    into=$1
    install_packages "$2"
}

install_packages() {
    echo "Installing the packages of $1"
    install_with_uv --require-hashes --compile-bytecode -r "$1" || {
        echo "uv did not manage it; trying pip." >&2
        install_with_pip --require-hashes -r "$1"
    } || refuse "The packages of $1 could not be installed; the lines above say why (no network, most often). Try again when it is mended."
}

install_project() {
    # With setuptools in .venv nothing is downloaded to build; else pip fetches it.
    isolation=--no-build-isolation
    .venv/bin/python -c 'import setuptools.build_meta; assert int(setuptools.__version__.split(".")[0]) >= 80' 2>/dev/null ||
        isolation=
    install_with_uv --no-deps $isolation --editable . || install_with_pip --no-deps $isolation --editable . ||
        refuse "The command .venv/bin/insight could not be made; the lines above say why."
}

case ${1:-} in
venv) make_venv ;;
packages) install_packages "$2" ;;
project) install_project ;;
beside) make_beside "$2" "$3" ;;
*) refuse "usage: tools/setup.sh venv | packages FILE | project | beside FOLDER FILE" ;;
esac
