#!/bin/sh
# Makes the secrets of docker-compose.yml, once; a secret that is there is kept. As root, so that the
# processes of the image (group 10001) may read theirs and nobody else of this machine may.
set -eu
umask 077
cd "$(dirname "$0")/../../.."
mkdir -p .vouch/secrets

random() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
keep() { if [ ! -e ".vouch/secrets/$1" ]; then printf %s "$2" > ".vouch/secrets/$1"; fi; }

for name in postgres postgres_keys database keys_database serving serving_keys temporal_database; do
  keep "${name}_password" "$(random)"
done
# The owner's are the migration's alone; all other processes have the role that owns nothing.
url() { printf 'postgresql://%s:%s@%s' "$1" "$(cat ".vouch/secrets/$2")" "$3"; }
keep owner_database_url "$(url vouch database_password postgres:5432/vouch)"
keep owner_keys_database_url "$(url vouch keys_database_password postgres-keys:5432/vouch_keys)"
keep database_url "$(url vouch_serving serving_password postgres:5432/vouch)"
keep keys_database_url "$(url vouch_serving serving_keys_password postgres-keys:5432/vouch_keys)"
if [ ! -e .vouch/secrets/kek ]; then head -c 32 /dev/urandom > .vouch/secrets/kek; fi

# Compose mounts these files as they are, for the user of each image; the folder keeps others out.
chmod 0444 .vouch/secrets/*_password
chown 0:10001 .vouch/secrets/*_url .vouch/secrets/kek
chmod 0440 .vouch/secrets/*_url .vouch/secrets/kek
