#!/bin/sh
# Redis with a password that no list of processes shows and no setting of the container holds: the server reads its
# settings from standard input, and redis-cli (this script under that name) finds the password in its environment.
set -eu

if [ "$(id -u)" = 0 ]; then password=$(cat /run/secrets/redis_password); fi

as_redis() { exec setpriv --reuid=redis --regid=redis --clear-groups --no-new-privs "$@"; }

case "$0" in
*redis-cli)
  for real in /usr/local/bin/redis-cli /usr/bin/redis-cli; do [ -x "$real" ] && break; done
  REDISCLI_AUTH=${password:-}
  export REDISCLI_AUTH
  as_redis "$real" "$@"
  ;;
esac

chown redis:redis /data
umask 077
as_redis redis-server - <<SETTINGS
bind 0.0.0.0
port 6379
dir /data
requirepass "$password"
# Jobs survive a crash but for the last second; what is lost is queued again by the next look.
appendonly yes
appendfsync everysec
save ""
maxmemory ${REDIS_MAXMEMORY:-192mb}
# A queue that forgets jobs for want of room would be worse than one that takes none.
maxmemory-policy noeviction
tcp-keepalive 60
timeout 0
loglevel notice
logfile ""
SETTINGS
