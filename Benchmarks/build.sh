#!/bin/bash
# Builds what is measured, as it is released.
#   Benchmarks/build.sh PRODUCT…
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p var/bench
log=var/bench/build.log
: >"$log"
echo "bench: building" >&2
for product in "$@"; do
  swift build -c release --static-swift-stdlib --product "$product" >>"$log" 2>&1 ||
    { echo "bench: the build failed, see $log" >&2; exit 1; }
done
