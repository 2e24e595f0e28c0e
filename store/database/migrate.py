"""Bring the database to the shape that this release wants, and tell which shape it has."""

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

_COUNT_RESTORE = (
    text("""
SELECT setval('restores', last_value + 1) FROM restores
WHERE (SELECT max(written) FROM events WHERE type = 'registered') > writing()
""")
)  # facts from later transactions than this one come from another cluster: see store/queries/notice_feed.py


def upgrade_database(database_url: str, revision: str = "head") -> None:
    """Bring the database to *revision*; several callers at once wait for the first."""
    with _migration_connection(database_url) as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK_ID})
        connection.commit()
        config = _alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if revision == "head":
            connection.execute(_COUNT_RESTORE)
        connection.commit()


def current_revision(database_url: str) -> str | None:
    """Return the revision that the database has, None where it has nothing."""
    with _migration_connection(database_url) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str:
    """Return the revision that this release wants."""
    return ScriptDirectory.from_config(_alembic_config()).get_current_head() or ""


def _migration_connection(database_url: str) -> Connection:
    arguments = {"connect_timeout": CONNECT_TIMEOUT_SECONDS}
    return create_engine(sqlalchemy_url(database_url), poolclass=NullPool, connect_args=arguments).connect()


def _alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS_DIRECTORY).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
