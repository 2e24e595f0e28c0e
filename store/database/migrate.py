"""Bring the database to the shape that this release wants, and tell which shape it has."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from store.database.engine import CONNECT_SECONDS, address

MIGRATIONS = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = 0x6B6F6D656B  # the advisory lock under which a database is migrated

_COUNT_RESTORE = text("""
SELECT setval('restores', last_value + 1) FROM restores
WHERE (SELECT max(written) FROM events WHERE type = 'registered') > writing()
""")  # facts from later transactions than this one come from another cluster: see store/queries/notice_feed.py


def upgrade(database_url: str, revision: str = "head") -> None:
    """Bring the database to *revision*; several callers at once wait for the first."""
    with _connected(database_url) as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ONE_AT_A_TIME})
        connection.commit()
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if revision == "head":
            connection.execute(_COUNT_RESTORE)
        connection.commit()


def current(database_url: str) -> str | None:
    """Return the revision that the database has, None where it has nothing."""
    with _connected(database_url) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """Return the revision that this release wants."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _connected(database_url: str) -> Connection:
    arguments = {"connect_timeout": CONNECT_SECONDS}
    return create_engine(address(database_url), poolclass=NullPool, connect_args=arguments).connect()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
