#!/bin/bash
# make bench-draw: measures the draw beside its peers, consistent_sampler and OpenSSL.
#
#   Benchmarks/draw.sh [--quick]     --quick leaves out the roster of 50 000 000 records (4 GB)
#
# Prints a table in Markdown with every figure's target, and writes it to var/bench/draw-table.md.
set -euo pipefail
cd "$(dirname "$0")/.."
Benchmarks/build.sh mingcha DrawBench
venv=$(Tests/venv.sh consistent-sampler playwright)
exec "$venv/bin/python" Benchmarks/draw.py "$@"
