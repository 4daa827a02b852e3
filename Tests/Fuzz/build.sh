#!/bin/bash
# Builds the fuzzer with the toolchain alone: libFuzzer, and AddressSanitizer for Swift and C.
#   build.sh FOLDER
# Leaves FOLDER/fuzz; does nothing if no source is newer.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sources=$(cd "$here/../../Sources" && pwd)
out=$1
if [ -x "$out/fuzz" ] && [ -z "$(find "$sources"/{Draw,DrawKernels,Archive,XML,Sheets,C/CArchive,C/CExpat} \
  "$here" -type f -newer "$out/fuzz" -print -quit)" ]; then exit 0; fi
swiftc=$(command -v swiftc)
clang=$(dirname "$(readlink -f "$swiftc")")/clang
mkdir -p "$out/kernels"
out=$(cd "$out" && pwd)
cat >"$out/kernels/module.modulemap" <<MAP
module DrawKernels {
  umbrella header "$sources/DrawKernels/include/kernels.h"
  export *
}
MAP

# NAME SOURCE…: compiles a module. Optimised code keeps its overflow and bounds checks.
module() {
  local name=$1
  shift
  rm -rf "${out:?}/$name"
  mkdir "$out/$name"
  (cd "$out/$name" && "$swiftc" -swift-version 6 -O -g -wmo -num-threads 4 -parse-as-library \
    -sanitize=fuzzer,address -enable-testing -enable-upcoming-feature ExistentialAny \
    -enable-upcoming-feature InternalImportsByDefault \
    -enable-upcoming-feature MemberImportVisibility -package-name mingcha -module-name "$name" \
    -I "$out" -I "$sources/C/CArchive" -I "$sources/C/CExpat" -Xcc -fmodule-map-file="$out/kernels/module.modulemap" \
    -Xcc -I"$sources/DrawKernels/include" \
    -emit-module -emit-module-path "$out/$name.swiftmodule" -c "$@")
}

# MODULE SOURCE-FOLDER…: whether the module is older than one of them.
is_old() {
  local made=$out/$1.swiftmodule
  shift
  [ ! -e "$made" ] || [ -n "$(find "$@" -type f -newer "$made" -print -quit)" ]
}

for file in "$sources"/DrawKernels/*.c; do
  "$clang" -O1 -g -fsanitize=address,fuzzer-no-link,undefined -fno-sanitize-recover=all \
    -I "$sources/DrawKernels/include" -c "$file" -o "$out/kernels/$(basename "$file" .c).o"
done &
libraries=($!)
# NAME SOURCE-FOLDER…: compiles a module out of its folder if it is older than one of them.
library() {
  is_old "$1" "$sources/$1" "$here/build.sh" "${@:2}" || return 0
  mapfile -t files < <(find "$sources/$1" -name '*.swift' | sort)
  module "$1" "${files[@]}"
}
library Draw "$sources/DrawKernels" &
libraries+=($!)
library Archive &
libraries+=($!)
library XML &
libraries+=($!)
for job in "${libraries[@]}"; do wait "$job"; done
library Sheets "$sources/Archive" "$sources/XML"
module Fuzz "$here"/*.swift
"$swiftc" -use-ld=lld -sanitize=fuzzer,address "$out"/{Fuzz,Draw,Archive,XML,Sheets,kernels}/*.o \
  -larchive -lexpat -o "$out/fuzz"
