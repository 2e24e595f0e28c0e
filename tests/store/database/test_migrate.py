"""The database has the shape that the tables say, and migrating twice or at once does no harm."""

import threading

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from store.database import migrate
from store.database.engine import sqlalchemy_url
from store.database.tables import METADATA

BY_HAND = {"remove_index"}  # indexes are made by hand in the migrations


def test_an_empty_database_has_no_revision(empty_database_url: str) -> None:
    assert migrate.current_revision(empty_database_url) is None


def test_migrating_twice_equals_once(empty_database_url: str) -> None:
    migrate.upgrade_database(empty_database_url)
    migrate.upgrade_database(empty_database_url)
    assert migrate.current_revision(empty_database_url) == migrate.head_revision()


def test_of_many_that_migrate_at_once_the_first_does_it(empty_database_url: str) -> None:
    failures: list[BaseException] = []

    def upgrade() -> None:
        try:
            migrate.upgrade_database(empty_database_url)
        except BaseException as failure:  # noqa: BLE001 - reported below
            failures.append(failure)

    threads = [threading.Thread(target=upgrade) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert migrate.current_revision(empty_database_url) == migrate.head_revision()


def test_the_migrated_database_is_what_the_tables_say(database_url: str) -> None:
    engine = create_engine(sqlalchemy_url(database_url))
    with engine.connect() as connection:
        ours = text("SELECT relname FROM pg_class WHERE relispartition")
        partitions = set(connection.scalars(ours))
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [
            each
            for each in compare_metadata(context, METADATA)
            if each[0] not in BY_HAND and not (each[0] == "remove_table" and each[1].name in partitions)
        ]
    engine.dispose()
    assert differences == []
    indexed = 3  # each with its key and its commands
    assert len([name for name in partitions if name.startswith("events_")]) == 16 * indexed
