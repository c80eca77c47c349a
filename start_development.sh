#!/bin/sh
# Starts CTI Scraper on this machine for a first look or for development, in the foreground:
# installs, makes the database, loads the built-in sources and the samples, collects the samples,
# then runs scheduler, worker and queue dashboard until Ctrl-C.
set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)

case "${1:-}" in
-h | --help)
  cat <<'HELP'
Usage: ./start_development.sh [--no-samples] [--interval 5m] [--once]

Starts the local stack in the foreground. Needs git and Node 20 or newer, nothing else.
  --no-samples   without the sample web
  --interval T   how often what is due is queued (an hour by default; tier 1 does not wait for it)
  --once         stop when the samples are collected
HELP
  exit 0
  ;;
esac

exec "$here/run_cli.sh" up "$@"
