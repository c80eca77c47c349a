#!/bin/sh
# Starts CTI Scraper on this machine for a first look or for development, in the foreground:
# installs, makes the database, loads the built-in sources and the samples, collects the samples,
# then runs scheduler, worker and queue dashboard until Ctrl-C.
set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)

usage() {
  cat <<'HELP'
Usage: ./start_development.sh [--no-samples] [--interval 5m] [--once]
       ./start_development.sh --docker [--ai]

Starts the local stack in the foreground. Needs git and Node 20 or newer, nothing else.
  --no-samples   without the sample web
  --interval T   how often what is due is queued (an hour by default; tier 1 does not wait for it)
  --once         stop when the samples are collected

  --docker       in containers instead, from the files of this folder: each service starts afresh when one of its
                 files changes, the browser client by itself. Needs Docker with Compose, nothing else.
                 CTI_MODE=docker does the same. Ctrl-C stops it; its data stays in volumes named *_dev.
  --ai           with Ollama, which fetches its models in the background: gigabytes
HELP
}

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$@"
  exit 5
}

check_docker() {
  command -v docker >/dev/null 2>&1 || fail "docker is missing: https://docs.docker.com/engine/install. Without --docker nothing but Node is needed."
  docker info >/dev/null 2>&1 || fail "The Docker engine does not answer: is it started, and may this account use it? \`docker info\` says why."
  compose="docker compose"
  docker compose version >/dev/null 2>&1 || compose=docker-compose
  $compose version >/dev/null 2>&1 || fail "Docker Compose is missing: https://docs.docker.com/compose/install"
}

# A port that is taken fails a start half-way, with words of its own.
check_ports() {
  [ -z "$($compose -f docker-compose.dev.yml ps --quiet 2>/dev/null)" ] || return 0
  command -v ss >/dev/null 2>&1 || return 0
  for port in 8000 5173 5432 6379 5555; do
    [ -z "$(ss -Hltn "( sport = :$port )" "( src = $address or src = 0.0.0.0 or src = [::] )" 2>/dev/null)" ] ||
      fail "Port $port is taken: stop what listens there, or publish on another address with CTI_DEV_ADDRESS=127.0.0.2"
  done
}

stop_containers() {
  trap '' INT TERM HUP
  kill "$follower" 2>/dev/null || true
  say "Stopping ..."
  in_stack stop
  exit 130
}

in_stack() {
  # shellcheck disable=SC2086 # several words each
  $compose -f docker-compose.dev.yml $profile "$@"
}

start_containers() {
  check_docker
  cd "$here"
  address=${CTI_DEV_ADDRESS:-127.0.0.1}
  check_ports
  mkdir -p .data
  # ./run_cli.sh looks for this stack from now on.
  touch .data/development-stack
  CTI_UID=$(id -u) CTI_GID=$(id -g)
  export CTI_UID CTI_GID
  follower=""
  trap stop_containers INT TERM HUP
  # What it says goes past: the first start installs, which takes a minute.
  in_stack up --detach --remove-orphans || fail "The stack did not start; \`docker compose -f docker-compose.dev.yml logs\` says why."
  say "
client    http://$address:5173
API       http://$address:8000
queue     http://$address:5555   user admin, password development-only
Commands  ./run_cli.sh …; Ctrl-C stops all.
"
  in_stack logs --follow --tail 20 &
  follower=$!
  wait "$follower"
}

mode=${CTI_MODE:-local}
profile=""
case " $* " in *" -h "* | *" --help "*)
  usage
  exit 0
  ;;
esac
case " $* " in *" --docker "*) mode=docker ;; esac
if [ "$mode" != docker ]; then
  CTI_MODE=local
  export CTI_MODE
  exec "$here/run_cli.sh" up "$@"
fi

for word in "$@"; do
  case "$word" in
  --docker) ;;
  --ai)
    profile="--profile ai"
    OLLAMA_URL=${OLLAMA_URL:-http://ollama:11434}
    export OLLAMA_URL
    ;;
  *)
    say "$word does nothing with --docker"
    usage >&2
    exit 2
    ;;
  esac
done
start_containers
