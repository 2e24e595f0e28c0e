"""A talon is given once for what was asked once, with everything behind it or nothing."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.commands import ResolveAtIntake
from domain.identity.identifiers import TalonNumber
from domain.state.task import TaskOutcome
from store import queries
from store.appeals import event_log, intake, outbox, personal_data
from store.database.engine import autocommit
from store.database.errors import KeyReused
from tests.support.store.intakes import idempotency_key, intake_of, table_sizes
from tests.support.store.recorded_appeal import CLERK, NAURYZ_EVE, RecordedAppeal


async def test_all_of_an_intake_is_there_after_it(connection: AsyncConnection) -> None:
    life = RecordedAppeal()
    given = intake_of(life)
    assert await intake.save_intake(connection, idempotency_key(), given, {"status": 201}) == {"status": 201}
    assert await event_log.load_appeal(connection, life.id) == life.appeal
    found = await queries.appeal_by(connection, number=life.appeal.number)
    assert found
    assert (found.channel, found.language, found.receiver) == ("counter", "kk", CLERK.id)
    assert await queries.appeal_by(connection, tracking_code="ABCDE12345") == found
    assert await queries.appeal_by(connection, id=life.id) == found
    assert await personal_data.texts_of_appeal(connection, found.id, [found.text]) == {
        found.text: "Балабақшада орын жоқ"
    }
    assert await personal_data.applicants_of_appeal(connection, life.id) == list(given.applicants)
    assert await personal_data.attachments_of_appeal(connection, life.id) == list(given.attachments)
    assert [start.appeal for start in await outbox.claim_starts(connection)] == [life.id]


async def test_what_is_settled_here_and_now_starts_no_workflow(connection: AsyncConnection) -> None:
    life = RecordedAppeal()
    life.handle(ResolveAtIntake(CLERK, TaskOutcome.EXPLAINED))
    await intake.save_intake(connection, idempotency_key(), intake_of(life), {})
    assert await outbox.pending_count(connection) == 0
    assert await outbox.is_pending(connection, life.id) is False
    assert await queries.watched_appeals(connection) == []


async def test_the_same_key_gets_the_same_talon_and_draws_no_other(connection: AsyncConnection) -> None:
    assert await intake.draw_talon_number(connection, idempotency_key(), 2026) == TalonNumber(2026, 1)
    answer = {"number": "HK-2026-00000001-0"}
    await intake.save_intake(connection, idempotency_key(), intake_of(RecordedAppeal()), answer)
    before = await table_sizes(connection)
    assert await intake.draw_talon_number(connection, idempotency_key(), 2026) == answer
    assert (
        await intake.save_intake(
            connection, idempotency_key(), intake_of(RecordedAppeal(2), "OTHER12345"), {"number": "2"}
        )
        == answer
    )
    assert await table_sizes(connection) == before
    assert await intake.draw_talon_number(connection, idempotency_key("second"), 2026) == TalonNumber(2026, 2)


async def test_another_body_under_the_same_key_is_refused(connection: AsyncConnection) -> None:
    await intake.save_intake(connection, idempotency_key(), intake_of(RecordedAppeal()), {})
    with pytest.raises(KeyReused):
        await intake.draw_talon_number(connection, idempotency_key(asked=b"other"), 2026)
    with pytest.raises(KeyReused):
        await intake.save_intake(
            connection, idempotency_key(asked=b"other"), intake_of(RecordedAppeal(2), "OTHER12345"), {}
        )


async def test_ten_double_clicks_at_once_take_in_one_appeal(engine: AsyncEngine) -> None:
    async def click(number: int) -> Any:
        async with autocommit(engine).connect() as connection:
            given = intake_of(RecordedAppeal(number), f"CODE0{number:05}")
            return await intake.save_intake(connection, idempotency_key(), given, {"number": number})

    answers = await asyncio.gather(*map(click, range(1, 11)))
    assert len({answer["number"] for answer in answers}) == 1
    async with autocommit(engine).connect() as connection:
        found = await table_sizes(connection)
    assert (found["appeals"], found["talons"], found["outbox"], found["applicants"]) == (1, 1, 1, 2)


async def test_many_counters_at_once_draw_different_numbers(engine: AsyncEngine) -> None:
    async def draw(name: int) -> Any:
        async with autocommit(engine).connect() as connection:
            return await intake.draw_talon_number(connection, idempotency_key(str(name)), 2031)

    drawn = await asyncio.gather(*map(draw, range(30)))
    assert sorted(talon.sequence for talon in drawn) == list(range(1, 31))


async def test_each_year_counts_from_one(connection: AsyncConnection) -> None:
    for year in (2025, 2026, 2025):
        await intake.draw_talon_number(connection, idempotency_key(), year)
    assert await intake.draw_talon_number(connection, idempotency_key(), 2025) == TalonNumber(2025, 3)
    assert await intake.draw_talon_number(connection, idempotency_key(), 2026) == TalonNumber(2026, 2)


async def test_nothing_is_kept_of_an_intake_that_fails(connection: AsyncConnection) -> None:
    await intake.save_intake(connection, idempotency_key(), intake_of(RecordedAppeal()), {})
    before = await table_sizes(connection)
    with pytest.raises(Exception, match="talons_tracking_code_key"):
        await intake.save_intake(connection, idempotency_key("second"), intake_of(RecordedAppeal(2)), {})
    assert await table_sizes(connection) == before
    assert isinstance(
        await intake.draw_talon_number(connection, idempotency_key("second"), 2026), TalonNumber
    )


async def test_an_intake_is_two_statements(engine: AsyncEngine) -> None:
    statements: list[str] = []
    event.listen(
        engine.sync_engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2])
    )
    async with autocommit(engine).connect() as connection:
        await intake.draw_talon_number(connection, idempotency_key(), NAURYZ_EVE.year)
        await intake.save_intake(connection, idempotency_key(), intake_of(RecordedAppeal()), {})
    assert len(statements) == 2


@pytest.mark.parametrize("typed", ["асел", "ӘСЕЛ", "нурланкызы", "Нұрлан", "сел нур"])
async def test_a_name_is_found_however_it_was_typed(connection: AsyncConnection, typed: str) -> None:
    life = RecordedAppeal()
    await intake.save_intake(connection, idempotency_key(), intake_of(life), {})
    found = await queries.appeal_page(connection, queries.AppealFilter(name=typed))
    assert [line.id for line in found] == [life.id]


@pytest.mark.parametrize("typed", ["Асия", "%", "_", "\\"])
async def test_unknown_name_finds_nothing(connection: AsyncConnection, typed: str) -> None:
    await intake.save_intake(connection, idempotency_key(), intake_of(RecordedAppeal()), {})
    assert await queries.appeal_page(connection, queries.AppealFilter(name=typed)) == []


async def test_trigrams_find_a_name_without_reading_all(connection: AsyncConnection) -> None:
    await connection.execute(
        text("""
        INSERT INTO applicants (appeal, position, capacity, name, search_name, contacts)
        SELECT gen_random_uuid(), 0, 'applicant', name, name, '{}'
        FROM (SELECT md5(number::text) AS name FROM generate_series(1, 20000) AS number) AS people
    """)
    )
    await connection.execute(text("ANALYZE applicants"))
    search = text("EXPLAIN SELECT appeal FROM applicants WHERE search_name LIKE '%асел%'")
    assert "applicants_by_name" in "\n".join(await connection.scalars(search))
