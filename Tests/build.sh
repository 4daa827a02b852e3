#!/bin/bash
# `swift build` that says how far it is, also when its output goes into a file or a pipe.
#   Tests/build.sh ARGUMENTS…     those of `swift build`
# A line at most every five seconds while something happens, one every fifteen while one compiler
# works alone; everything that is no progress is passed on as it is.
set -uo pipefail
cd "$(dirname "$0")/.."
begun=$SECONDS
shown=-5
last="reading the package"

tell() { printf '[%4d s] %s\n' $((SECONDS - begun)) "$1"; shown=$SECONDS; }

coproc BUILD { exec swift build "$@" 2>&1; }
child=$BUILD_PID
while true; do
  if IFS= read -r -t 15 line <&"${BUILD[0]}"; then
    if [[ $line =~ ^\[[0-9]+/[0-9]+\]\ (.*) ]]; then
      last=$line
      ((SECONDS - shown >= 5)) && tell "$line"
    else
      printf '%s\n' "$line"
    fi
  elif (($? > 128)); then
    tell "$last … at work"
  else
    break
  fi
done 2>/dev/null
wait "$child"
status=$?
tell "$([[ $status == 0 ]] && echo built || echo "the build failed")"
exit $status
