"""A changed calendar reaches every open appeal once, even one that is starting or lost meanwhile."""

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
from domain.procedure.calendar_change import calendar_command_id
from domain.state.clock import ClockKind
from domain.worktime.calendar_amendment import DayAmendment, DayAmendmentKind
from runtime.background.calendar_rollout import CalendarRolloutStarter, WorkflowCalendarChangeSender
from runtime.processes.worker import strict_sandbox
from schemas.wire.calendar_change import RolloutProgress, RolloutStart
from store.appeals import event_log
from tests.support.workflows.calendar_changes import OPERATOR, CalendarCountry
from workflows import calendar_change
from workflows.calendar_change import CalendarChangeWorkflow
from workflows.calendar_client import CalendarRolloutClient
from workflows.client import AppealClient
from workflows.names import calendar_change_workflow_id

NOW = timedelta()
FAST = 1000.0
TEN = 10


@pytest.fixture
async def country(engine: AsyncEngine) -> CalendarCountry:
    return await CalendarCountry.create(engine)


@pytest.fixture
def changes(temporal: WorkflowEnvironment, task_queue: str) -> CalendarRolloutClient:
    return CalendarRolloutClient(temporal.client, task_queue)


async def carried(
    temporal: WorkflowEnvironment, changes: CalendarRolloutClient, version: str, per_second: float = FAST
) -> RolloutProgress:
    """Carry the change to its end, and see that its history replays."""
    await changes.start_rollout(RolloutStart(version=version, appeals_per_second=per_second, settle_time=NOW))
    handle = temporal.client.get_workflow_handle(
        calendar_change_workflow_id(version), result_type=RolloutProgress
    )
    outcome: RolloutProgress = await asyncio.wait_for(handle.result(), 60)
    await replay(temporal, version)
    return outcome


async def replay(temporal: WorkflowEnvironment, version: str) -> None:
    """See that every run of the carrier's replays."""
    replayer = Replayer(
        workflows=[CalendarChangeWorkflow],
        workflow_runner=strict_sandbox(),
        data_converter=pydantic_data_converter,
    )
    async for run in temporal.client.list_workflows(f"WorkflowId = '{calendar_change_workflow_id(version)}'"):
        handle = temporal.client.get_workflow_handle(run.id, run_id=run.run_id)
        await replayer.replay_workflow(await handle.fetch_history())


async def test_every_open_appeal_is_notified_once(
    country: CalendarCountry,
    appeals: AppealClient,
    changes: CalendarRolloutClient,
    temporal: WorkflowEnvironment,
) -> None:
    open_ones = [await country.register(appeals) for _ in range(TEN)]
    closed = await country.register(appeals)
    await appeals.send_command(closed.number, c.Withdraw(OPERATOR), UUID(int=1))
    after = await country.change_calendar()
    progress = await carried(temporal, changes, after.version)
    assert (progress.notified, progress.remaining, progress.unreachable) == (TEN, 0, ())
    for appeal in open_ones:
        (changed,) = await country.calendar_changes(appeal)
        assert changed.calendar.version == after.version
        assert [each.clock for each in changed.clocks if each.task is None] == [ClockKind.STATUTE]
        assert all(each.new_due_at > each.old_due_at for each in changed.clocks)
    assert await country.calendar_changes(closed) == []


async def test_notifying_twice_changes_the_appeal_once(
    country: CalendarCountry,
    appeals: AppealClient,
    changes: CalendarRolloutClient,
    temporal: WorkflowEnvironment,
) -> None:
    appeal = await country.register(appeals)
    after = await country.change_calendar()
    for _ in range(2):
        await carried(temporal, changes, after.version)
        assert await WorkflowCalendarChangeSender(appeals).send_calendar_change(
            appeal, ChangeCalendar(OPERATOR, after), after.version
        )
    assert len(await country.calendar_changes(appeal)) == 1
    recorded = [fact for fact in await country.facts(appeal) if fact.command]
    assert [(fact.command, fact.by) for fact in recorded] == [
        (calendar_command_id(after.version, appeal.id), OPERATOR)
    ]


async def test_the_days_off_of_a_region_reach_that_region(
    country: CalendarCountry,
    appeals: AppealClient,
    changes: CalendarRolloutClient,
    temporal: WorkflowEnvironment,
) -> None:
    there, elsewhere = await country.register(appeals), await country.register(appeals, "71")
    after = await country.change_calendar(
        DayAmendment(country.next_working_day(), DayAmendmentKind.DAY_OFF, "Мереке", "61")
    )
    progress = await carried(temporal, changes, after.version)
    assert progress.notified == 2
    ((one,), (other,)) = await country.calendar_changes(there), await country.calendar_changes(elsewhere)
    assert (one.calendar.version, other.calendar.version) == (f"{after.version}+61", after.version)
    assert one.clocks
    assert not other.clocks


async def test_unreachable_appeal_is_listed_and_notified_later(
    country: CalendarCountry,
    appeals: AppealClient,
    changes: CalendarRolloutClient,
    temporal: WorkflowEnvironment,
) -> None:
    starting = await country.register()
    after = await country.change_calendar()
    await changes.start_rollout(RolloutStart(version=after.version, appeals_per_second=FAST, settle_time=NOW))
    while (rollout := await changes.rollout_progress(after.version)) is None or not rollout.rounds:
        await asyncio.sleep(0.05)
    assert (rollout.notified, rollout.remaining, rollout.unreachable) == (0, 1, (starting.id,))
    async with country.engine.connect() as connection:
        appeal = await event_log.load_appeal(connection, starting.id)
    assert appeal is not None
    await appeals.start_workflow(appeal)
    progress = await carried(temporal, changes, after.version)
    assert (progress.notified, progress.remaining, progress.unreachable) == (1, 0, ())
    assert len(await country.calendar_changes(starting)) == 1


async def test_appeal_under_the_old_calendar_is_notified_next_round(
    country: CalendarCountry,
    appeals: AppealClient,
    changes: CalendarRolloutClient,
    temporal: WorkflowEnvironment,
) -> None:
    """Another API may not have heard of the change yet."""
    await country.register(appeals)
    after = await country.change_calendar()
    await changes.start_rollout(RolloutStart(version=after.version, settle_time=timedelta(seconds=3)))
    while await country.count_remaining(after.version):
        await asyncio.sleep(0.05)
    late = await country.register(appeals)
    await carried(temporal, changes, after.version)
    assert len(await country.calendar_changes(late)) == 1


async def test_a_later_change_takes_the_place_of_an_earlier_one(
    country: CalendarCountry,
    appeals: AppealClient,
    changes: CalendarRolloutClient,
    temporal: WorkflowEnvironment,
) -> None:
    appeal = await country.register(appeals)
    first = await country.change_calendar()
    second = await country.change_calendar(
        DayAmendment(country.next_working_day(10), DayAmendmentKind.DAY_OFF, "Мереке")
    )
    assert (await carried(temporal, changes, first.version)).superseded
    await carried(temporal, changes, second.version)
    assert [each.calendar.version for each in await country.calendar_changes(appeal)] == [second.version]
    assert await WorkflowCalendarChangeSender(appeals).send_calendar_change(
        appeal, ChangeCalendar(OPERATOR, first), first.version
    )
    assert len(await country.calendar_changes(appeal)) == 1


async def test_it_goes_over_many_pages_and_runs(
    country: CalendarCountry,
    appeals: AppealClient,
    changes: CalendarRolloutClient,
    temporal: WorkflowEnvironment,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(calendar_change, "PAGE_SIZE", 2)
    monkeypatch.setattr(calendar_change, "MAX_HISTORY_EVENTS", 15)
    registered = [await country.register(appeals) for _ in range(TEN)]
    after = await country.change_calendar()
    progress = await carried(temporal, changes, after.version)
    assert (progress.notified, progress.remaining) == (TEN, 0)
    assert [len(await country.calendar_changes(each)) for each in registered] == [1] * TEN
    found = [
        run
        async for run in temporal.client.list_workflows(
            f"WorkflowId = '{calendar_change_workflow_id(after.version)}'"
        )
    ]
    assert len(found) > 1


async def test_rollout_respects_its_rate_limit(
    country: CalendarCountry,
    appeals: AppealClient,
    changes: CalendarRolloutClient,
    temporal: WorkflowEnvironment,
) -> None:
    for _ in range(TEN):
        await country.register(appeals)
    after = await country.change_calendar()
    began = time.monotonic()
    await carried(temporal, changes, after.version, per_second=5.0)
    assert time.monotonic() - began > (TEN - 1) / 5.0


async def test_keeper_starts_an_abandoned_rollout(
    country: CalendarCountry, appeals: AppealClient, changes: CalendarRolloutClient
) -> None:
    """Who ordered it died before it was begun; or an appeal was reopened when it was all over."""
    keeper = CalendarRolloutStarter(country.engine, changes)
    appeal = await country.register(appeals)
    assert await keeper.start_unfinished() == []
    after = await country.change_calendar()
    assert await keeper.start_unfinished() == [after.version]
    while await country.count_remaining(after.version):
        await asyncio.sleep(0.05)
    assert await keeper.start_unfinished() == []
    assert len(await country.calendar_changes(appeal)) == 1


async def test_an_appeal_that_closes_meanwhile_is_left_alone(
    country: CalendarCountry, appeals: AppealClient
) -> None:
    appeal = await country.register(appeals)
    after = await country.change_calendar()
    await appeals.send_command(appeal.number, c.Withdraw(OPERATOR), UUID(int=2))
    assert not await WorkflowCalendarChangeSender(appeals).send_calendar_change(
        appeal, ChangeCalendar(OPERATOR, after), after.version
    )
    assert await country.count_remaining(after.version) == 0
    assert await country.calendar_changes(appeal) == []
