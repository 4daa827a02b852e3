#!/bin/bash
# The journal at one and ten million entries, on both engines: pages, verifying, export, backup.
# Not part of make bench: it takes half an hour and 30 GB below var/bench.
#
#   Benchmarks/journal.sh [ENTRIES…]     default 1000000 10000000
set -euo pipefail
cd "$(dirname "$0")/.."
Benchmarks/build.sh mingcha
cluster=$(mktemp -d /tmp/mingcha-bench-XXXXXX)
rmdir "$cluster"
trap 'Tests/postgres.sh stop "$cluster" >/dev/null 2>&1 || true' EXIT
MINGCHA_BENCH_POSTGRES=$(Tests/postgres.sh start "$cluster")
export MINGCHA_BENCH_POSTGRES
[ $# -gt 0 ] || set -- 1000000 10000000
python3 Benchmarks/journal.py "$@"
