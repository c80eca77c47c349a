#!/bin/sh
# Runs a command of CTI Scraper: ./run_cli.sh collect, ./run_cli.sh --help.
# Installs what it needs on first use; brings its own Node 24.
set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)
node="$here/node_modules/.bin/node"

if ! command -v npm >/dev/null 2>&1; then
  echo "npm is missing: install Node 20 or newer (https://nodejs.org), then try again." >&2
  exit 1
fi
outdated() {
  # shellcheck disable=SC3013 # every sh in use knows -nt
  [ ! -x "$node" ] || { [ -w "$here" ] && [ "$here/package.json" -nt "$here/node_modules/.package-lock.json" ]; }
}
if outdated; then
  echo "Installing what CTI Scraper needs (once) ..." >&2
  (cd "$here" && npm install --no-audit --no-fund --loglevel=error >&2)
fi

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
