#!/bin/bash
# Walks the main job in Chromium on a fresh demo and leaves screenshots in var/screenshots.
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=var/venv
if ! "$venv/bin/python" -c "import playwright" 2>/dev/null; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "$(grep '^playwright' requirements-dev.txt)"
fi
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
"$bin" serve --data "$data" --port 0 >"$data/serve.log" &
server=$!
for _ in $(seq 100); do
  base=$(grep -o 'http://127.0.0.1:[0-9]*' "$data/serve.log" || true)
  [[ -n $base ]] && break
  sleep 0.1
done
"$venv/bin/python" Tests/Browser/walk.py "$base" "$data" "$bin" var/screenshots
kill "$server" && wait "$server"
server=
"$bin" journal verify --data "$data"
