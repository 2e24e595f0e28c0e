"""Lists by level and by term: complete, in order, and read through their indexes."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.identity.people import Group, Role
from store.queries import AppealFilter, InboxFilter
from store.queries.inbox import INBOX_START, page_statement
from store.queries.lists import (
    appeals_by_due,
    appeals_by_due_statement,
    appeals_by_level,
    recognise_appeals,
    recognise_tasks,
    tasks_by_level,
)
from tests.store.queries.test_appeals import FILL, FILL_TALONS
from tests.support.plans import explain
from tests.support.store.recorded_appeal import NAURYZ_EVE

TASKS = text("""
INSERT INTO tasks (id, appeal, seq, version, purpose, step, organisation, role, state, opened_at, state_since,
    due_at, mandatory, number, topic, region, needs_attention, urgent)
SELECT id, id, 2, 2, 'work', 'agency', organisation, 'officer', 'ready', :now, :now, statutory_due_at, false,
    number, topic, region, false, false
FROM appeals
""")
CALLS = text("""
INSERT INTO escalations (appeal, seq, task, clock, level, target, organisation, role, region, called_at,
    late_since, ended)
SELECT id, level, id, 'step', level, 'head', organisation, 'officer', region, :now, :now, number::int % 5 = 0
FROM appeals, generate_series(1, 1 + number::int % 3) AS level WHERE number::int <= 40
""")
SOME = text("DELETE FROM appeals WHERE number::int > 60")


@pytest.fixture
async def escalated(connection: AsyncConnection) -> AsyncConnection:
    """Return a connection to sixty appeals, 32 of them escalated to one of three levels."""
    await connection.execute(FILL, {"now": NAURYZ_EVE})
    await connection.execute(SOME)
    for statement in (FILL_TALONS, TASKS, CALLS):
        await connection.execute(statement, {"now": NAURYZ_EVE} if statement is not FILL_TALONS else {})
    return connection


def of_tasks(node: dict[str, Any]) -> bool:
    """Return whether a node of a plan reads tasks."""
    return node.get("Relation Name") == "tasks"


def levels(number: int) -> int:
    """Return the highest level that is called about the appeal of this number."""
    return 1 + number % 3


ESCALATED = sorted((each for each in range(1, 41) if each % 5), key=lambda each: (-levels(each), each))


async def test_tasks_by_level_are_read_to_their_end(escalated: AsyncConnection) -> None:
    seen: list[tuple[int, int]] = []
    after = None
    while page := await tasks_by_level(escalated, InboxFilter(), after, 7):
        seen += [(place.level, int(task.number)) for place, task in page]
        after = page[-1][0]
    assert seen == [(levels(each), each) for each in ESCALATED]


async def test_tasks_by_level_match_the_filter(escalated: AsyncConnection) -> None:
    own = InboxFilter(groups=(Group("agency-4", Role.OFFICER), Group("agency-5", Role.OFFICER)), level=1)
    assert [int(task.number) for _, task in await tasks_by_level(escalated, own, None, 50)] == [4]
    assert await tasks_by_level(escalated, InboxFilter(groups=()), None, 50) == []
    highest = await tasks_by_level(escalated, InboxFilter(level=3), None, 50)
    assert [int(task.number) for _, task in highest] == [each for each in ESCALATED if levels(each) == 3]


async def test_appeals_by_level_are_read_to_their_end(escalated: AsyncConnection) -> None:
    seen: list[int] = []
    after = None
    while page := await appeals_by_level(escalated, AppealFilter(), after, 7):
        seen += [int(appeal.number) for _, appeal in page]
        after = page[-1][0]
    assert seen == ESCALATED
    highest = await appeals_by_level(escalated, AppealFilter(level=3), None, 50)
    assert [int(each.number) for _, each in highest] == [each for each in ESCALATED if levels(each) == 3]


async def test_appeals_by_due_are_read_to_their_end(escalated: AsyncConnection) -> None:
    await escalated.execute(text("UPDATE appeals SET statutory_due_at = NULL WHERE number = '7'"))
    seen: list[int] = []
    after = None
    while page := await appeals_by_due(escalated, AppealFilter(), after, 7):
        seen += [int(appeal.number) for _, appeal in page]
        after = page[-1][0]
    assert seen == [each for each in range(1, 61) if each != 7]


async def test_a_line_is_recognised_by_what_is_known(escalated: AsyncConnection) -> None:
    ids = [each.id for _, each in await appeals_by_level(escalated, AppealFilter(), None, 2)]
    by_task = await recognise_tasks(escalated, [(each, each) for each in ids])
    assert by_task == await recognise_appeals(escalated, ids)
    assert {(each.language, each.level, each.applicant) for each in by_task.values()} == {("kk", 3, None)}


async def test_a_page_by_due_reads_its_index(connection: AsyncConnection) -> None:
    await connection.execute(FILL, {"now": NAURYZ_EVE})
    await connection.execute(FILL_TALONS)
    await connection.execute(text("ANALYZE appeals, talons"))
    first = await appeals_by_due(connection, AppealFilter(), None, 50)
    for after in (None, first[-1][0]):
        nodes = await explain(connection, appeals_by_due_statement(AppealFilter(), after, 50))
        (scan,) = [each for each in nodes if each.get("Relation Name") == "appeals"]
        assert (scan["Index Name"], scan["Actual Rows"]) == ("appeals_by_statutory_due", 50)


async def test_few_escalated_tasks_among_many_are_found_by_their_calls(connection: AsyncConnection) -> None:
    await connection.execute(FILL, {"now": NAURYZ_EVE + timedelta(days=1)})
    for statement in (TASKS, CALLS):
        await connection.execute(statement, {"now": NAURYZ_EVE})
    await connection.execute(text("ANALYZE appeals, tasks, escalations"))
    for asked in (InboxFilter(level=2), InboxFilter(groups=(Group("agency-4", Role.OFFICER),), level=1)):
        nodes = await explain(connection, *page_statement(asked, INBOX_START, 50))
        assert sum(each["Actual Rows"] * each["Actual Loops"] for each in nodes if of_tasks(each)) <= 40
