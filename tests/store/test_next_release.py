"""The next release migrates a database with data in it, and reads what this release has written."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from domain.events import TaskClaimed
from store.appeals import event_log, write_batch
from store.database import migrate
from store.database.engine import autocommit, sqlalchemy_url
from store.database.engine import create_engine as create_async_engine
from tests.support.store.recorded_appeal import RecordedAppeal, seeded_random

NEXT_MIGRATION = '''
"""A made-up next release: one column more, computed from stored events, and one column renamed."""

from alembic import op

revision = "9999"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE appeals ADD claims integer")
    op.execute(
        "UPDATE appeals SET claims = ("
        "SELECT count(*) FROM events WHERE appeal = appeals.id AND type = 'task_claimed')"
    )
    op.execute("ALTER TABLE appeals ALTER claims SET NOT NULL")
    op.execute("ALTER TABLE appeals RENAME topic TO subject")
'''


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a made-up migration to those of this release."""
    migrations = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS_DIRECTORY, migrations)
    written = NEXT_MIGRATION.format(head=migrate.head_revision())
    (migrations / "versions" / "9999_next.py").write_text(written, "utf-8")
    monkeypatch.setattr(migrate, "MIGRATIONS_DIRECTORY", migrations)


@pytest.mark.usefixtures("next_release")
async def test_the_next_migration_keeps_what_this_release_wrote(database_url: str) -> None:
    recorded = RecordedAppeal().random_steps(seeded_random(3), 30)
    engine = create_async_engine(database_url)
    async with autocommit(engine).connect() as connection:
        for batch in recorded.batches:
            await write_batch.save_batch(connection, batch)
    assert migrate.current_revision(database_url) != migrate.head_revision() == "9999"
    migrate.upgrade_database(database_url)
    assert migrate.current_revision(database_url) == "9999"
    async with autocommit(engine).connect() as connection:
        facts = await event_log.facts_of_appeal(connection, recorded.id)
        row = (await connection.execute(text("SELECT claims, subject FROM appeals"))).one()
    await engine.dispose()
    assert facts == list(recorded.facts)
    claimed = [fact for fact in facts if isinstance(fact.event, TaskClaimed)]
    assert (row.claims, row.subject) == (len(claimed), recorded.appeal.origin.topic)


@pytest.mark.usefixtures("next_release")
def test_a_database_of_the_first_release_reaches_the_next_one(empty_database_url: str) -> None:
    migrate.upgrade_database(empty_database_url, "0001")
    migrate.upgrade_database(empty_database_url)
    engine = create_engine(sqlalchemy_url(empty_database_url))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM appeals WHERE claims IS NULL")) == 0
    engine.dispose()
