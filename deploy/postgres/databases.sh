#!/bin/sh
# Make one database for the appeals and two for Temporal, each with an owner that sees no other.
# PostgreSQL's image runs this once, when its data folder is empty.
set -eu

psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
\getenv appeals_password APPEALS_PASSWORD
\getenv temporal_password TEMPORAL_PASSWORD
CREATE ROLE komek LOGIN PASSWORD :'appeals_password';
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
CREATE DATABASE komek OWNER komek;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
REVOKE CONNECT ON DATABASE komek, temporal, temporal_visibility FROM PUBLIC;
SQL
