#!/bin/bash
# Installs the Debian packages of packages.txt that are missing.
#   Tests/packages.sh run|test     for `make run` / for `make test` (which needs both)
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=$1
command -v swift >/dev/null || { echo "Swift 6.3 is needed: see README.md" >&2; exit 1; }

missing=()
while read -r name when why; do
  [[ -z $name || $name == \#* ]] && continue
  [[ $wanted == run && $when != run ]] && continue
  if ! dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q "ok installed"; then
    missing+=("$name")
    echo "missing: $name ($why)"
  fi
done < packages.txt
[[ ${#missing[@]} -eq 0 ]] && exit 0

as_root=()
if [[ $(id -u) -ne 0 ]]; then
  command -v sudo >/dev/null || {
    echo "Installing Debian packages needs root. Run as root: apt-get install ${missing[*]}" >&2
    exit 1
  }
  echo "Installing Debian packages needs root; sudo may ask for your password."
  as_root=(sudo)
fi
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends \
  "${missing[@]}" >/dev/null
