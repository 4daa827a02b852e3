#!/bin/bash
# Hands what is no draw to every verifier: mingcha, verify.py and the browser.
#   Tests/BadInput/run.sh [WORD …]     only the cases with one of the words in their name
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=var/venv
wanted=$(grep '^playwright' requirements-dev.txt)
if ! "$venv/bin/pip" freeze 2>/dev/null | grep -qx "$wanted"; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "$wanted"
fi
swift build --product mingcha >/dev/null
"$venv/bin/python" Tests/BadInput/run.py .build/debug/mingcha "$@"
