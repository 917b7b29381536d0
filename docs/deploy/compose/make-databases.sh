#!/bin/sh
# Run by the Postgres image at its first start: a role and databases for Vouch, a role for Temporal,
# which makes its databases itself. Neither can enter those of the other.
set -eu
read_secret() { cat "/run/secrets/$1"; }
psql -v ON_ERROR_STOP=1 -U postgres \
  -v vouch="$(read_secret database_password)" \
  -v temporal="$(read_secret temporal_database_password)" <<'SQL'
CREATE ROLE vouch LOGIN PASSWORD :'vouch';
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'temporal';
CREATE DATABASE vouch OWNER vouch;
REVOKE CONNECT ON DATABASE vouch FROM PUBLIC;
REVOKE CONNECT ON DATABASE postgres FROM PUBLIC;
GRANT CONNECT ON DATABASE postgres TO temporal;
SQL
