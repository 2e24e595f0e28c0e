#!/bin/sh
# Bring Temporal's two databases to the shape of the server; a second time changes nothing.
# The address and the password come by SQL_HOST, SQL_PORT, SQL_USER, SQL_PASSWORD, SQL_PLUGIN.
set -eu

shapes=/etc/temporal/schema/postgresql/v12

shape() {
    temporal-sql-tool --database "$1" setup-schema --version 0.0
    temporal-sql-tool --database "$1" update-schema --schema-dir "$shapes/$2/versioned"
}

shape temporal temporal
shape temporal_visibility visibility
