#!/bin/sh
# Starts or upgrades the production stack in containers: ./start_production.sh --help.
# Safe to repeat: it makes what is missing, builds, migrates, and waits until everything is healthy.
set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)
cd "$here"

usage() {
  cat <<'HELP'
Usage: ./start_production.sh [--ai] [--no-build] [--wait SECONDS]
       ./start_production.sh --status | --stop

Builds and starts CTI Scraper with PostgreSQL, Redis and a proxy, and waits until all of it is healthy.
On the first run it makes passwords (secrets/), a self-signed certificate (certs/) and .env. Run it again after an
update: it migrates the database before anything else is replaced, and keeps a dump of it from before (backups/).

  --ai            also the local model (Ollama), which fetches its models in the background: gigabytes
  --no-build      use the image as it is
  --wait SECONDS  longest wait until healthy (300)
  --status        what runs (exit 0 when everything is healthy)
  --stop          stop everything; data stays in its volumes

Ports and sizes: .env.example. Docker with Compose is needed, nothing else. More: docs/deployment.md
HELP
}

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "error: $*"
  exit 1
}

compose() {
  # shellcheck disable=SC2086 # two words
  $compose_command $profile "$@"
}

setting() {
  # setting NAME: from the environment, else from .env, without quotes; nothing when it is in neither.
  value=$(printenv "$1" || true)
  if [ -z "$value" ] && [ -f .env ]; then
    value=$(sed -n "s/^$1=//p" .env | tail -n 1 | sed "s/^\"\(.*\)\"\$/\1/; s/^'\(.*\)'\$/\1/")
  fi
  printf '%s' "$value"
}

# --- What must be there ------------------------------------------------------

find_docker() {
  command -v docker >/dev/null 2>&1 || fail "docker is missing: https://docs.docker.com/engine/install"
  if ! docker info >/dev/null 2>&1; then
    reason=$(docker info 2>&1 >/dev/null | tail -n 1)
    case "$reason" in
    *'permission denied'*) fail "this account may not use Docker: run it as root, or join the group docker and sign in again" ;;
    *) fail "Docker is installed, but its daemon does not answer ($reason): start it, for example with: sudo systemctl start docker" ;;
    esac
  fi
  if docker compose version >/dev/null 2>&1; then
    compose_command="docker compose"
  elif command -v docker-compose >/dev/null 2>&1; then
    compose_command=docker-compose
    version=$(docker-compose version --short 2>/dev/null | sed 's/^v//')
    case "$version" in
    0.* | 1.[0-9].* | 1.1[0-9].* | 1.2[0-8].*) fail "docker-compose $version is too old: 1.29 is needed, or Compose v2" ;;
    esac
    DOCKER_BUILDKIT=1 COMPOSE_DOCKER_CLI_BUILD=1
    export DOCKER_BUILDKIT COMPOSE_DOCKER_CLI_BUILD
  else
    fail "Docker Compose is missing: https://docs.docker.com/compose/install"
  fi
}

is_running() { [ -n "$(compose ps -q "$1" 2>/dev/null)" ] && docker inspect -f '{{.State.Running}}' "$(compose ps -q "$1" | head -n 1)" 2>/dev/null | grep -q true; }

port_taken() {
  if [ -r /proc/net/tcp ]; then
    hex=$(printf '%04X' "$1")
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port=":$hex\$" '$2 ~ port && $4 == "0A" { found = 1 } END { exit !found }'
  elif command -v lsof >/dev/null 2>&1; then
    lsof -nP -iTCP:"$1" -sTCP:LISTEN >/dev/null 2>&1
  else
    return 1
  fi
}

check_port() {
  # check_port SERVICE VARIABLE DEFAULT
  port=$(setting "$2")
  port=${port:-$3}
  case "$port" in *[!0-9]* | '') fail "$2 is $port: write a port between 1 and 65535" ;; esac
  if is_running "$1" || ! port_taken "$port"; then return 0; fi
  fail "port $port is taken by another program: stop it (who it is: lsof -i :$port), or set $2 to another port in .env"
}

check_room() {
  # check_room FOLDER MEGABYTES-AT-LEAST MEGABYTES-TO-WARN
  [ -d "$1" ] || return 0
  free=$(df -Pm "$1" 2>/dev/null | awk 'NR == 2 { print $4 }')
  case "$free" in '' | *[!0-9]*) return 0 ;; esac
  [ "$free" -ge "$2" ] || fail "only $free MB are free on the disk of $1, and $2 MB are needed: make room (docker system df shows what Docker holds)"
  [ "$free" -ge "$3" ] || say "note: only $free MB are free on the disk of $1"
}

check_machine() {
  check_port nginx CTI_HTTP_PORT 80
  check_port nginx CTI_HTTPS_PORT 443
  check_port web CTI_WEB_PORT 8000
  check_room "$(docker info -f '{{.DockerRootDir}}' 2>/dev/null)" 3000 10000
  check_room "$here" 200 500
  memory=$(docker info -f '{{.MemTotal}}' 2>/dev/null || echo 0)
  [ "${memory%.*}" -ge 3500000000 ] 2>/dev/null || say "note: the engine has less than 4 GB of memory; smaller limits are set in .env"
}

# --- What is made on the first run -------------------------------------------

remember() {
  # remember NAME VALUE: into .env, unless it is set already.
  [ -z "$(setting "$1")" ] || return 0
  if [ ! -f .env ]; then
    (umask 077 && printf '# Settings of this installation; .env.example lists what there is.\n' >.env)
  fi
  if [ -n "$(tail -c 1 .env)" ]; then echo >>.env; fi
  printf '%s=%s\n' "$1" "$2" >>.env
}

# The containers run as whoever starts the stack, because files of secrets are readable by their owner alone. For root
# that is an account which no person has.
choose_account() {
  me=$(id -u)
  owner=$(setting CTI_UID)
  if [ -n "$owner" ] && [ "$me" != 0 ] && [ "$owner" != "$me" ]; then
    fail "this installation belongs to the account $owner, and you are $me: run it as that account or as root"
  fi
  if [ "$me" = 0 ]; then
    remember CTI_UID 10001
    remember CTI_GID 10001
  else
    remember CTI_UID "$me"
    remember CTI_GID "$(id -g)"
  fi
  owner=$(setting CTI_UID):$(setting CTI_GID)
  # Mounted as they are, and not secret: a checkout of root's may be closed to that account.
  [ "$me" != 0 ] || chmod -R a+rX config nginx docker
}

used_networks() {
  # shellcheck disable=SC2046 # a list
  docker network inspect -f '{{range .IPAM.Config}}{{.Subnet}} {{end}}' $(docker network ls -q) 2>/dev/null
  if command -v ip >/dev/null 2>&1; then ip -4 route 2>/dev/null; fi
}

# Proxy and web have fixed addresses; a network of this machine that has them already would be in their way.
choose_network() {
  [ -z "$(setting CTI_EDGE_NET)" ] || return 0
  used=$(used_networks)
  number=57
  while [ "$number" -lt 120 ]; do
    case "$used" in *"10.213.$number."*) ;; *) break ;; esac
    number=$((number + 1))
  done
  remember CTI_EDGE_NET "10.213.$number"
}

# Web and workers find the model by it; another one, such as on a machine of its own, stays as it is set.
choose_model() {
  [ -n "$profile" ] || return 0
  remember OLLAMA_URL http://ollama:11434
  case "$(setting OLLAMA_URL)" in
  *//127.* | *//localhost*) say "note: OLLAMA_URL in .env names this machine itself, where containers find no model: write http://ollama:11434" ;;
  esac
}

choose_sizes() {
  processors=$(docker info -f '{{.NCPU}}' 2>/dev/null || echo 1)
  case "$processors" in '' | *[!0-9]* | 0) processors=1 ;; esac
  remember CTI_WORKER_CPUS "$processors"
  remember CTI_POSTGRES_CPUS "$processors"
  [ -z "$profile" ] || remember CTI_OLLAMA_CPUS "$processors"
}

random_secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# own FILE MODE: readable by the account of the containers alone.
own() {
  chmod "$2" "$1"
  [ "$(id -u)" != 0 ] || chown "$owner" "$1"
}

make_secret() {
  # make_secret NAME VALUE
  if [ ! -e "$secrets/$1" ]; then (umask 077 && printf '%s\n' "$2" >"$secrets/$1"); fi
  [ -f "$secrets/$1" ] || fail "$secrets/$1 is no file: remove it and start again"
  own "$secrets/$1" 0600
}

check_secret() {
  # check_secret NAME: one that everybody tries first, or that settings files cannot hold, is refused.
  value=$(cat "$secrets/$1")
  value=${value#*:}
  case "$value" in
  *'
'*) fail "$secrets/$1 has more than one line" ;;
  '$'*) return 0 ;;
  *[!A-Za-z0-9._~+/=-]*) fail "$secrets/$1 may hold letters, digits and . _ ~ + / = - only" ;;
  esac
  length=$(printf '%s' "$value" | wc -c)
  kinds=$(printf '%s' "$value" | fold -w 1 | sort -u | wc -l)
  common=$(printf '%s' "$value" | tr '[:upper:]' '[:lower:]' | tr -d '._~+/=-')
  case "$common" in
  *password* | *changeme* | *secret* | *default* | *letmein* | *qwerty* | *123456* | ctiscraper* | postgres* | redis* | admin*)
    fail "$secrets/$1 is one that everybody tries first: remove the file, and ./start_production.sh makes a strong one" ;;
  esac
  if [ "$length" -lt 16 ] || [ "$kinds" -lt 6 ]; then
    fail "$secrets/$1 is too weak (16 characters at least): remove the file, and ./start_production.sh makes a strong one"
  fi
}

make_secrets() {
  secrets=$(setting CTI_SECRETS_DIR)
  secrets=${secrets:-./secrets}
  (umask 077 && mkdir -p "$secrets")
  own "$secrets" 0700
  make_secret postgres_password "$(random_secret)"
  make_secret redis_password "$(random_secret)"
  make_secret monitor_auth "admin:$(random_secret)"
  make_secret oidc_client_secret ""
  make_secret backup_passphrase ""
  for name in postgres_password redis_password monitor_auth; do check_secret "$name"; done
  [ ! -s "$secrets/backup_passphrase" ] || [ -z "$(cat "$secrets/backup_passphrase")" ] || check_secret backup_passphrase
}

openssl_here() {
  if command -v openssl >/dev/null 2>&1; then
    openssl "$@"
  else
    # The image of the proxy has it.
    docker run --rm --network none --user "$(id -u):$(id -g)" -v "$(cd "$certs" && pwd):/certs" -w /certs \
      --entrypoint openssl "$(sed -n 's/^    image: \(nginx:.*\)/\1/p' docker-compose.yml)" "$@"
  fi
}

certificate_names() {
  printf 'DNS:localhost,DNS:*.localhost,IP:127.0.0.1,IP:::1'
  for name in "$(hostname 2>/dev/null || true)" "$(public_host)" "$(setting CTI_MONITOR_HOST)"; do
    case "$name" in
    '' | localhost | *.localhost | *[!A-Za-z0-9.-]*) ;;
    *[!0-9.]*) printf ',DNS:%s' "$name" ;;
    *) printf ',IP:%s' "$name" ;;
    esac
  done
}

public_host() { setting CTI_WEB_PUBLIC_URL | sed 's,^[a-z]*://,,; s,[:/].*,,'; }

make_certificate() {
  certs=$(setting CTI_CERTS_DIR)
  certs=${certs:-./certs}
  # The folder of the answers to certificate authorities is read by the proxy alone.
  (umask 077 && mkdir -p "$certs/acme")
  own "$certs" 0700
  own "$certs/acme" 0700
  if [ ! -e "$certs/fullchain.pem" ] && [ ! -e "$certs/privkey.pem" ]; then
    say "Making a self-signed certificate; replace certs/fullchain.pem and certs/privkey.pem by a real one ..."
    folder=$certs
    command -v openssl >/dev/null 2>&1 || folder=.
    (umask 077 && openssl_here req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 825 \
      -subj "/CN=CTI Scraper" -addext "subjectAltName=$(certificate_names)" -addext "basicConstraints=critical,CA:FALSE" \
      -addext "keyUsage=critical,digitalSignature" -addext "extendedKeyUsage=serverAuth" \
      -keyout "$folder/privkey.pem" -out "$folder/fullchain.pem" 2>/dev/null) || fail "the certificate could not be made"
  fi
  for name in fullchain.pem privkey.pem; do
    [ -s "$certs/$name" ] || fail "$certs/$name is missing or empty: put certificate and key there, or remove both for a self-signed one"
    # Of a link the other end is meant, as certificate authorities' tools make them.
    [ -L "$certs/$name" ] || own "$certs/$name" 0600
  done
  if command -v openssl >/dev/null 2>&1 && ! openssl x509 -in "$certs/fullchain.pem" -noout -checkend 1209600 >/dev/null 2>&1; then
    say "note: the certificate $certs/fullchain.pem has ended or ends within 14 days"
  fi
}

# --- Build, migrate, start ---------------------------------------------------

build() {
  image=$(setting CTI_IMAGE)
  image=${image:-cti-scraper}
  old_image=$(docker image inspect -f '{{.Id}}' "$image" 2>/dev/null || true)
  if [ "$no_build" = 1 ]; then
    [ -n "$old_image" ] || fail "there is no image $image yet: run it without --no-build"
    return 0
  fi
  CTI_REVISION=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
  export CTI_REVISION
  say "Building the image (minutes for the first time, seconds later) ..."
  log=$(mktemp)
  if ! compose build web >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    rm -f "$log"
    fail "the image could not be built; what runs goes on as it is"
  fi
  rm -f "$log"
  # What ran until now, to go back to.
  if [ -n "$old_image" ] && [ "$old_image" != "$(docker image inspect -f '{{.Id}}' "$image")" ]; then
    docker tag "$old_image" "${image%%:*}:previous" 2>/dev/null || true
  fi
}

health_of() { docker inspect -f '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}' "$1" 2>/dev/null || echo missing; }

# wait_for SERVICE...: until every container of each is healthy. Says what it waits for whenever that changes.
wait_for() {
  told=""
  while :; do
    waiting=""
    for service in "$@"; do
      containers=$(compose ps -a -q "$service" 2>/dev/null)
      if [ -z "$containers" ]; then waiting="$waiting $service"; fi
      for container in $containers; do
        case "$(health_of "$container")" in
        'running healthy') continue ;;
        'restarting '*) [ "$(docker inspect -f '{{.RestartCount}}' "$container" 2>/dev/null || echo 9)" -lt 3 ] || give_up "$service" "does not stay up" ;;
        'exited '* | 'dead '*) give_up "$service" "has ended" ;;
        esac
        waiting="$waiting $service"
      done
    done
    [ -n "$waiting" ] || return 0
    if [ "$waiting" != "$told" ]; then
      say "  $(($(date +%s) - started)) s: waiting for$waiting"
      told=$waiting
    fi
    if [ $(($(date +%s) - started)) -ge "$longest" ]; then give_up "${waiting##* }" "is not healthy after $longest s"; fi
    sleep 1
  done
}

give_up() {
  say "error: $1 $2; the end of its log:"
  compose logs --no-color --tail 25 "$1" >&2 || true
  say "More: $compose_command ps; $compose_command logs $1. Data is in its volumes, untouched."
  exit 1
}

# The schema is brought up to date while what ran before still runs: when that fails, it goes on.
migrate() {
  if has_schema; then
    state=$(compose run --rm --no-deps -T migrate node services/cli/src/main.ts db status --json 2>/dev/null | tr -d ' \n' || true)
    case "$state" in
    *'"pending":[]'*) return 0 ;;
    *'"applied":[]'*) ;;
    *) dump_before ;;
    esac
  fi
  log=$(mktemp)
  if compose run --rm --no-deps -T migrate >"$log" 2>&1; then
    say "  $(tail -n 1 "$log")"
    rm -f "$log"
    return 0
  fi
  tail -n 20 "$log" >&2
  rm -f "$log"
  compose logs --no-color --since 5m postgres 2>/dev/null | grep -E 'ERROR|STATEMENT' | tail -n 4 >&2 || true
  if [ -n "$old_image" ]; then docker tag "$old_image" "$image" 2>/dev/null || true; fi
  say "error: the database could not be brought up to date. Each step is one transaction: the data is as it was."
  say "What ran before goes on. To stay with it, check out the version that you had and run ./start_production.sh again;"
  say "to go back to an older state of the data: docs/deployment.md, \"Going back\"."
  exit 1
}

has_schema() {
  compose exec -T postgres psql -U cti_user -d cti_scraper -tAc \
    "select to_regclass('drizzle.__drizzle_migrations') is not null" 2>/dev/null | grep -q t
}

dump_before() {
  (umask 077 && mkdir -p backups)
  file=backups/before-upgrade-$(date -u +%Y%m%dT%H%M%SZ).dump
  say "  Keeping the database as it is now in $file ..."
  if ! (umask 077 && compose exec -T postgres pg_dump -U cti_user -Fc cti_scraper >"$file"); then
    rm -f "$file"
    fail "the database could not be dumped, so it is not changed; what runs goes on as it is"
  fi
  # The five newest are kept.
  # shellcheck disable=SC2012 # names of our own making
  ls -1 backups/before-upgrade-*.dump | sort -r | tail -n +6 | while read -r old; do rm -f "$old"; done
}

# The file is what counts: whoever replaces it and starts again has changed the password.
set_password() {
  compose exec -T postgres psql -q -v ON_ERROR_STOP=1 -U cti_user -d cti_scraper >/dev/null <<'SQL' ||
set log_min_duration_statement = -1;
set log_min_error_statement = panic;
\set password `cat /run/secrets/postgres_password`
alter role cti_user password :'password';
SQL
    fail "the password of the database could not be set; $compose_command logs postgres says more"
}

# What is mounted is read at the start: --force-recreate where any of it is newer than the last start.
unless_older() {
  if [ -e "$secrets/.started" ] && [ -z "$(find "$@" -type f ! -name .started -newer "$secrets/.started" 2>/dev/null)" ]; then return; fi
  printf -- --force-recreate
}

start_stores() {
  # shellcheck disable=SC2046 # nothing, or one word
  if ! compose up -d $(unless_older "$secrets" docker) postgres redis >/dev/null 2>"$errors"; then
    if grep -q 'overlaps' "$errors"; then
      fail "the network $(setting CTI_EDGE_NET).0/24 is in use on this machine: set CTI_EDGE_NET in .env to three other numbers, such as 10.213.77"
    fi
    tail -n 10 "$errors" >&2
    fail "the containers could not be started"
  fi
}

start() {
  started=$(date +%s)
  say "Starting database and queue ..."
  start_stores
  wait_for postgres redis
  set_password
  say "Bringing the schema up to date ..."
  migrate
  say "Starting everything else ..."
  # With its container for the schema, which has nothing left to do: without one, `docker compose start` starts nothing.
  # shellcheck disable=SC2046,SC2086 # nothing or one word, and a list
  if ! compose up -d --no-deps $(unless_older "$secrets" "$certs" docker nginx config) migrate $later >"$errors" 2>&1; then
    tail -n 10 "$errors" >&2
    fail "the containers could not be started"
  fi
  # shellcheck disable=SC2086 # a list
  wait_for $services
  # Nobody waits for gigabytes; it ends by itself, and at once where nothing is missing.
  if [ -n "$profile" ] && ! compose up -d --no-deps ollama-pull >"$errors" 2>&1; then
    tail -n 10 "$errors" >&2
    say "note: the models could not be asked for; later: $compose_command $profile run --rm ollama-pull"
  fi
  touch "$secrets/.started"
  say "Healthy after $(($(date +%s) - started)) s."
}

# --- What people need to know now --------------------------------------------

# ask_web PATH: what the service answers, asked from inside.
ask_web() {
  compose exec -T web node -e 'fetch("http://127.0.0.1:8000" + process.argv[1]).then((r) => r.text()).then((t) => console.log(t), () => process.exit(1))' "$1" 2>/dev/null
}

newest_token() {
  docker logs --since 50m "$(compose ps -q web | head -n 1)" 2>&1 | sed -n 's/.*"setup_token":"\([A-Za-z0-9_-]*\)".*/\1/p' | tail -n 1
}

tell() {
  url=$(setting CTI_WEB_PUBLIC_URL)
  port=$(setting CTI_HTTPS_PORT)
  suffix=""
  if [ -n "$port" ] && [ "$port" != 443 ]; then suffix=":$port"; fi
  url=${url:-https://localhost$suffix}
  queue=$(setting CTI_MONITOR_HOST)
  say ""
  say "CTI Scraper:      $url"
  say "Queue dashboard:  https://${queue:-queue.localhost}$suffix (login: $secrets/monitor_auth)"
  say "Commands:         $compose_command run --rm cli --help"
  if [ -n "$profile" ]; then
    say "Local model:      fetched in the background where it is missing: $compose_command $profile logs -f ollama-pull"
  fi
  case "$(ask_web /api/v1/setup)" in
  *'"needed":true'*)
    token=$(newest_token)
    if [ -z "$token" ]; then
      # It is good for an hour; a new start makes a new one.
      compose restart web >/dev/null 2>&1
      started=$(date +%s)
      wait_for web
      token=$(newest_token)
    fi
    say ""
    say "Nobody can sign in yet. Make the first account at $url with this token, within an hour:"
    printf 'setup token: %s\n' "$token"
    say "First sources: $compose_command run --rm cli init"
    ;;
  esac
}

status() {
  compose ps
  # shellcheck disable=SC2086 # a list
  for service in $services; do
    containers=$(compose ps -q "$service" 2>/dev/null)
    [ -n "$containers" ] || exit 1
    for container in $containers; do [ "$(health_of "$container")" = 'running healthy' ] || exit 1; done
  done
  exit 0
}

# -----------------------------------------------------------------------------

action=start profile="" no_build=0 longest=300
later="web worker scheduler monitor nginx"
while [ $# -gt 0 ]; do
  case "$1" in
  -h | --help)
    usage
    exit 0
    ;;
  --ai)
    profile="--profile ai"
    later="$later ollama"
    ;;
  --no-build) no_build=1 ;;
  --wait)
    shift
    longest=${1:-}
    case "$longest" in '' | *[!0-9]*)
      say "--wait takes a number of seconds"
      exit 2
      ;;
    esac
    ;;
  --status) action=status ;;
  --stop) action=stop ;;
  *)
    say "$1 is no option of ./start_production.sh"
    usage >&2
    exit 2
    ;;
  esac
  shift
done

services="postgres redis $later"
[ ! -e .env ] || [ -r .env ] || fail ".env belongs to another account: run it as that account or as root"
find_docker
case "$action" in
status) status ;;
stop)
  profile="--profile ai --profile cli"
  compose down
  exit
  ;;
esac
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
check_machine
choose_account
choose_network
choose_sizes
choose_model
make_secrets
make_certificate
build
start
tell
