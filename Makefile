# Two commands do all set-up: `make run` (the main job with demo data) and `make test` (everything).
SHELL := /bin/bash
DATA ?= var/demo
PORT ?= 8080
BIN := .build/release/mingcha
RELEASE := -c release --static-swift-stdlib

.PHONY: run build wasm test fuzz check format bench bench-draw bench-files bench-national bench-journal packages packages-test clean

run: packages build
	@if [ ! -f "$(DATA)/mingcha.db" ]; then \
	  rm -rf "$(DATA).new" && $(BIN) demo --progress --data "$(DATA).new" && \
	  { rmdir "$(DATA)" 2>/dev/null || true; } && mv -T "$(DATA).new" "$(DATA)"; fi
	@echo "演示账号（密码均为 Mingcha-Demo-2026）："; cat "$(DATA)/accounts.txt" 2>/dev/null || true
	@exec $(BIN) serve --data "$(DATA)" --port $(PORT)

build:
	@echo "make: building mingcha (release); the first build takes some minutes"
	@Tests/build.sh $(RELEASE) --product mingcha

# The draw for browsers; every build makes it too when the sources of the draw have changed.
wasm:
	@Tests/build.sh --target DrawWeb
	@stat -c '%n: %s bytes' .build/plugins/outputs/*/DrawWeb/destination/WebAssembly/draw.wasm

# ROOM=Visits: the tests of that room alone.
test: packages-test
	@if [ -n "$(ROOM)" ]; then Tests/room.sh "$(ROOM)"; else Tests/run.sh; fi

# Ten minutes in all; FUZZ_SECONDS says otherwise.
fuzz: packages-test
	@Tests/Fuzz/run.sh

check:
	@Tests/check.sh

format:
	swift format -i -r Sources Plugins Tests Benchmarks Package.swift

bench: packages-test build
	@Benchmarks/run.sh

bench-draw: packages-test build
	@Benchmarks/draw.sh

bench-files: packages-test build
	@Benchmarks/files.sh

# These two make stores of national size: a quarter of an hour each, up to 30 GB below var/bench.
bench-national: packages-test build
	@Benchmarks/national.sh

bench-journal: packages-test build
	@Benchmarks/journal.sh

# Debian packages: what is missing is named, with why; installing needs root.
packages:
	@Tests/packages.sh run

packages-test:
	@Tests/packages.sh test

clean:
	rm -rf .build var
