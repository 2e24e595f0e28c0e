"""The inbox: complete, in order, nothing twice, and no dearer for being full."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.identity.people import Group, Role
from domain.policy.plan import Step
from domain.state.task import Purpose, TaskState
from runtime.devstack.postgres import Postgres
from store.appeals import write_batch
from store.database.engine import autocommit, create_engine
from store.queries import (
    InboxFilter,
    InboxPosition,
    TaskRecord,
    claim_candidates,
    inbox_page,
    task_by_id,
    task_counts,
    tasks_of_appeal,
)
from store.queries.inbox import INBOX_START, counts_statement, page_statement
from tests.support.plans import explain
from tests.support.store.people import add_person
from tests.support.store.recorded_appeal import NAURYZ_EVE, REGION, RecordedAppeal, seeded_random
from tests.support.unique_names import unique_name

MINE = Group("agency-1", Role.OFFICER)
OURS = Group("agency-2", Role.OFFICER)
THEIRS = Group("agency-3", Role.OFFICER)
NOW = NAURYZ_EVE

FILL = text("""
INSERT INTO tasks (id, appeal, seq, version, purpose, step, organisation, role, state, holder,
    opened_at, state_since, due_at, mandatory, number, topic, region, needs_attention, urgent)
SELECT gen_random_uuid(), gen_random_uuid(), 2, 2, CASE WHEN number % 4001 = 2 THEN 'duty' ELSE 'work' END,
    'agency', 'agency-' || (number % :groups + 1),
    'officer',
    CASE WHEN number % 7 = 0 THEN 'claimed' WHEN number % 11 = 0 THEN 'completed' ELSE 'ready' END,
    CASE WHEN number % 7 = 0 THEN gen_random_uuid() END, :now, :now,
    CASE WHEN number % 13 <> 0 THEN :now ::timestamptz + (number % 5000) * interval '1 minute' END,
    false, number, CASE WHEN number % 5000 = 1 THEN 'rare' ELSE 'housing' END,
    CASE WHEN number % 3 = 0 THEN '61' ELSE '71' END, number % 5003 = 3, number % 5009 = 4
FROM generate_series(1, :amount) AS number
""")


async def fill(connection: AsyncConnection, amount: int, groups: int = 3) -> None:
    await connection.execute(FILL, {"amount": amount, "groups": groups, "now": NOW})


async def all_pages(
    connection: AsyncConnection,
    asked: InboxFilter,
    size: int,
    between: Callable[[], Awaitable[None]] | None = None,
) -> list[TaskRecord]:
    lines: list[TaskRecord] = []
    after: InboxPosition | None = None
    while True:
        page = await inbox_page(connection, asked, after, size)
        lines += page.tasks
        if page.next_position is None:
            return lines
        after = page.next_position
        if between:
            await between()


def order(lines: Sequence[TaskRecord]) -> list[tuple[datetime, UUID]]:
    return [(line.due_order, line.id) for line in lines]


async def expected(connection: AsyncConnection, where: str) -> list[UUID]:
    found = text(f"SELECT id FROM tasks WHERE {where} ORDER BY due_at NULLS LAST, id")  # noqa: S608
    return list(await connection.scalars(found))


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        (InboxFilter(), "open"),
        (InboxFilter(groups=(MINE,)), "open AND organisation = 'agency-1'"),
        (InboxFilter(groups=(MINE, OURS)), "open AND organisation IN ('agency-1', 'agency-2')"),
        (InboxFilter(groups=()), "false"),
        (InboxFilter(groups=(MINE, MINE)), "open AND organisation = 'agency-1'"),
        (InboxFilter(region="61"), "open AND region = '61'"),
        (InboxFilter(states=(TaskState.CLAIMED,)), "state = 'claimed'"),
        (InboxFilter(step=Step.SPONSOR), "false"),
        (InboxFilter(groups=(MINE,), region="71"), "open AND organisation = 'agency-1' AND region = '71'"),
        (InboxFilter(topic="housing"), "open AND topic = 'housing'"),
        (InboxFilter(purpose=Purpose.DUTY), "open AND purpose = 'duty'"),
        (InboxFilter(urgent=True), "open AND urgent"),
        (InboxFilter(needs_attention=False), "open AND NOT needs_attention"),
        (InboxFilter(due_before=NOW + timedelta(hours=9)), "open AND due_at < '2026-03-20 13:00:00+00'"),
        (InboxFilter(overdue_at=NOW + timedelta(hours=9)), "open AND due_at < '2026-03-20 13:00:00+00'"),
        (InboxFilter(level=1), "false"),
        (InboxFilter(language="kk"), "false"),
        (InboxFilter(category="orphan"), "false"),
    ],
)
@pytest.mark.parametrize("size", [1000, 37])
async def test_pages_hold_each_task_that_was_asked_for_once_and_in_order(
    connection: AsyncConnection, asked: InboxFilter, where: str, size: int
) -> None:
    await fill(connection, 700)
    lines = await all_pages(connection, asked, size)
    assert [line.id for line in lines] == await expected(connection, where)


async def test_tasks_in_hand_are_found_by_their_holder_with_the_holders_name(
    connection: AsyncConnection,
) -> None:
    person, _ = await add_person(connection, MINE.organisation, MINE.role, name="Ержан")
    await fill(connection, 50)
    await connection.execute(text("UPDATE tasks SET holder = :id WHERE state = 'claimed'"), {"id": person.id})
    page = await inbox_page(connection, InboxFilter(holder=person.id))
    assert len(page.tasks) == 7
    assert {line.holder_name for line in page.tasks} == {"Ержан"}
    assert len((await inbox_page(connection, InboxFilter(holder=person.id, groups=(MINE,)))).tasks) == 2
    assert (
        await inbox_page(connection, InboxFilter(holder=person.id, groups=(Group("nobody", Role.CLERK),)))
    ).tasks == []


async def test_paging_loses_nothing_while_others_work(connection: AsyncConnection) -> None:
    await fill(connection, 600)
    dice: Random = seeded_random(1)
    asked = InboxFilter(groups=(MINE, OURS, THEIRS))
    untouched = {line.id for line in (await inbox_page(connection, asked, limit=1000)).tasks}
    touched: set[UUID] = set()

    async def others_work() -> None:
        """End some, move some, add some, anywhere before and after the reader's place."""
        for statement in (
            "UPDATE tasks SET state = 'completed', due_at = NULL WHERE id = :id",
            "UPDATE tasks SET due_at = due_at + interval '1 day' WHERE id = :id",
            "UPDATE tasks SET due_at = NULL WHERE id = :id",
        ):
            one = dice.choice(sorted(untouched))
            touched.add(one)
            await connection.execute(text(statement), {"id": one})
        await fill(connection, 3)

    lines = await all_pages(connection, asked, 20, others_work)
    seen = Counter(line.id for line in lines)
    assert untouched - touched <= set(seen)
    assert all(seen[each] == 1 for each in untouched - touched)
    assert order(lines) == sorted(order(lines))


async def test_counts_are_right(connection: AsyncConnection) -> None:
    await fill(connection, 1000)
    soon = NOW + timedelta(minutes=100)
    asked = InboxFilter(groups=(MINE, OURS))
    found = await task_counts(connection, asked, soon)
    lines = await all_pages(connection, asked, 1000)
    by_group = Counter((line.organisation, line.role, line.state) for line in lines)
    overdue = Counter((line.organisation, line.role, line.state) for line in lines if line.due_order < soon)
    assert {(each.organisation, each.role, each.state): each.open for each in found} == by_group
    assert {
        (each.organisation, each.role, each.state): each.overdue for each in found if each.overdue
    } == overdue
    everything = await task_counts(connection, InboxFilter(), soon)
    assert sum(each.open for each in everything) == len(await expected(connection, "open"))


async def test_counts_stop_at_the_most_urgent_tasks(connection: AsyncConnection) -> None:
    await fill(connection, 300)
    asked, most = InboxFilter(groups=(MINE, OURS)), 50
    found = await task_counts(connection, asked, NOW + timedelta(days=9), most)
    first = (await inbox_page(connection, asked, limit=most)).tasks
    assert {(each.organisation, each.state): each.open for each in found} == Counter(
        (line.organisation, line.state) for line in first
    )
    assert sum(each.overdue for each in found) == most


async def test_the_term_of_the_law_orders_a_task_whose_step_is_paused_or_ends_later(
    connection: AsyncConnection,
) -> None:
    await fill(connection, 30, groups=1)
    law = "UPDATE tasks SET due_at = :due, statutory_due_at = :law WHERE number = :number"
    await connection.execute(
        text(law), [
            {"number": "1", "due": NOW + timedelta(days=9), "law": NOW - timedelta(hours=2)},
            {"number": "2", "due": None, "law": NOW - timedelta(hours=1)},
            {"number": "3", "due": NOW - timedelta(minutes=30), "law": NOW + timedelta(days=9)},
        ],
    )  # fmt: skip
    page = await inbox_page(connection, InboxFilter(groups=(MINE,)), limit=3)
    assert [line.number for line in page.tasks] == ["1", "2", "3"]


async def test_the_most_urgent_that_may_be_claimed_come_first(connection: AsyncConnection) -> None:
    await fill(connection, 300)
    lines = await claim_candidates(connection, (MINE, OURS), NOW)
    where = "state = 'ready' AND organisation IN ('agency-1', 'agency-2')"
    assert [line.id for line in lines] == (await expected(connection, where))[:5]


async def test_duties_that_are_not_due_soon_stand_behind_work(connection: AsyncConnection) -> None:
    await fill(connection, 300)
    await connection.execute(text("UPDATE tasks SET purpose = 'duty' WHERE number::int % 2 = 0"))
    soon = NOW + timedelta(minutes=20)
    lines = await claim_candidates(connection, (MINE, OURS), soon)
    where = (
        "state = 'ready' AND organisation IN ('agency-1', 'agency-2') "
        "AND (purpose = 'work' OR due_at < '2026-03-20 04:20:00+00')"
    )
    assert [line.id for line in lines] == (await expected(connection, where))[:5]
    await connection.execute(text("UPDATE tasks SET purpose = 'duty'"))
    assert len(await claim_candidates(connection, (MINE, OURS), NOW)) == 5


async def test_a_task_is_found_by_its_id_and_by_its_appeal_also_when_it_has_ended(
    connection: AsyncConnection,
) -> None:
    life = RecordedAppeal()
    life.claim()
    life.resolve()
    for batch in life.batches:
        await write_batch.save_batch(connection, batch)
    lines = await tasks_of_appeal(connection, life.id)
    assert [line.id for line in lines] == [each.id for each in life.appeal.tasks]
    assert await task_by_id(connection, lines[0].id) == lines[0]
    assert (lines[0].state, lines[0].region, lines[0].number) == ("completed", REGION, life.appeal.number)
    assert await task_by_id(connection, life.id) is None


@pytest.mark.parametrize(
    ("asked", "index", "groups"),
    [
        (InboxFilter(groups=(MINE,)), "tasks_inbox", 1),
        (InboxFilter(groups=(MINE, OURS, THEIRS)), "tasks_inbox", 3),
        (InboxFilter(region="61"), "tasks_by_region", 1),
        (InboxFilter(), "tasks_open", 1),
        (InboxFilter(groups=(MINE,), overdue_at=NOW + timedelta(minutes=2030)), "tasks_inbox", 1),
        (InboxFilter(topic="rare"), "tasks_by_topic", 1),
        (InboxFilter(urgent=True), "tasks_urgent", 1),
        (InboxFilter(needs_attention=True), "tasks_needing_attention", 1),
        (InboxFilter(groups=(MINE, OURS), purpose=Purpose.DUTY), "tasks_beside_work", 2),
    ],
)
async def test_a_page_of_a_hundred_thousand_reads_a_page_and_one(
    full: AsyncConnection, asked: InboxFilter, index: str, groups: int
) -> None:
    middle = InboxPosition(NOW + timedelta(minutes=2000), UUID(int=0))
    for after in (INBOX_START, middle):
        nodes = await explain(full, *page_statement(asked, after, 50))
        scans = [node for node in nodes if node.get("Relation Name") == "tasks"]
        assert [node.get("Index Name") for node in scans] == [index]
        (scan,) = scans
        assert scan["Actual Rows"] * scan["Actual Loops"] <= 51 * groups
        assert scan.get("Rows Removed by Filter", 0) == 0


async def test_the_inbox_of_a_crowd_among_small_groups_is_not_sorted_whole(
    connection: AsyncConnection,
) -> None:
    await fill(connection, 20_000, groups=1_000)
    await fill(connection, 4_000, groups=1)
    await connection.execute(text("ANALYZE tasks"))
    nodes = await explain(connection, *page_statement(InboxFilter(groups=(MINE,)), INBOX_START, 50))
    (scan,) = [node for node in nodes if node.get("Relation Name") == "tasks"]
    assert scan["Actual Rows"] <= 51


async def test_counting_a_group_reads_only_the_index(full: AsyncConnection) -> None:
    statement, values = counts_statement(InboxFilter(groups=(MINE, OURS)), NOW)
    (scan,) = [
        node for node in await explain(full, statement, values) if node.get("Relation Name") == "tasks"
    ]
    assert (scan["Node Type"], scan["Index Name"]) == ("Index Only Scan", "tasks_inbox")
    assert scan["Heap Fetches"] == 0


@pytest.fixture(scope="module")
async def full(postgres: Postgres, template: str) -> AsyncIterator[AsyncConnection]:
    """A hundred thousand open tasks, and some that have ended."""
    name = unique_name("full")
    engine = create_engine(postgres.create_database(name, template))
    async with autocommit(engine).connect() as connection:
        await connection.execute(text("SET synchronous_commit = on"))  # VACUUM waits for it
        await fill(connection, 110_000, groups=40)
        await connection.execute(text("VACUUM ANALYZE tasks"))
        yield connection
    await engine.dispose()
    postgres.drop_database(name)
