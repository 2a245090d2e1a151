#!/bin/sh
# Run a command with DATABASE_URL naming a throw-away server made from the PostgreSQL that is installed (15 or newer).
# PostgreSQL refuses to run as root; then its files belong to the user `postgres`.
set -eu
BINARIES=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$BINARIES" ] || { echo "No PostgreSQL is installed. On Debian: apt-get install postgresql" >&2; exit 1; }
FOLDER=$(mktemp -d /tmp/ayni-postgresql-XXXXXX)
as_owner() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/sh -c "$*"; else sh -c "$*"; fi; }
[ "$(id -u)" != 0 ] || chown postgres "$FOLDER"
stop() { as_owner "$BINARIES/pg_ctl -D $FOLDER/data -m immediate stop" >/dev/null 2>&1 || true; rm -rf "$FOLDER"; }
trap stop EXIT INT TERM
as_owner "$BINARIES/initdb -A trust -U ayni -E UTF8 -D $FOLDER/data" >/dev/null
as_owner "$BINARIES/pg_ctl -w -D $FOLDER/data -l $FOLDER/log -o '-h \"\" -k $FOLDER -c fsync=off -c max_connections=60' start" >/dev/null
chmod 755 "$FOLDER"
DATABASE_URL="postgresql://ayni@/postgres?host=$FOLDER" "$@"
