"""Migrate the database to the schema of this release, and find out which schema it has."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from store.database.engine import CONNECT_TIMEOUT_SECONDS, sqlalchemy_url

MIGRATIONS_DIRECTORY = Path(__file__).parent / "migrations"
MIGRATION_LOCK_ID = 0x6B6F6D656B  # the advisory lock under which a database is migrated


def upgrade_database(database_url: str, revision: str = "head") -> None:
    """Migrate the database to *revision*; concurrent callers wait for the first."""
    with _migration_connection(database_url) as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK_ID})
        connection.commit()
        config = _alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def current_revision(database_url: str) -> str | None:
    """Return the revision of the database, None where it is empty."""
    with _migration_connection(database_url) as connection:
        return revision_of(connection)


def revision_of(connection: Connection) -> str | None:
    """Return the revision of the database of *connection*, None where it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str:
    """Return the revision of this release."""
    return ScriptDirectory.from_config(_alembic_config()).get_current_head() or ""


def _migration_connection(database_url: str) -> Connection:
    arguments = {"connect_timeout": CONNECT_TIMEOUT_SECONDS}
    return create_engine(sqlalchemy_url(database_url), poolclass=NullPool, connect_args=arguments).connect()


def _alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS_DIRECTORY).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
