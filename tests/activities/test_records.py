"""Recording facts: a child appeal is started together with the event that records it, or not at all."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.records import RecordActivities
from domain.events import DemandsSplitOff
from domain.evolve.appeal import record
from domain.procedure.competence.split_off import begin_child_appeals
from schemas.wire.messages import CommandBatch
from store import queries
from store.appeals import event_log, intake, outbox, personal_data
from store.database.engine import autocommit, create_engine
from store.idempotency import IdempotencyKey
from tests.support.domain.statutory_plans import law_for
from tests.support.store.intakes import idempotency_key, intake_of, table_sizes
from tests.support.store.recorded_appeal import AGENCY_GROUP, CLERK, PLAN, RecordedAppeal, uuid_at


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(database_url)
    yield engine
    await engine.dispose()


def lawful_life(number: int = 1) -> RecordedAppeal:
    return RecordedAppeal(number, plan=replace(PLAN, law=law_for()))


async def parted(engine: AsyncEngine, life: RecordedAppeal, asked: IdempotencyKey, code: str) -> CommandBatch:
    """Take an appeal in, and return what is to be recorded when all it asks for becomes a part."""
    given = intake_of(life, code)
    async with autocommit(engine).connect() as connection:
        await intake.save_intake(connection, asked, given, {})
    demand, number = given.texts[0].id, f"{life.appeal.number}/1"
    task = life.appeal.tasks[0].id
    happened = DemandsSplitOff(task, (demand,), uuid_at(life.now), number, AGENCY_GROUP, "65(2)")
    appeal, facts = record(life.appeal, [happened], life.now, CLERK)
    return CommandBatch.from_facts(appeal, facts, life.appeal.seq, begin_child_appeals(appeal, facts))


async def test_a_part_begins_with_its_papers_and_waits_for_its_start(engine: AsyncEngine) -> None:
    batch = await parted(engine, lawful_life(), idempotency_key(), "PARENT1234")
    (child,) = batch.children
    await RecordActivities(engine).record_facts(batch)
    async with autocommit(engine).connect() as connection:
        line = await queries.appeal_by(connection, id=child.appeal)
        assert line
        assert (line.number, line.parent) == (child.summary.number, batch.appeal)
        assert (line.channel, line.language, line.receiver) == ("counter", "kk", CLERK.id)
        assert await personal_data.texts_of_appeal(connection, line.id, [line.text]) == {
            line.text: "Балабақшада орын жоқ"
        }
        assert await personal_data.applicants_of_appeal(
            connection, child.appeal
        ) == await personal_data.applicants_of_appeal(connection, batch.appeal)
        assert [
            each.name for each in await personal_data.attachments_of_appeal(connection, child.appeal)
        ] == ["жалоба.pdf"]
        assert child.appeal in [start.appeal for start in await outbox.claim_starts(connection)]
        begun = await event_log.load_appeal(connection, child.appeal)
        assert begun
        assert begun.legal.demands == child.facts[0].to_fact().event.demands  # type: ignore[union-attr]


async def test_recording_a_part_twice_equals_once_and_keeps_its_code(engine: AsyncEngine) -> None:
    batch = await parted(engine, lawful_life(), idempotency_key(), "PARENT1234")
    await RecordActivities(engine).record_facts(batch)
    async with autocommit(engine).connect() as connection:
        before, line = (
            await table_sizes(connection),
            await queries.appeal_by(connection, id=batch.children[0].appeal),
        )
        await connection.execute(text("DELETE FROM outbox"))
    await RecordActivities(engine).record_facts(batch)
    async with autocommit(engine).connect() as connection:
        assert await table_sizes(connection) == {
            **before,
            "outbox": 0,
        }  # what was started is not started again
        assert await queries.appeal_by(connection, id=batch.children[0].appeal) == line


async def test_failed_split_off_records_nothing(engine: AsyncEngine) -> None:
    first = await parted(engine, lawful_life(), idempotency_key(), "PARENT1234")
    second = await parted(engine, lawful_life(2), idempotency_key("second"), "PARENT5678")
    await RecordActivities(engine).record_facts(first)
    (child,) = second.children
    same = replace(child.summary, number=first.children[0].summary.number)
    broken = second.model_copy(update={"children": (child.model_copy(update={"summary": same}),)})
    async with autocommit(engine).connect() as connection:
        before = await table_sizes(connection)
    with pytest.raises(IntegrityError):
        await RecordActivities(engine).record_facts(broken)
    async with autocommit(engine).connect() as connection:
        assert await table_sizes(connection) == before


async def test_without_parts_recording_is_one_statement(engine: AsyncEngine) -> None:
    seen: list[str] = []
    await RecordActivities(engine).record_facts(RecordedAppeal().batches[0])
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    await RecordActivities(engine).record_facts(RecordedAppeal(2).batches[0])
    assert len(seen) == 1
