#!/bin/sh
# Roles, their passwords, and extensions: run by the image once, when the database is made.
# The passwords come from the environment and stay out of every command line.
set -eu

: "${OWNER_PASSWORD:?}" "${APP_PASSWORD:?}" "${PUBLIC_PASSWORD:?}"
: "${AREAL_SQL:=/areal}"

run() {
  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 \
    --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" "$@"
}

# The image adds more than the product uses, readable by everybody.
run <<'SQL'
DROP EXTENSION IF EXISTS postgis_tiger_geocoder CASCADE;
DROP EXTENSION IF EXISTS postgis_topology CASCADE;
DROP EXTENSION IF EXISTS fuzzystrmatch;
SQL

run --file="$AREAL_SQL/roles.sql"
run --single-transaction --file="$AREAL_SQL/database.sql"

run <<'SQL'
\getenv owner OWNER_PASSWORD
\getenv app APP_PASSWORD
\getenv public PUBLIC_PASSWORD
ALTER ROLE areal_owner PASSWORD :'owner';
ALTER ROLE areal_app PASSWORD :'app';
ALTER ROLE areal_public PASSWORD :'public';
SQL
