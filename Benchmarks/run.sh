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

# The peer's packages, kept until the list of them changes.
python=var/python
if ! cmp -s requirements-dev.txt "$python/installed.txt"; then
  echo "bench: installing the packages of requirements-dev.txt" >&2
  python3 -m venv "$python"
  "$python/bin/pip" install --quiet --disable-pip-version-check -r requirements-dev.txt
  cp requirements-dev.txt "$python/installed.txt"
fi

# Python ends every server it started, also when it is interrupted.
exec "$python/bin/python" Benchmarks/bench.py "$@"
