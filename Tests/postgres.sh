#!/bin/sh
# Starts and stops a PostgreSQL cluster for the tests, reachable on a private socket only.
#
#   Tests/postgres.sh start DIR    make a cluster in DIR (new or empty), start it, print its URL
#   Tests/postgres.sh stop DIR     stop it and remove DIR
#
#   MINGCHA_TEST_POSTGRES=$(Tests/postgres.sh start /tmp/mingcha-postgres) swift test
set -eu

fail() {
  echo "postgres.sh: $1" >&2
  exit 1
}

[ $# -eq 2 ] || fail "usage: $0 start DIR | stop DIR"
command=$1
dir=$2
case $dir in
/*) ;;
*) dir=$PWD/$dir ;;
esac

bin=${POSTGRES_BIN:-}
if [ -z "$bin" ]; then
  for found in /usr/lib/postgresql/*/bin; do
    [ -x "$found/initdb" ] && bin=$found
  done
fi
if [ -z "$bin" ] && command -v initdb >/dev/null; then
  bin=$(dirname "$(command -v initdb)")
fi
[ -n "$bin" ] || fail "no PostgreSQL server here; apt-get install postgresql, or set POSTGRES_BIN"

# initdb and postgres refuse to run as root.
as_server() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@")
  else
    "$@"
  fi
}

start() {
  [ ! -e "$dir/data" ] || fail "$dir/data exists; stop the cluster there first"
  # The address of a socket is at most 107 bytes long.
  [ "$(printf %s "$dir/.s.PGSQL.5432" | wc -c)" -le 107 ] || fail "$dir is too long for a socket"
  mkdir -p "$dir"
  chmod 700 "$dir"
  if [ "$(id -u)" -eq 0 ]; then chown postgres: "$dir"; fi
  as_server "$bin/initdb" --pgdata="$dir/data" --username=mingcha --auth=trust \
    --locale=C.UTF-8 --encoding=UTF8 --no-sync --no-instructions >"$dir/initdb.log" 2>&1 ||
    fail "initdb failed; see $dir/initdb.log"
  cat >>"$dir/data/postgresql.conf" <<CONFIGURATION
listen_addresses = ''
unix_socket_directories = '$dir'
fsync = off
full_page_writes = off
synchronous_commit = off
max_connections = 200
CONFIGURATION
  as_server "$bin/pg_ctl" --pgdata="$dir/data" --log="$dir/data/server.log" --wait --timeout=600 --silent start \
    >/dev/null || fail "the server did not start; see $dir/data/server.log"
  # A socket's folder stands in the URL with its slashes written as %2F.
  echo "postgresql://mingcha@$(printf %s "$dir" | sed 's|/|%2F|g')/postgres"
}

stop() {
  [ -e "$dir/data/PG_VERSION" ] || fail "there is no cluster in $dir"
  as_server "$bin/pg_ctl" --pgdata="$dir/data" --mode=immediate --wait --timeout=600 --silent stop || true
  rm -rf "$dir/data" "$dir/initdb.log"
  rmdir "$dir" 2>/dev/null || true
}

case $command in
start) start ;;
stop) stop ;;
*) fail "usage: $0 start DIR | stop DIR" ;;
esac
