#!/bin/bash
# make bench-journal: the journal at one and ten million entries, on SQLite and PostgreSQL: pages,
# verifying, export, backup.
#
#   Benchmarks/journal.sh [ENTRIES…]     default 1000000 10000000
#
# Takes a quarter of an hour and 30 GB below var/bench. Prints a table in Markdown with every
# figure's target, and writes it to var/bench/journal-table.md.
set -euo pipefail
cd "$(dirname "$0")/.."
Benchmarks/build.sh mingcha
[ $# -gt 0 ] || set -- 1000000 10000000
exec python3 Benchmarks/journal.py "$@"
