#!/bin/sh
# Temporal's databases and their tables; safe to repeat, and what an upgrade of Temporal needs.
set -eu
SQL_PASSWORD="$(cat /run/secrets/temporal_database_password)"
export SQL_PASSWORD
for pair in temporal:temporal temporal_visibility:visibility; do
  database=${pair%%:*}
  tool() { temporal-sql-tool --plugin postgres12 --ep postgres -p 5432 -u temporal --db "$database" "$@"; }
  tool create --defaultdb postgres || echo "$database is there"
  # With tables there it refuses, and update-schema goes on from the version they have.
  tool setup-schema -v 0.0 || echo "$database has its tables"
  tool update-schema -d "/etc/temporal/schema/postgresql/v12/${pair##*:}/versioned"
done
