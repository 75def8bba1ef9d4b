#!/bin/sh
# Takes out of an environment what the running app never opens: tests and headers of packages, maps
# of the browser's scripts for those who develop them, connectors of Arrow, other languages' dates.
#
#   deploy/trim.sh .venv
set -eu
packages=$(echo "$1"/lib/python3.*/site-packages)

find "$packages" -depth -type d \( -name tests -o -name include \) -exec rm -rf {} +
find "$packages" -type f \( -name '*.map' -o -name '*.pyi' -o -name '*.pyx' -o -name '*.pxd' -o -name '*.h' -o -name '*.a' \) -delete
find "$packages/pyarrow" \( -name '*flight*' -o -name '*gcsfs*' -o -name '*azurefs*' -o -name 'libarrow_s3*' -o -name '_s3fs*' \) -delete
find "$packages/babel/locale-data" -type f ! -name 'root.dat' ! -name 'nb*' ! -name 'no*' ! -name 'nn*' ! -name 'en*' -delete
# Streamlit's maps draw with it, and no page has one.
rm -rf "$packages/pydeck/nbextension" "$packages"/uv "$packages"/uv-* "$1/bin/uv" "$1/bin/uvx"
rm -rf "$packages/pip" "$packages"/pip-* "$1"/bin/pip*
