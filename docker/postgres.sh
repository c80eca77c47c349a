#!/bin/sh
# Entry point of the database: its password is in a file that belongs to whoever started the stack, and the account
# postgres cannot read it. A copy in memory, which it alone can read, is handed to the entry point of the image.
set -eu

copy=/run/postgres_password
install -m 0400 -o postgres -g postgres /run/secrets/postgres_password "$copy"
POSTGRES_PASSWORD_FILE=$copy
export POSTGRES_PASSWORD_FILE
exec docker-entrypoint.sh "$@"
