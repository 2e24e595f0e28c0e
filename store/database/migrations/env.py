"""Alembic's entry point: runs the revisions over the connection of store.database.migrate."""
# ruff: noqa: INP001 - a script of Alembic, not a module of a package

from alembic import context

from store.database.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
