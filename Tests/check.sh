#!/bin/bash
# make check: layout of the code, a build without warnings, the import rules.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p var
Tests/packages.sh run
echo "check: format"
swift format lint --strict -r Sources Plugins Tests Benchmarks Package.swift
echo "check: build without warnings"
Tests/build.sh --build-tests 2>&1 | tee var/check.log
! grep -E "warning:|error:" var/check.log
echo "check: import rules"
swift test --skip-build --filter ArchitectureTests
