#!/bin/bash
# The native program, Verifiers/verify.py and the browser's module on the same 2 000 draws.
#   Tests/Agreement/run.sh [FIRST COUNT]     other seeds than 1 to 1 000
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=$(Tests/venv.sh playwright)
swift build --product mingcha >/dev/null
"$venv/bin/python" Tests/Agreement/agree.py .build/debug/mingcha "$@"
