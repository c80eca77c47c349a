#!/bin/sh
# Runs a command of CTI Scraper: ./run_cli.sh collect, ./run_cli.sh --help.
# Beside a running stack of containers it runs in a container of that stack, else here (CTI_MODE=local|docker forces).
# Here it installs what it needs on first use and brings its own Node 24.
set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)
node="$here/node_modules/.bin/node"

say() { printf '%s\n' "$*" >&2; }

# From the environment, else from .env; nothing means: where the stack runs.
mode=${CTI_MODE:-}
if [ -z "$mode" ] && [ -f "$here/.env" ]; then
  mode=$(sed -n "s/^CTI_MODE=[\"']\{0,1\}\([a-z]*\).*/\1/p" "$here/.env" | tail -n 1)
fi

has_production() { [ -d "$here/secrets" ] || grep -qs '^CTI_EDGE_NET=' "$here/.env"; }

# Docker is asked only where a start script of ours has used it, and not by who names a database, server or folder.
may_be_docker() {
  has_production || [ -e "$here/.data/development-stack" ] || return 1
  [ -z "${CTI_SERVER:-}${DATABASE_URL:-}${DB_HOST:-}${CTI_DATA_DIR:-}" ] || return 1
  command -v docker >/dev/null 2>&1
}

# Sets `file` to the compose file of the stack that runs: the production stack, which alone has a proxy, or the other.
find_stack() {
  file=""
  if running nginx && has_database docker-compose.yml; then
    file=docker-compose.yml
  elif running postgres && has_database docker-compose.dev.yml; then
    file=docker-compose.dev.yml
  fi
}

# Compose takes its time to answer; the engine says at once when there is nothing to ask for.
running() {
  docker ps --quiet --filter "label=com.docker.compose.project.working_dir=$here" \
    --filter "label=com.docker.compose.service=$1" 2>/dev/null | grep -q .
}

has_database() {
  # shellcheck disable=SC2046 # several words
  (cd "$here" && $(compose_for "$1") ps --quiet postgres 2>/dev/null) | grep -q .
}

# Only the other file is named, so that an override file beside docker-compose.yml counts.
compose_for() {
  compose="docker compose"
  docker compose version >/dev/null 2>&1 || compose=docker-compose
  if [ "$1" = docker-compose.yml ]; then echo "$compose"; else echo "$compose -f $1"; fi
}

run_in_container() {
  for word in "$@"; do
    # The container has files of its own only.
    [ ! -f "$word" ] || say "note: the command runs in a container and cannot open $word: hand it over with < $word, take results with >, or set CTI_MODE=local"
  done
  # With a terminal of its own, the container's stdout and stderr would become one.
  terminal=-T
  if [ -t 0 ] && [ -t 1 ] && [ -t 2 ]; then terminal=""; fi
  passed=""
  for name in CTI_TENANT LOG_LEVEL NO_COLOR; do
    if printenv "$name" >/dev/null; then passed="$passed -e $name"; fi
  done
  if [ "$file" = docker-compose.dev.yml ]; then
    CTI_UID=$(id -u) CTI_GID=$(id -g)
    export CTI_UID CTI_GID
    # It was started with --ai.
    if running ollama; then
      OLLAMA_URL=${OLLAMA_URL:-http://ollama:11434}
      export OLLAMA_URL
    fi
  fi
  cd "$here"
  # shellcheck disable=SC2046,SC2086 # several words each
  exec $(compose_for "$file") run --rm --no-deps $terminal $passed cli "$@"
}

case "$mode" in
local) ;;
docker | '')
  file=""
  if [ "$mode" = docker ] || may_be_docker; then find_stack; fi
  if [ -n "$file" ]; then run_in_container "$@"; fi
  if [ -z "$mode" ] && has_production && may_be_docker; then
    say "note: the stack of containers does not run, so this is about the local database; CTI_MODE=local says so without this note"
  fi
  if [ "$mode" = docker ]; then
    command -v docker >/dev/null 2>&1 || say "docker is missing: https://docs.docker.com/engine/install"
    say "CTI_MODE is docker, and no stack runs: ./start_production.sh starts it. CTI_MODE=local runs the command here."
    exit 5
  fi
  ;;
*)
  say "CTI_MODE is $mode, allowed is local or docker"
  exit 2
  ;;
esac

if ! command -v npm >/dev/null 2>&1; then
  say "npm is missing: install Node 20 or newer (https://nodejs.org), then try again."
  exit 1
fi
outdated() {
  # shellcheck disable=SC3013 # every sh in use knows -nt
  [ ! -x "$node" ] || { [ -w "$here" ] && [ "$here/package.json" -nt "$here/node_modules/.package-lock.json" ]; }
}
if outdated; then
  say "Installing what CTI Scraper needs (once) ..."
  (cd "$here" && npm install --no-audit --no-fund --loglevel=error >&2)
fi

# What serves the web interface brings it along.
case "${1:-}" in up | daemon) "$here/services/web/build-client.sh" ;; esac

NODE_COMPILE_CACHE="${NODE_COMPILE_CACHE:-$here/node_modules/.cache/node}"
# Slow names must not hold up other look-ups: each takes a thread of this pool.
UV_THREADPOOL_SIZE="${UV_THREADPOOL_SIZE:-16}"
# Few arenas: what many short threads leave behind would stay with the process.
MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
export NODE_COMPILE_CACHE UV_THREADPOOL_SIZE MALLOC_ARENA_MAX
# A small young generation: what start-up leaves behind would otherwise stay resident as 200 MB of garbage.
node_flags="--max-semi-space-size=8 --max-old-space-size=1024"
# shellcheck disable=SC2086 # several flags
exec "$node" $node_flags "$here/services/cli/src/main.ts" "$@"
