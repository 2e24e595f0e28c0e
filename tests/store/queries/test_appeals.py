"""Appeals are found by what they are, the newest first, and only by those who may."""

from dataclasses import replace
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
from store.appeals.personal_data import (
    FeedbackRecord,
    NoteRecord,
    add_note,
    feedback_on_appeal,
    notes_on_appeal,
    save_feedback,
    save_text,
    texts_of_appeal,
)
from store.queries import AppealFilter, appeal_by, appeal_page, has_worked_on
from store.queries.appeals import NEWEST_POSITION, page_statement
from tests.support.plans import explain
from tests.support.store.intakes import idempotency_key, intake_of
from tests.support.store.recorded_appeal import (
    AGENCY_GROUP,
    CLERK,
    FALLBACK_GROUP,
    LAWYERS_GROUP,
    NAURYZ_EVE,
    RECEPTION_GROUP,
    REGION,
    RecordedAppeal,
    uuid_at,
)

FILL = text("""
INSERT INTO appeals (id, seq, number, topic, region, status, step, stage, organisation, received_at,
    registered_at, statutory_due_at, escalations, needs_attention, reopenings, policy, calendar, urgent,
    due_estimated)
SELECT lpad(number::text, 32, '0')::uuid, 1, number, 'topic-' || number % 2000, '61', 'in_progress', 'agency',
    'agency', 'agency-' || number % 2000, :now, :now,
    :now ::timestamptz + number * interval '1 minute', 0, number % 10000 = 7, 0, 'policy', 'calendar', false,
    false
FROM generate_series(1, 20000) AS number
""")
FILL_TALONS = text("""
INSERT INTO talons (appeal, tracking_code, channel, language, reception, receiver, text)
SELECT id, number, 'counter', 'kk', 'reception', gen_random_uuid(), gen_random_uuid() FROM appeals
""")


async def three(connection: AsyncConnection) -> list[RecordedAppeal]:
    """Take in three appeals: one at the counter, one referred to the agency, one closed."""
    lives = [RecordedAppeal(number, NAURYZ_EVE + number * timedelta(minutes=1)) for number in (1, 2, 3)]
    for number, life in enumerate(lives):
        await intake.save_intake(
            connection, idempotency_key(str(number)), intake_of(life, f"CODE{number:06}"), {}
        )
    lives[1].claim()
    task = lives[1].appeal.tasks[0].id
    lives[1].handle(c.Refer(CLERK, task, Step.AGENCY, ReferralReason.OTHER_COMPETENT_BODY))
    lives[2].handle(c.ResolveAtIntake(CLERK, TaskOutcome.EXPLAINED))
    for life in lives:
        for batch in life.batches[1:]:
            await write_batch.save_batch(connection, batch)
    return lives


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (AppealFilter(), [3, 2, 1]),
        (AppealFilter(visible_to_organisations=(RECEPTION_GROUP.organisation,)), [3, 2, 1]),
        (AppealFilter(visible_to_organisations=(AGENCY_GROUP.organisation,)), [2]),
        (AppealFilter(visible_to_organisations=(LAWYERS_GROUP.organisation,)), []),
        (AppealFilter(visible_to_organisations=()), []),
        (AppealFilter(organisation=RECEPTION_GROUP.organisation), [3, 1]),
        (AppealFilter(region=REGION), [3, 2, 1]),
        (AppealFilter(region="71"), []),
        (AppealFilter(status=Status.CLOSED), [3]),
        (AppealFilter(stage="agency"), [2]),
        (AppealFilter(topic="housing", channel="counter", language="kk"), [3, 2, 1]),
        (AppealFilter(channel="site"), []),
        (AppealFilter(iin="900514450011"), [3, 2, 1]),
        (AppealFilter(iin="900514450012"), []),
        (AppealFilter(name="асел", status=Status.CLOSED), [3]),
        (AppealFilter(name="Assel Nurlankyzy"), [3, 2, 1]),
        (AppealFilter(name="Асель"), [3, 2, 1]),
        (AppealFilter(name="Нұрланқызы Әсел"), [3, 2, 1]),
        (AppealFilter(name="Нұрланқызы Асқар"), []),
        (AppealFilter(name="%"), []),
        (AppealFilter(bin="240140000001"), []),
        (AppealFilter(needs_attention=True), []),
        (AppealFilter(urgent=True), []),
        (AppealFilter(urgent=False), [3, 2, 1]),
        (AppealFilter(level=1), []),
        (AppealFilter(category="orphan"), []),
        (AppealFilter(due_before=NAURYZ_EVE + timedelta(days=1)), [2, 1]),
        (AppealFilter(overdue_at=NAURYZ_EVE), []),
        (AppealFilter(overdue_at=NAURYZ_EVE + timedelta(days=1)), [2, 1]),
        (AppealFilter(registered_from=NAURYZ_EVE + timedelta(minutes=2)), [3, 2]),
        (AppealFilter(registered_before=NAURYZ_EVE + timedelta(minutes=2)), [1]),
    ],
)
async def test_appeals_are_found_by_what_they_are(
    connection: AsyncConnection, asked: AppealFilter, found: list[int]
) -> None:
    lives = await three(connection)
    assert [line.id for line in await appeal_page(connection, asked)] == [
        lives[each - 1].id for each in found
    ]


@pytest.mark.parametrize(
    ("asked", "index", "found"),
    [
        (AppealFilter(needs_attention=True), "appeals_needing_attention", 2),
        (AppealFilter(overdue_at=NAURYZ_EVE + timedelta(minutes=10)), "appeals_by_statutory_due", 9),
        (AppealFilter(organisation="agency-7", status=Status.IN_PROGRESS), "appeals_by_organisation", 10),
        (AppealFilter(topic="topic-7"), "appeals_by_topic", 10),
    ],
)
async def test_what_is_rare_is_found_through_its_index(
    connection: AsyncConnection, asked: AppealFilter, index: str, found: int
) -> None:
    await connection.execute(FILL, {"now": NAURYZ_EVE})
    await connection.execute(FILL_TALONS)
    await connection.execute(text("ANALYZE appeals, talons"))
    nodes = await explain(connection, page_statement(asked, NEWEST_POSITION, 50))
    assert index in {node.get("Index Name") for node in nodes}
    assert len(await appeal_page(connection, asked)) == found


async def test_pages_go_from_the_newest_to_the_oldest(connection: AsyncConnection) -> None:
    lives = await three(connection)
    first = await appeal_page(connection, AppealFilter(), limit=2)
    rest = await appeal_page(connection, AppealFilter(), before=first[-1].id, limit=2)
    assert [line.id for line in (*first, *rest)] == [life.id for life in reversed(lives)]


async def test_an_organisation_has_seen_what_it_once_had(connection: AsyncConnection) -> None:
    _, referred, _ = await three(connection)
    assert await has_worked_on(connection, referred.id, RECEPTION_GROUP.organisation)
    assert await has_worked_on(connection, referred.id, AGENCY_GROUP.organisation)
    assert not await has_worked_on(connection, referred.id, LAWYERS_GROUP.organisation)


@pytest.mark.parametrize(
    "unknown", [{"id": UUID(int=1)}, {"number": "HK-2026-99999999-0"}, {"tracking_code": "NOSUCHCODE"}]
)
async def test_unknown_appeal_is_none(connection: AsyncConnection, unknown: dict[str, Any]) -> None:
    assert await appeal_by(connection, **unknown) is None


async def test_a_text_is_written_once(connection: AsyncConnection) -> None:
    life, text_id = RecordedAppeal(), uuid_at()
    await save_text(connection, life.id, text_id, "Жұмыс таптым", language="kk", by_person=CLERK.id)
    await save_text(connection, life.id, text_id, "something else")
    assert await texts_of_appeal(connection, life.id, [text_id, uuid_at()]) == {text_id: "Жұмыс таптым"}


async def test_text_of_another_appeal_is_unknown_by_its_id(connection: AsyncConnection) -> None:
    victim, thief, text_id = RecordedAppeal(), RecordedAppeal(), uuid_at()
    await save_text(connection, victim.id, text_id, "мекенжайымды айтпаңыз")
    assert await texts_of_appeal(connection, thief.id, [text_id]) == {}


async def test_an_appeal_in_the_fallback_queue_stays_in_lists(connection: AsyncConnection) -> None:
    life = RecordedAppeal()
    await intake.save_intake(connection, idempotency_key("1"), intake_of(life, "CODE000001"), {})
    while life.appeal.group != FALLBACK_GROUP:
        life.fire_due()
    for batch in life.batches[1:]:
        await write_batch.save_batch(connection, batch)
    for organisation in (RECEPTION_GROUP.organisation, FALLBACK_GROUP.organisation):
        own = AppealFilter(visible_to_organisations=(organisation,), iin="900514450011")
        assert [line.id for line in await appeal_page(connection, own)] == [life.id]
    assert await has_worked_on(connection, life.id, RECEPTION_GROUP.organisation)


async def test_notes_and_feedback_are_kept_in_order_and_once(connection: AsyncConnection) -> None:
    appeal = uuid_at()
    first, second = (
        NoteRecord(
            uuid_at(NAURYZ_EVE + n * timedelta(seconds=1)),
            appeal,
            None,
            NAURYZ_EVE,
            f"№ {n}",
            CLERK.id,
            "counter",
        )
        for n in (1, 2)
    )
    for note in (second, first, first):
        await add_note(connection, note)
    assert await notes_on_appeal(connection, appeal) == [first, second]
    record = FeedbackRecord(
        uuid_at(), appeal, NAURYZ_EVE, 5, "Рахмет", uuid_at(), 1, "reception-61", "61", "housing"
    )
    await save_feedback(connection, record)
    await save_feedback(connection, replace(record, score=4))
    assert await feedback_on_appeal(connection, appeal) == [replace(record, score=4)]


async def test_personal_data_stands_in_papers_alone(connection: AsyncConnection) -> None:
    await three(connection)
    for table in ("events", "appeals", "tasks", "talons", "outbox", "idempotency_keys"):
        found = await connection.scalar(text(f"SELECT jsonb_agg(to_jsonb({table}))::text FROM {table}"))  # noqa: S608
        for personal in ("Әсел", "900514450011", "Балабақша", "+7 701 000 00 00"):
            assert personal not in str(found)
