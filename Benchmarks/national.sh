#!/bin/bash
# make bench-national: the search over bodies and capabilities, backup and restore at national size,
# on SQLite and PostgreSQL.
#
#   Benchmarks/national.sh [--quick] [--capabilities N,N …]     1000000,10000000 unless said otherwise
#
# Needs about 15 GB of disk for ten million capabilities on both engines; what is made is kept in
# var/bench for the next run. Prints a table in Markdown with every figure's target, and writes it to
# var/bench/national-table.md.
set -euo pipefail
cd "$(dirname "$0")/.."
Benchmarks/build.sh mingcha
exec python3 Benchmarks/national.py "$@"
