#!/bin/bash
# make bench-draw: measures the draw beside its peers, consistent_sampler and OpenSSL.
#
#   Benchmarks/draw.sh [--quick]     --quick leaves out the roster of 50 000 000 records (4 GB)
#
# Prints a table in Markdown with every figure's target, and writes it to var/bench/draw-table.md.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p var/bench
log=var/bench/run.log

echo "bench: building" >&2
swift build -c release --static-swift-stdlib --product mingcha >"$log" 2>&1 &&
  swift build -c release --static-swift-stdlib --product DrawBench >>"$log" 2>&1 ||
  { echo "bench: the build failed, see $log" >&2; exit 1; }

venv=var/venv
if ! "$venv/bin/python" -c "import consistent_sampler, playwright" 2>/dev/null; then
  echo "bench: installing the packages of requirements-dev.txt" >&2
  python3 -m venv "$venv"
  grep -v '^#' requirements-dev.txt |
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r /dev/stdin
fi

exec "$venv/bin/python" Benchmarks/draw.py "$@"
