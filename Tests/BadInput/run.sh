#!/bin/bash
# Hands what is no draw to every verifier: mingcha, verify.py and the browser.
#   Tests/BadInput/run.sh [WORD …]     only the cases with one of the words in their name
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=$(Tests/venv.sh playwright)
swift build --product mingcha >/dev/null
"$venv/bin/python" Tests/BadInput/run.py .build/debug/mingcha "$@"
