#!/bin/bash
# make test ROOM=Visits: the tests of one room, on SQLite and on a PostgreSQL cluster of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
room=${1:?}
[[ -d Tests/Rooms/$room ]] || {
  echo "There is no Tests/Rooms/$room. Rooms: $(cd Tests/Rooms && ls -d [A-Z]*/ | tr -d / | xargs)" >&2
  exit 1
}
suites=$(grep -rhoE '^struct [A-Za-z]+' "Tests/Rooms/$room" | cut -d' ' -f2 | paste -sd'|')
Tests/build.sh --build-tests
cluster=$(mktemp -d /tmp/mingcha-postgres-XXXXXX)
rmdir "$cluster"
trap 'Tests/postgres.sh stop "$cluster" >/dev/null 2>&1 || true' EXIT
MINGCHA_TEST_POSTGRES=$(Tests/postgres.sh start "$cluster")
export MINGCHA_TEST_POSTGRES
swift test --skip-build --filter "RoomsTests\.($suites)(/|$)"
