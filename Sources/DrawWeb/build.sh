#!/bin/sh
# Compiles Draw and its door for browsers to one WebAssembly module, with the tools of the Swift
# toolchain alone.
#   build.sh SWIFTC FOLDER KERNELS DRAW-SOURCE…
# KERNELS is the folder of the target DrawKernels. Leaves draw.wasm and Module.swift, the same as
# Base64 in Swift, in FOLDER.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
swiftc=$1
out=$2
kernels=$3
shift 3
tools=$(dirname "$(readlink -f "$swiftc")")
mkdir -p "$out"
work=$(mktemp -d "$out/work-XXXXXX")
trap 'rm -rf "$work"' EXIT

echo "module DrawKernels { header \"$kernels/include/kernels.h\" }" >"$work/module.modulemap"
"$swiftc" -target wasm32-unknown-none-wasm -swift-version 6 -wmo -Osize -parse-as-library \
  -enable-experimental-feature Embedded -enable-experimental-feature Extern \
  -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault \
  -enable-upcoming-feature MemberImportVisibility -strict-memory-safety -warnings-as-errors \
  -Xfrontend -disable-stack-protector -Xcc -msimd128 -Xcc -ffreestanding -I "$work" \
  -module-cache-path "$work/modules" -package-name mingcha -module-name Draw \
  -c "$@" "$here/Exports.swift" "$here/HostRoster.swift" -o "$work/draw.o"
compile() {
  "$tools/clang" --target=wasm32-unknown-unknown -O2 -Wall -Wextra -Werror -ffreestanding \
    -nostdlib -mbulk-memory -msimd128 -I "$here/Runtime" -I "$kernels/include" "$@"
}
compile -c "$here/Runtime/runtime.c" -o "$work/runtime.o"
# Copies of a few bytes are to be instructions and not calls.
compile -fbuiltin -c "$kernels/lanes.c" -o "$work/lanes.o"
# The stack comes first, so that one too deep is a trap and not a write into data.
"$tools/wasm-ld" --no-entry --gc-sections --strip-all --stack-first -z stack-size=1048576 \
  --max-memory=4294967296 "$work"/*.o -o "$work/draw.wasm"

{
  echo 'extension DrawWeb {'
  printf '  static let base64: StaticString = "'
  base64 -w 0 "$work/draw.wasm"
  echo '"'
  echo '}'
} >"$work/Module.swift"
mv "$work/draw.wasm" "$work/Module.swift" "$out/"
