"""No request holds the event loop for long, however many appeals are open."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from application.oversight.time_ledger import sum_time_ledger
from domain.identity.people import Person, Role
from domain.identity.uuid7 import uuid7
from domain.projections.summaries import AppealSummary
from schemas.http.responses.time_ledger import LedgerGrouping, TimeLedgerParams
from store.appeals import event_log, write_batch
from store.database.tables.derived import column_names
from store.queries import time_ledger
from tests.support.event_loop import watched_loop
from tests.support.store.recorded_appeal import NAURYZ_EVE, RecordedAppeal, seeded_random

LONGEST_SECONDS = 0.05
OPEN_APPEALS = 6000
OPERATOR = Person(uuid7(NAURYZ_EVE, bytes(10)), "", Role.OPERATOR)
ZONE = ZoneInfo("Asia/Almaty")

_COLUMNS = ", ".join(column_names(AppealSummary))
_COPIED = _COLUMNS.replace("id, seq, number", "gen_random_uuid(), seq, number || n", 1)
COPY_APPEAL = text(f"""
WITH copied AS (
    INSERT INTO appeals ({_COLUMNS}) SELECT {_COPIED}
    FROM appeals, generate_series(1, :amount) AS n WHERE id = :appeal RETURNING id
)
INSERT INTO time_ledger SELECT (jsonb_populate_record(NULL::time_ledger, to_jsonb(time_ledger)
    || jsonb_build_object('appeal', copied.id))).*
FROM time_ledger, copied WHERE appeal = :appeal
""")  # noqa: S608 - names of columns


async def save_lives(connection: AsyncConnection, amount: int, steps: int) -> list[RecordedAppeal]:
    """Save appeals to which much has happened."""
    lives = [
        RecordedAppeal(number, NAURYZ_EVE + number * timedelta(hours=1)).random_steps(
            seeded_random(number), steps
        )
        for number in range(1, amount + 1)
    ]
    for life in lives:
        for batch in life.batches:
            await write_batch.save_batch(connection, batch)
    return lives


async def test_the_ledger_of_many_open_appeals_holds_no_event_loop(
    engine: AsyncEngine, connection: AsyncConnection
) -> None:
    open_one = RecordedAppeal(99)
    await write_batch.save_batch(connection, open_one.batches[0])
    await time_ledger.settle_appeals(connection)
    await connection.execute(COPY_APPEAL, {"amount": OPEN_APPEALS, "appeal": open_one.id})
    lives = await save_lives(connection, 20, 40)
    now = max(life.now for life in lives) + timedelta(days=1)
    asked = TimeLedgerParams(group_by=LedgerGrouping.ORGANISATION)
    async with watched_loop() as watch:
        ledger = await sum_time_ledger(engine, OPERATOR, asked, ZONE, now)
    assert ledger.pending_appeals == 0
    assert ledger.total.appeals == OPEN_APPEALS + 1 + len(lives)
    assert watch.longest < LONGEST_SECONDS


async def test_reading_long_lives_holds_no_event_loop(connection: AsyncConnection) -> None:
    lives = await save_lives(connection, 20, 40)
    async with watched_loop() as watch:
        found = await event_log.load_appeals(connection, [life.id for life in lives])
    assert [appeal.id for appeal in found] == sorted(life.id for life in lives)
    assert watch.longest < LONGEST_SECONDS
