#!/bin/bash
# Prints a Python environment that has packages of requirements-dev.txt, making it if need be.
#   Tests/venv.sh playwright …
set -euo pipefail
cd "$(dirname "$0")/.."
venv=var/venv
plain() { sed 's/\[.*\]//' | tr 'A-Z_' 'a-z-'; }
have=$("$venv/bin/pip" freeze 2>/dev/null | plain || true)
for package in "$@"; do
  wanted=$(grep -E "^$package(\[|==)" requirements-dev.txt)
  if ! grep -qx "$(plain <<<"$wanted")" <<<"$have"; then
    echo "installing $wanted" >&2
    [ -x "$venv/bin/pip" ] || python3 -m venv "$venv" >&2
    "$venv/bin/pip" install --quiet --disable-pip-version-check "$wanted" >&2
  fi
done
echo "$venv"
