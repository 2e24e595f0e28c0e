"""Whether anything has fallen silent."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.commands import ResolveAtIntake
from domain.state.task import TaskOutcome
from store.appeals import write_batch
from store.queries import late_appeals, operational_load, watched_appeal_count, watched_appeals
from store.queries.operations import watched_statement
from tests.store.queries.test_appeals import FILL
from tests.support.plans import explain
from tests.support.store.recorded_appeal import CLERK, NAURYZ_EVE, RecordedAppeal

ALARMS = text("""
UPDATE appeals SET next_alarm_at = CASE WHEN number::int % 9 > 0 THEN statutory_due_at END,
    status = CASE WHEN number::int % 4 = 0 THEN 'closed' ELSE status END
""")
WITHOUT_ALARM = text("UPDATE appeals SET next_alarm_at = NULL WHERE id = ANY (:appeals)")


async def lives(connection: AsyncConnection, amount: int) -> list[RecordedAppeal]:
    """Save lives that began a minute apart; the last one has ended."""
    lives = [
        RecordedAppeal(number, NAURYZ_EVE + number * timedelta(minutes=1)) for number in range(1, amount + 1)
    ]
    lives[-1].handle(ResolveAtIntake(CLERK, TaskOutcome.EXPLAINED))
    for life in lives:
        for batch in life.batches:
            await write_batch.save_batch(connection, batch)
    return lives


async def test_liveness_counts_what_is_open_and_what_is_late(connection: AsyncConnection) -> None:
    known = await lives(connection, 4)
    now = known[1].appeal.statute_due
    assert now
    found = await operational_load(connection, now)
    (stage,) = found.stages
    assert (stage.stage, stage.open, stage.overdue, stage.without_clock) == ("reception", 3, 1, 0)
    (step,) = found.steps
    assert (step.step, step.open, step.overdue) == ("reception", 3, 3)
    assert step.due == known[0].appeal.task_due(known[0].appeal.tasks[0])


async def test_an_open_appeal_without_a_clock_is_seen(connection: AsyncConnection) -> None:
    await lives(connection, 3)
    await connection.execute(text("UPDATE appeals SET next_alarm_at = NULL"))
    (stage,) = (await operational_load(connection, NAURYZ_EVE)).stages
    assert stage.without_clock == 2


async def test_no_open_appeals_yield_no_load(connection: AsyncConnection) -> None:
    found = await operational_load(connection, NAURYZ_EVE)
    assert (found.stages, found.steps) == ([], [])


async def test_reconciliation_visits_every_open_appeal_once_the_nearest_alarm_first(
    connection: AsyncConnection,
) -> None:
    known = [life.id for life in await lives(connection, 8)][:-1]
    without_alarm = sorted(known[:3])
    await connection.execute(WITHOUT_ALARM, {"appeals": without_alarm})
    met, after = [], None
    while page := await watched_appeals(connection, after, 2):
        met += [each.id for each in page]
        after = page[-1]
    assert met == [*known[3:], *without_alarm]
    assert await watched_appeal_count(connection) == len(met)


async def test_a_page_of_reconciliation_reads_a_page_of_each_index(connection: AsyncConnection) -> None:
    await connection.execute(FILL, {"now": NAURYZ_EVE})
    await connection.execute(ALARMS)
    await connection.execute(text("ANALYZE appeals"))
    middle = (await watched_appeals(connection, None, 5000))[-1]
    for after in (None, middle):
        nodes = await explain(connection, watched_statement(after, 50))
        scans = [node for node in nodes if node.get("Relation Name") == "appeals"]
        assert {scan.get("Index Name") for scan in scans} == {"appeals_by_alarm", "appeals_closed_with_alarm"}
        assert sum(scan["Actual Rows"] for scan in scans) <= 3 * 51


async def test_the_latest_alarm_comes_first(connection: AsyncConnection) -> None:
    known = await lives(connection, 5)
    first = await late_appeals(connection, NAURYZ_EVE + timedelta(days=1), None, 2)
    rest = await late_appeals(connection, NAURYZ_EVE + timedelta(days=1), first[-1], 2)
    assert [late.id for late in first] == [known[0].id, known[1].id]
    assert [late.id for late in rest] == [known[2].id, known[3].id]
    assert await late_appeals(connection, NAURYZ_EVE) == []
