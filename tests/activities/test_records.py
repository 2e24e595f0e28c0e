"""What is written down: a part begins with the fact that tells of it, or neither is there."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.records import Records
from domain.events import PartRedirected
from domain.evolve.appeal import record
from schemas.wire.messages import Batch
from store import queries
from store.appeals import event_log, intake, outbox, personal_data
from store.database.engine import at_once, connect
from store.idempotency import Key
from tests.domain.lawful import the_law
from tests.store.lives import AGENCY, CLERK, PLAN, Life, new_id
from tests.store.test_intake import key, sizes, taken


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = connect(database_url)
    yield engine
    await engine.dispose()


def lawful_life(number: int = 1) -> Life:
    return Life(number, plan=replace(PLAN, law=the_law()))


async def parted(engine: AsyncEngine, life: Life, asked: Key, code: str) -> Batch:
    """Take an appeal in, and return what is to be recorded when all it asks for becomes a part."""
    given = taken(life, code)
    async with at_once(engine).connect() as connection:
        await intake.take_in(connection, asked, given, {})
    demand, number = given.texts[0].id, f"{life.appeal.number}/1"
    task = life.appeal.tasks[0].id
    happened = PartRedirected(task, (demand,), new_id(life.now), number, AGENCY, "65(2)")
    appeal, facts = record(life.appeal, [happened], life.now, CLERK)
    return Batch.of(appeal, facts, life.appeal.seq)


async def test_a_part_begins_with_its_papers_and_waits_for_its_start(engine: AsyncEngine) -> None:
    batch = await parted(engine, lawful_life(), key(), "PARENT1234")
    (child,) = batch.children
    await Records(engine).record(batch)
    async with at_once(engine).connect() as connection:
        line = await queries.appeal_by(connection, id=child.appeal)
        assert line
        assert (line.number, line.parent) == (child.summary.number, batch.appeal)
        assert (line.channel, line.language, line.receiver) == ("reception", "kk", CLERK.id)
        assert await personal_data.texts(connection, [line.text]) == {line.text: "Балабақшада орын жоқ"}
        assert await personal_data.applicants(connection, child.appeal) == await personal_data.applicants(
            connection, batch.appeal
        )
        assert [each.name for each in await personal_data.attachments(connection, child.appeal)] == [
            "жалоба.pdf"
        ]
        assert child.appeal in [start.appeal for start in await outbox.claim(connection)]
        begun = await event_log.appeal(connection, child.appeal)
        assert begun
        assert begun.legal.demands == child.facts[0].fact().event.demands  # type: ignore[union-attr]


async def test_recording_a_part_twice_equals_once_and_keeps_its_code(engine: AsyncEngine) -> None:
    batch = await parted(engine, lawful_life(), key(), "PARENT1234")
    await Records(engine).record(batch)
    async with at_once(engine).connect() as connection:
        before, line = (
            await sizes(connection),
            await queries.appeal_by(connection, id=batch.children[0].appeal),
        )
        await connection.execute(text("DELETE FROM outbox"))
    await Records(engine).record(batch)
    async with at_once(engine).connect() as connection:
        assert await sizes(connection) == {**before, "outbox": 0}  # what was started is not started again
        assert await queries.appeal_by(connection, id=batch.children[0].appeal) == line


async def test_where_the_part_cannot_begin_nothing_of_it_is_told(engine: AsyncEngine) -> None:
    first = await parted(engine, lawful_life(), key(), "PARENT1234")
    second = await parted(engine, lawful_life(2), key("second"), "PARENT5678")
    await Records(engine).record(first)
    (child,) = second.children
    same = replace(child.summary, number=first.children[0].summary.number)
    broken = second.model_copy(update={"children": (child.model_copy(update={"summary": same}),)})
    async with at_once(engine).connect() as connection:
        before = await sizes(connection)
    with pytest.raises(IntegrityError):
        await Records(engine).record(broken)
    async with at_once(engine).connect() as connection:
        assert await sizes(connection) == before


async def test_without_parts_recording_is_one_statement(engine: AsyncEngine) -> None:
    seen: list[str] = []
    await Records(engine).record(Life().batches[0])
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    await Records(engine).record(Life(2).batches[0])
    assert len(seen) == 1
