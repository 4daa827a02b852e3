#!/bin/bash
# make bench: measures everything the README tells in figures, on the loopback interface only.
#
#   Benchmarks/run.sh [--quick]     --quick measures each figure briefly, to try the scripts out
#
# Prints a table in Markdown with every figure's target, and writes it to var/bench/table.md.
set -euo pipefail
cd "$(dirname "$0")/.."
Benchmarks/build.sh mingcha HTTPBench
venv=$(Tests/venv.sh Django gunicorn psycopg)
# Python ends every server it started, also when it is interrupted.
exec "$venv/bin/python" Benchmarks/bench.py "$@"
