#!/bin/bash
# Walks the main job in Chromium on a fresh demo and leaves screenshots in var/screenshots.
#   Tests/Browser/run.sh [--readme]     also takes the pictures of README into docs/images
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=$(Tests/venv.sh playwright)
swift build --product mingcha >/dev/null
bin=.build/debug/mingcha
data=$(mktemp -d /tmp/mingcha-browser-XXXXXX)
server=
cleanup() {
  [[ -n $server ]] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
  rm -rf "$data"
}
trap cleanup EXIT
"$bin" demo --data "$data" --seed 7
"$bin" serve --data "$data" --port 0 >"$data/serve.log" 2>&1 &
server=$!
base=
for _ in $(seq 3000); do # five minutes: only a hang takes longer
  base=$(grep -o 'http://127.0.0.1:[0-9]*' "$data/serve.log" || true)
  [[ -n $base ]] && break
  kill -0 "$server" || break
  sleep 0.1
done
[[ -n $base ]] || { cat "$data/serve.log" >&2; exit 1; }
"$venv/bin/python" Tests/Browser/walk.py "$base" "$data" "$bin" var/screenshots "$@"
