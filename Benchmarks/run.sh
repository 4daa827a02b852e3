#!/bin/bash
# make bench: measures everything the README tells in figures, on the loopback interface only.
#
#   Benchmarks/run.sh [--quick]     --quick measures each figure briefly, to try the scripts out
#
# Prints a table in Markdown with every figure's target, and writes it to var/bench/table.md.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p var/bench
log=var/bench/run.log

echo "bench: building" >&2
swift build -c release --static-swift-stdlib --product mingcha >"$log" 2>&1 &&
  swift build -c release --static-swift-stdlib --product HTTPBench >>"$log" 2>&1 ||
  { echo "bench: the build failed, see $log" >&2; exit 1; }

# The peer's packages.
venv=var/venv
if ! "$venv/bin/python" -c "import django, gunicorn, psycopg" 2>/dev/null; then
  echo "bench: installing the peer's packages of requirements-dev.txt" >&2
  python3 -m venv "$venv"
  grep -vE '^(#|playwright|consistent)' requirements-dev.txt |
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r /dev/stdin
fi

# Python ends every server it started, also when it is interrupted.
exec "$venv/bin/python" Benchmarks/bench.py "$@"
