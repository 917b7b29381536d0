#!/bin/sh
# Run by the Postgres image of the keys at its first start: the same two roles, and their database.
set -eu
secrets="${SECRETS:-/run/secrets}"
read_secret() { cat "$secrets/$1"; }
psql -v ON_ERROR_STOP=1 -U postgres \
  -v vouch="$(read_secret keys_database_password)" \
  -v serving="$(read_secret serving_keys_password)" <<'SQL'
CREATE ROLE vouch LOGIN PASSWORD :'vouch';
CREATE ROLE vouch_serving LOGIN PASSWORD :'serving';
CREATE DATABASE vouch_keys OWNER vouch;
REVOKE CONNECT ON DATABASE vouch_keys FROM PUBLIC;
GRANT CONNECT ON DATABASE vouch_keys TO vouch_serving;
REVOKE CONNECT ON DATABASE postgres FROM PUBLIC;
SQL
