"""A changed calendar reaches every open appeal once, whoever is away, starting, or lost meanwhile."""

import asyncio
import time
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer

from domain import commands as c
from domain.commands import ChangeCalendar
from domain.procedure.calendar_change import command_id
from domain.state.clock import ClockKind
from domain.worktime.calendar_amendment import DayChange, Turn
from runtime.background.calendar_rollout import ChangeKeeper, Telling
from runtime.processes.worker import strict_sandbox
from schemas.wire.calendar_change import ChangeProgress, ChangeStart
from store.appeals import event_log
from tests.support.changes import OPERATOR, Country
from workflows import calendar_change
from workflows.calendar_change import CalendarChangeWorkflow
from workflows.calendar_client import CalendarChanges
from workflows.client import Appeals
from workflows.names import change_id

NOW = timedelta()
FAST = 1000.0
TEN = 10


@pytest.fixture
async def country(engine: AsyncEngine) -> Country:
    return await Country.found(engine)


@pytest.fixture
def changes(temporal: WorkflowEnvironment, task_queue: str) -> CalendarChanges:
    return CalendarChanges(temporal.client, task_queue)


async def carried(
    temporal: WorkflowEnvironment, changes: CalendarChanges, version: str, per_second: float = FAST
) -> ChangeProgress:
    """Carry the change to its end, and see that its history replays."""
    await changes.start(ChangeStart(version=version, per_second=per_second, settle=NOW))
    handle = temporal.client.get_workflow_handle(change_id(version), result_type=ChangeProgress)
    told: ChangeProgress = await asyncio.wait_for(handle.result(), 60)
    await replay(temporal, version)
    return told


async def replay(temporal: WorkflowEnvironment, version: str) -> None:
    """See that every run of the carrier's replays."""
    replayer = Replayer(
        workflows=[CalendarChangeWorkflow],
        workflow_runner=strict_sandbox(),
        data_converter=pydantic_data_converter,
    )
    async for run in temporal.client.list_workflows(f"WorkflowId = '{change_id(version)}'"):
        handle = temporal.client.get_workflow_handle(run.id, run_id=run.run_id)
        await replayer.replay_workflow(await handle.fetch_history())


async def test_every_open_appeal_is_told_once(
    country: Country, appeals: Appeals, changes: CalendarChanges, temporal: WorkflowEnvironment
) -> None:
    open_ones = [await country.registered(appeals) for _ in range(TEN)]
    closed = await country.registered(appeals)
    await appeals.give(closed, c.Withdraw(OPERATOR), UUID(int=1))
    after = await country.change()
    progress = await carried(temporal, changes, after.version)
    assert (progress.told, progress.left, progress.waiting) == (TEN, 0, ())
    for appeal in open_ones:
        (changed,) = await country.changes(appeal)
        assert changed.calendar.version == after.version
        assert [each.clock for each in changed.moved if each.task is None] == [ClockKind.STATUTE]
        assert all(each.new_due > each.old_due for each in changed.moved)
    assert await country.changes(closed) == []


async def test_to_be_told_twice_is_to_be_told_once(
    country: Country, appeals: Appeals, changes: CalendarChanges, temporal: WorkflowEnvironment
) -> None:
    appeal = await country.registered(appeals)
    after = await country.change()
    for _ in range(2):
        await carried(temporal, changes, after.version)
        assert await Telling(appeals).tell(appeal, ChangeCalendar(OPERATOR, after), after.version)
    assert len(await country.changes(appeal)) == 1
    told = [fact for fact in await country.facts(appeal) if fact.command]
    assert [(fact.command, fact.by) for fact in told] == [(command_id(after.version, appeal), OPERATOR)]


async def test_the_days_off_of_a_region_reach_that_region(
    country: Country, appeals: Appeals, changes: CalendarChanges, temporal: WorkflowEnvironment
) -> None:
    there, elsewhere = await country.registered(appeals), await country.registered(appeals, "71")
    after = await country.change(DayChange(country.next_working_day(), Turn.OFF, "Мереке", "61"))
    progress = await carried(temporal, changes, after.version)
    assert progress.told == 2
    ((one,), (other,)) = await country.changes(there), await country.changes(elsewhere)
    assert (one.calendar.version, other.calendar.version) == (f"{after.version}+61", after.version)
    assert one.moved
    assert not other.moved


async def test_who_cannot_be_told_yet_is_named_and_told_later(
    country: Country, appeals: Appeals, changes: CalendarChanges, temporal: WorkflowEnvironment
) -> None:
    starting = await country.registered()
    after = await country.change()
    await changes.start(ChangeStart(version=after.version, per_second=FAST, settle=NOW))
    while (told := await changes.progress(after.version)) is None or not told.rounds:
        await asyncio.sleep(0.05)
    assert (told.told, told.left, told.waiting) == (0, 1, (starting,))
    async with country.engine.connect() as connection:
        appeal = await event_log.appeal(connection, starting)
    assert appeal is not None
    await appeals.start(appeal)
    progress = await carried(temporal, changes, after.version)
    assert (progress.told, progress.left, progress.waiting) == (1, 0, ())
    assert len(await country.changes(starting)) == 1


async def test_who_was_registered_under_the_calendar_before_is_told_in_a_later_round(
    country: Country, appeals: Appeals, changes: CalendarChanges, temporal: WorkflowEnvironment
) -> None:
    """Another API may not have heard of the change yet."""
    await country.registered(appeals)
    after = await country.change()
    await changes.start(ChangeStart(version=after.version, settle=timedelta(seconds=3)))
    while await country.left(after.version):
        await asyncio.sleep(0.05)
    late = await country.registered(appeals)
    await carried(temporal, changes, after.version)
    assert len(await country.changes(late)) == 1


async def test_a_later_change_takes_the_place_of_an_earlier_one(
    country: Country, appeals: Appeals, changes: CalendarChanges, temporal: WorkflowEnvironment
) -> None:
    appeal = await country.registered(appeals)
    first = await country.change()
    second = await country.change(DayChange(country.next_working_day(10), Turn.OFF, "Мереке"))
    assert (await carried(temporal, changes, first.version)).overtaken
    await carried(temporal, changes, second.version)
    assert [each.calendar.version for each in await country.changes(appeal)] == [second.version]
    assert await Telling(appeals).tell(appeal, ChangeCalendar(OPERATOR, first), first.version)
    assert len(await country.changes(appeal)) == 1


async def test_it_goes_over_many_pages_and_runs(
    country: Country,
    appeals: Appeals,
    changes: CalendarChanges,
    temporal: WorkflowEnvironment,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(calendar_change, "PAGE", 2)
    monkeypatch.setattr(calendar_change, "LONG_HISTORY", 15)
    told = [await country.registered(appeals) for _ in range(TEN)]
    after = await country.change()
    progress = await carried(temporal, changes, after.version)
    assert (progress.told, progress.left) == (TEN, 0)
    assert [len(await country.changes(each)) for each in told] == [1] * TEN
    found = [
        run async for run in temporal.client.list_workflows(f"WorkflowId = '{change_id(after.version)}'")
    ]
    assert len(found) > 1


async def test_no_more_are_told_in_a_second_than_was_said(
    country: Country, appeals: Appeals, changes: CalendarChanges, temporal: WorkflowEnvironment
) -> None:
    for _ in range(TEN):
        await country.registered(appeals)
    after = await country.change()
    began = time.monotonic()
    await carried(temporal, changes, after.version, per_second=5.0)
    assert time.monotonic() - began > (TEN - 1) / 5.0


async def test_a_change_that_nobody_carries_is_begun_by_the_keeper(
    country: Country, appeals: Appeals, changes: CalendarChanges
) -> None:
    """Who ordered it died before it was begun; or an appeal was reopened when it was all over."""
    keeper = ChangeKeeper(country.engine, changes)
    appeal = await country.registered(appeals)
    assert await keeper.look() == []
    after = await country.change()
    assert await keeper.look() == [after.version]
    while await country.left(after.version):
        await asyncio.sleep(0.05)
    assert await keeper.look() == []
    assert len(await country.changes(appeal)) == 1


async def test_an_appeal_that_closes_meanwhile_is_left_alone(country: Country, appeals: Appeals) -> None:
    appeal = await country.registered(appeals)
    after = await country.change()
    await appeals.give(appeal, c.Withdraw(OPERATOR), UUID(int=2))
    assert not await Telling(appeals).tell(appeal, ChangeCalendar(OPERATOR, after), after.version)
    assert await country.left(after.version) == 0
    assert await country.changes(appeal) == []
