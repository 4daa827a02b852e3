#!/bin/bash
# Fuzzes every parser of the draw, and what reads ZIP and CSV from strangers.
#   run.sh           FUZZ_SECONDS in all (600), shared among the targets and the processors
#   run.sh bounded   a fixed number of inputs with a fixed seed, as part of make test
# An input that crashes is left in .build/fuzz/found; so is one that takes longer than five seconds, or
# in a bounded run ten minutes: there a busy machine must not decide.
set -euo pipefail
cd "$(dirname "$0")/../.."
# Swift would answer a crash before libFuzzer does.
export SWIFT_BACKTRACE=enable=no
mode=${1:-free}
seconds=${FUZZ_SECONDS:-600}
jobs=${FUZZ_JOBS:-$(nproc)}
out=.build/fuzz
Tests/Fuzz/build.sh "$out"
mkdir -p "$out/found"
Tests/Fuzz/corpus.py "$out/seeds"

# Inputs per target in a bounded run: what takes about as long for each.
declare -A inputs=(
  [rules]=20000 [roster]=8000 [inspectors]=3000 [conflicts]=3000 [seed]=4000 [amendments]=2500
  [transcript]=3000 [hex]=20000 [text]=20000 [kernels]=3000 [draw]=4000 [tamper]=4000
  [proof]=10000 [tree]=5000 [facts]=5000 [zip]=3000 [sheet]=5000 [workbook]=3000)

# TARGET: one process; what it says goes to a file, the last lines of which are shown if it fails.
fuzz() {
  local target=$1 corpus=$out/corpus-$1 log=$out/$1.log
  local limits=(-rss_limit_mb=2048 -max_len=4096 -dict=Tests/Fuzz/words.dict
    -artifact_prefix="$out/found/$target-" -print_final_stats=1 -use_value_profile=1)
  ln -sf fuzz "$out/fuzz-$target"
  if [ "$mode" = bounded ]; then
    rm -rf "$corpus-bounded"
    corpus=$corpus-bounded
    limits+=(-timeout=600 -runs="${inputs[$target]}" -seed=1)
  else
    limits+=(-timeout=5 -max_total_time="$each")
  fi
  mkdir -p "$corpus"
  if ! "$out/fuzz-$target" "${limits[@]}" "$corpus" "$out/seeds/$target" >"$log" 2>&1; then
    echo "fuzz $target: failed, see $log"
    tail -n 40 "$log"
    return 1
  fi
  awk -v target="$target" '
    / cov: / { for (i = 1; i < NF; i++) { if ($i == "cov:") cov = $(i + 1) } }
    /number_of_executed_units/ { runs = $2 }
    /slowest_unit_time_sec/ { slow = $2 }
    /peak_rss_mb/ { rss = $2 }
    END { printf "fuzz %-11s %10d inputs  coverage %5d  slowest %d s  %4d MiB\n",
      target, runs, cov, slow, rss }' "$log"
}

targets=("${!inputs[@]}")
each=$((seconds * jobs / ${#targets[@]}))
failed=0
for target in "${targets[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n || failed=1; done
  fuzz "$target" &
done
while [ -n "$(jobs -p)" ]; do wait -n || { [ $? = 127 ] && break; failed=1; }; done
exit "$failed"
