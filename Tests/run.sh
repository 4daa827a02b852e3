#!/bin/bash
# make test: unit tests, both stores, the draw vectors, the journey, the fuzzer, the
# agreement of the three verifiers, what each of them answers to bad input, the browser.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p var
cluster=$(mktemp -d /tmp/mingcha-postgres-XXXXXX)
rmdir "$cluster"
trap 'Tests/postgres.sh stop "$cluster" >/dev/null 2>&1 || true' EXIT
MINGCHA_TEST_POSTGRES=$(Tests/postgres.sh start "$cluster")
export MINGCHA_TEST_POSTGRES
swift test
Tests/Fuzz/run.sh bounded
Tests/Agreement/run.sh
Tests/BadInput/run.sh
Tests/Identity/run.sh
Tests/Browser/run.sh
