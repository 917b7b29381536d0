#!/bin/sh
# Run by the Postgres image at its first start: for Vouch a role that owns its database, with which the
# migration works, and one that serves, which owns nothing; a role for Temporal, which makes its databases
# itself. Neither Vouch nor Temporal can enter what is the other's.
set -eu
secrets="${SECRETS:-/run/secrets}"
read_secret() { cat "$secrets/$1"; }
psql -v ON_ERROR_STOP=1 -U postgres \
  -v vouch="$(read_secret database_password)" \
  -v serving="$(read_secret serving_password)" \
  -v temporal="$(read_secret temporal_database_password)" <<'SQL'
CREATE ROLE vouch LOGIN PASSWORD :'vouch';
CREATE ROLE vouch_serving LOGIN PASSWORD :'serving';
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'temporal';
CREATE DATABASE vouch OWNER vouch;
REVOKE CONNECT ON DATABASE vouch FROM PUBLIC;
GRANT CONNECT ON DATABASE vouch TO vouch_serving;
REVOKE CONNECT ON DATABASE postgres FROM PUBLIC;
GRANT CONNECT ON DATABASE postgres TO temporal;
SQL
