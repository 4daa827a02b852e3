#!/bin/bash
# make bench-files: measures import and export with workbooks of a real program.
#
#   Benchmarks/files.sh [--quick]     --quick takes 100 000 capability rows, not a million
#
# Prints a table in Markdown with every figure's target, and writes it to var/bench/files-table.md.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p var/bench
log=var/bench/run.log

echo "bench: building" >&2
swift build -c release --static-swift-stdlib --product mingcha >"$log" 2>&1 ||
  { echo "bench: the build failed, see $log" >&2; exit 1; }

venv=var/venv
if ! "$venv/bin/python" -c "import xlsxwriter" 2>/dev/null; then
  echo "bench: installing xlsxwriter of requirements-dev.txt" >&2
  [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
  grep xlsxwriter requirements-dev.txt |
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r /dev/stdin
fi

exec "$venv/bin/python" Benchmarks/files.py "$@"
