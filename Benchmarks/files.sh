#!/bin/bash
# make bench-files: measures import and export with workbooks of a real program.
#
#   Benchmarks/files.sh [--quick]     --quick takes 100 000 capability rows, not a million
#
# Prints a table in Markdown with every figure's target, and writes it to var/bench/files-table.md.
set -euo pipefail
cd "$(dirname "$0")/.."
Benchmarks/build.sh mingcha
venv=$(Tests/venv.sh xlsxwriter)
exec "$venv/bin/python" Benchmarks/files.py "$@"
