#!/bin/sh
# Takes out of an environment what the running app never opens: tests and headers of packages, maps
# of the browser's scripts for those who develop them, connectors of Arrow, languages that no file is read in,
# the parts of SciPy that nothing here imports, charts of Streamlit that no page has, the tools that
# the environment was made with, and what only a debugger reads of compiled programs.
#
#   deploy/trim.sh .venv
set -eu
packages=$(echo "$1"/lib/python3.*/site-packages)

find "$packages" -depth -type d \( -name tests -o -name include \) -exec rm -rf {} +
find "$packages" -type f \( -name '*.map' -o -name '*.pyi' -o -name '*.pyx' -o -name '*.pxd' -o -name '*.h' -o -name '*.a' -o -name '*.c' \) -delete
find "$packages/pyarrow" \( -name '*flight*' -o -name '*gcsfs*' -o -name '*azurefs*' -o -name 'libarrow_s3*' -o -name '_s3fs*' -o -name '_substrait*' -o -name '*cpp_tests*' \) -delete
find "$packages/babel/locale-data" -type f ! -name 'root.dat' ! -name 'nb*' ! -name 'no*' ! -name 'nn*' ! -name 'en*' ! -name 'sv*' ! -name 'da*' ! -name 'de*' ! -name 'fr*' -delete
# Held by tests/test_deployment.py, as the languages above are: the house imports these three, and they need what SciPy keeps for itself.
find "$packages/scipy" -mindepth 1 -maxdepth 1 -type d ! -name '_*' ! -name linalg ! -name sparse ! -name special -exec rm -rf {} +
find "$packages/streamlit/static" -type f \( -name 'PlotlyChart.*' -o -name 'DeckGlJsonChart.*' -o -name 'EChartsChart.*' -o -name 'GraphVizChart.*' \) -delete
# Pictures of a kind that is neither read nor made.
rm -f "$packages"/PIL/_avif.* "$packages"/pillow.libs/libavif-*
# Streamlit's maps draw with it, and no page has one.
rm -rf "$packages/pydeck/nbextension" "$1/share/jupyter" "$1/etc/jupyter"
rm -rf "$packages"/uv "$packages"/uv-* "$1/bin/uv" "$1/bin/uvx" "$packages/pip" "$packages"/pip-* "$1"/bin/pip*
rm -rf "$packages"/setuptools "$packages"/setuptools-* "$packages/pkg_resources" "$packages/_distutils_hack" "$packages/distutils-precedence.pth"

# Programs find the library by the one name with one number; the other two are copies of it.
find "$packages/pyarrow" \( -name 'libarrow_python*.so' -o -name 'libarrow_python*.so.*.*.*' \) -delete

if command -v strip >/dev/null; then
    # Not those in NAME.libs, whose places were moved when they were packed: strip breaks them.
    find "$packages" -type f \( -name '*.so' -o -name '*.so.*' \) ! -path '*.libs/*' -exec strip --strip-unneeded {} +
else
    echo "Compiled programs keep what only a debugger reads: there is no strip (binutils)." >&2
fi
