"""Appeals are found by what they are, the newest first, and only by those who may."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain import commands as c
from domain.policy.plan import Step
from domain.state.appeal import Status
from domain.state.task import ReferralReason, TaskOutcome
from store.appeals import intake, write_batch
from store.appeals.personal_data import Feedback, Note, add_feedback, add_note, notes, texts, write_text
from store.queries import AppealFilter, appeal_by, appeals, seen_by
from store.queries.appeals import NEWEST, page_of
from tests.store.lives import AGENCY, CLERK, COUNTER, LAWYERS, NAURYZ, REGION, Life, new_id
from tests.store.test_intake import key, taken

FILL = text("""
INSERT INTO appeals (id, seq, number, topic, region, status, step, stage, organisation, received_at,
    registered_at, statute_due, escalations, needs_attention, reopenings, policy, calendar)
SELECT lpad(number::text, 32, '0')::uuid, 1, number, 'topic-' || number % 2000, '61', 'in_work', 'agency',
    'agency', 'agency-' || number % 2000, :now, :now,
    :now ::timestamptz + number * interval '1 minute', 0, number % 10000 = 7, 0, 'policy', 'calendar'
FROM generate_series(1, 20000) AS number
""")
FILL_TALONS = text("""
INSERT INTO talons (appeal, tracking_code, channel, language, reception, receiver, text, v)
SELECT id, number, 'reception', 'kk', 'reception', gen_random_uuid(), gen_random_uuid(), 1 FROM appeals
""")


async def three(connection: AsyncConnection) -> list[Life]:
    """Take in three appeals: one at the counter, one referred to the agency, one closed."""
    lives = [Life(number, NAURYZ + number * timedelta(minutes=1)) for number in (1, 2, 3)]
    for number, life in enumerate(lives):
        await intake.take_in(connection, key(str(number)), taken(life, f"CODE{number:06}"), {})
    lives[1].claim()
    task = lives[1].appeal.tasks[0].id
    lives[1].do(c.Refer(CLERK, task, Step.AGENCY, ReferralReason.COMPETENCE))
    lives[2].do(c.ResolveHereAndNow(CLERK, TaskOutcome.EXPLAINED))
    for life in lives:
        for batch in life.batches[1:]:
            await write_batch.save(connection, batch)
    return lives


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (AppealFilter(), [3, 2, 1]),
        (AppealFilter(seen_by=(COUNTER.organisation,)), [3, 2, 1]),
        (AppealFilter(seen_by=(AGENCY.organisation,)), [2]),
        (AppealFilter(seen_by=(LAWYERS.organisation,)), []),
        (AppealFilter(seen_by=()), []),
        (AppealFilter(organisation=COUNTER.organisation), [3, 1]),
        (AppealFilter(region=REGION), [3, 2, 1]),
        (AppealFilter(region="71"), []),
        (AppealFilter(status=Status.CLOSED), [3]),
        (AppealFilter(stage="agency"), [2]),
        (AppealFilter(topic="housing", channel="reception", language="kk"), [3, 2, 1]),
        (AppealFilter(channel="site"), []),
        (AppealFilter(iin="900514450011"), [3, 2, 1]),
        (AppealFilter(iin="900514450012"), []),
        (AppealFilter(name="асел", status=Status.CLOSED), [3]),
        (AppealFilter(name="Assel Nurlankyzy"), [3, 2, 1]),
        (AppealFilter(name="Асель"), [3, 2, 1]),
        (AppealFilter(name="%"), []),
        (AppealFilter(bin="240140000001"), []),
        (AppealFilter(needs_attention=True), []),
        (AppealFilter(overdue_at=NAURYZ), []),
        (AppealFilter(overdue_at=NAURYZ + timedelta(days=1)), [2, 1]),
        (AppealFilter(registered_from=NAURYZ + timedelta(minutes=2)), [3, 2]),
        (AppealFilter(registered_before=NAURYZ + timedelta(minutes=2)), [1]),
    ],
)
async def test_appeals_are_found_by_what_they_are(
    connection: AsyncConnection, asked: AppealFilter, found: list[int]
) -> None:
    lives = await three(connection)
    assert [line.id for line in await appeals(connection, asked)] == [lives[each - 1].id for each in found]


@pytest.mark.parametrize(
    ("asked", "index", "found"),
    [
        (AppealFilter(needs_attention=True), "appeals_worrying", 2),
        (AppealFilter(overdue_at=NAURYZ + timedelta(minutes=10)), "appeals_by_statute", 9),
        (AppealFilter(organisation="agency-7", status=Status.IN_WORK), "appeals_of_organisation", 10),
        (AppealFilter(topic="topic-7"), "appeals_of_topic", 10),
    ],
)
async def test_what_is_rare_is_found_through_its_index(
    connection: AsyncConnection, asked: AppealFilter, index: str, found: int
) -> None:
    await connection.execute(FILL, {"now": NAURYZ})
    await connection.execute(FILL_TALONS)
    await connection.execute(text("ANALYZE appeals, talons"))
    statement, values = page_of(asked, NEWEST, 50)
    plan = "\n".join(await connection.scalars(text(f"EXPLAIN {statement.text}"), values))
    assert f" {index} " in plan
    assert len(await appeals(connection, asked)) == found


async def test_pages_go_from_the_newest_to_the_oldest(connection: AsyncConnection) -> None:
    lives = await three(connection)
    first = await appeals(connection, AppealFilter(), limit=2)
    rest = await appeals(connection, AppealFilter(), before=first[-1].id, limit=2)
    assert [line.id for line in (*first, *rest)] == [life.id for life in reversed(lives)]


async def test_an_organisation_has_seen_what_it_once_had(connection: AsyncConnection) -> None:
    _, referred, _ = await three(connection)
    assert await seen_by(connection, referred.id, COUNTER.organisation)
    assert await seen_by(connection, referred.id, AGENCY.organisation)
    assert not await seen_by(connection, referred.id, LAWYERS.organisation)


@pytest.mark.parametrize(
    "unknown", [{"id": UUID(int=1)}, {"number": "HK-2026-99999999-0"}, {"tracking_code": "NOSUCHCODE"}]
)
async def test_an_appeal_that_nobody_knows_is_none(
    connection: AsyncConnection, unknown: dict[str, Any]
) -> None:
    assert await appeal_by(connection, **unknown) is None


async def test_a_text_is_written_once(connection: AsyncConnection) -> None:
    life, text_id = Life(), new_id()
    await write_text(connection, life.id, text_id, "Жұмыс таптым", language="kk", by_person=CLERK.id)
    await write_text(connection, life.id, text_id, "something else")
    assert await texts(connection, [text_id, new_id()]) == {text_id: "Жұмыс таптым"}


async def test_notes_and_feedback_are_kept_in_order_and_once(connection: AsyncConnection) -> None:
    appeal = new_id()
    first, second = (
        Note(new_id(NAURYZ + n * timedelta(seconds=1)), appeal, None, NAURYZ, f"№ {n}", CLERK.id, "counter")
        for n in (1, 2)
    )
    for note in (second, first, first):
        await add_note(connection, note)
    assert await notes(connection, appeal) == [first, second]
    said = Feedback(new_id(), appeal, NAURYZ, 5, "Рахмет", None)
    await add_feedback(connection, said)
    await add_feedback(connection, said)
    kept = await connection.execute(text("SELECT id, appeal, at, score, body, by_person FROM feedback"))
    assert [Feedback(*row) for row in kept] == [said]


async def test_personal_data_stands_in_papers_alone(connection: AsyncConnection) -> None:
    await three(connection)
    for table in ("events", "appeals", "tasks", "talons", "outbox", "idempotency_keys"):
        found = await connection.scalar(text(f"SELECT jsonb_agg(to_jsonb({table}))::text FROM {table}"))  # noqa: S608
        for personal in ("Әсел", "900514450011", "Балабақша", "+7 701 000 00 00"):
            assert personal not in str(found)
