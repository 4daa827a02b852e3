#!/bin/bash
# Signs in through an identity provider (Authlib, from PyPI) in RS256 and ES256, and is refused where
# the provider's certificate or client secret is not right.
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=${IDENTITY_VENV:-$(Tests/venv.sh Authlib Flask)}
bin=${MINGCHA_BIN:-}
if [[ -z $bin ]]; then
  swift build --product mingcha >/dev/null
  bin=.build/debug/mingcha
fi
work=$(mktemp -d /tmp/mingcha-identity-XXXXXX)
started=()
cleanup() {
  for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT

free_port() { python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])'; }
await() { # what, command …
  # Five minutes: only a hang takes longer.
  for _ in $(seq 1500); do "${@:2}" >/dev/null 2>&1 && return; sleep 0.2; done
  echo "identity: $1 does not come" >&2
  cat "$work"/*.log >&2
  exit 1
}

"$bin" demo --data "$work/demo" --bodies 600 2>/dev/null >/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 \
  -addext subjectAltName=IP:127.0.0.1 -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
echo another >"$work/wrong"
echo geheim-41.wort >"$work/secret"

round() { # algorithm, scheme, options of serve …
  local algorithm=$1 scheme=$2 port site
  port=$(free_port)
  site=$(free_port)
  local tls=()
  [[ $scheme == https ]] && tls=("$work/cert.pem" "$work/key.pem")
  "$venv/bin/python" Tests/Identity/provider.py "$port" "$(cat "$work/secret")" "$algorithm" \
    "${tls[@]}" >"$work/provider.log" 2>&1 &
  started+=($!)
  await "the provider" curl -sk "$scheme://127.0.0.1:$port/keys"
  rm -rf "$work/data"
  cp -r "$work/demo" "$work/data"
  "$bin" serve --data "$work/data" --port "$site" --site "http://127.0.0.1:$site" \
    --oidc-issuer "$scheme://127.0.0.1:$port" --oidc-client mingcha "${@:3}" \
    >"$work/serve.log" 2>&1 &
  started+=($!)
  await "the server" curl -s "http://127.0.0.1:$site/readyz"
  provider="$scheme://127.0.0.1:$port" base="http://127.0.0.1:$site"
}
stop() {
  for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
  for process in "${started[@]}"; do wait "$process" 2>/dev/null || true; done
  started=()
}
refused() { # reason in the log
  local jar=$work/jar
  rm -f "$jar"
  curl -s -c "$jar" -b "$jar" -o /dev/null -D "$work/head" "$base/sign-in/provider"
  local place
  place=$(grep -i '^location:' "$work/head" | tr -d '\r' | cut -d' ' -f2 || true)
  if [[ -n $place ]]; then
    place=$(curl -sk -o /dev/null -w '%{redirect_url}' "$place")
    curl -s -c "$jar" -b "$jar" -o /dev/null "$place"
  fi
  grep -q "event=provider-refused.*$1" "$work/serve.log" || {
    echo "identity: $1 is not refused" >&2
    cat "$work/serve.log" >&2
    exit 1
  }
  echo "identity: refused for $1"
}

for algorithm in RS256 ES256; do
  echo "identity: $algorithm"
  round "$algorithm" http --oidc-secret "$work/secret"
  "$venv/bin/python" Tests/Identity/walk.py "$base" "$provider" || { grep provider-refused "$work/serve.log"; tail -5 "$work/provider.log"; exit 1; }
  stop
done
round RS256 http --oidc-secret "$work/wrong"
refused "answers 401"
stop
round RS256 https --oidc-secret "$work/secret"
refused untrusted
stop
round RS256 https --oidc-secret "$work/secret" --oidc-ca "$work/cert.pem"
SSL_CERT_FILE=$work/cert.pem "$venv/bin/python" Tests/Identity/walk.py "$base" "$provider" || { grep provider-refused "$work/serve.log"; tail -5 "$work/provider.log"; exit 1; }
stop
