"""A claimed appeal whose lease ends within seconds, for tests of what comes before and after that."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from domain import commands as c
from domain.state.clock import ClockKind
from domain.state.task import Task, TaskOutcome
from domain.worktime.terms import Term
from tests.support.domain.builders import CasePlan
from tests.support.workflows.live_appeal import CLERK, LiveAppeal, make_plan
from workflows.client import AppealClient

SECOND = timedelta(seconds=1)


async def claimed_with_short_lease(
    engine: AsyncEngine, appeals: AppealClient
) -> tuple[LiveAppeal, Task, datetime]:
    """Return an appeal that a clerk has claimed, its task, and when the lease ends."""
    life = await LiveAppeal.begin(engine, appeals, with_short_lease(make_plan()))
    task = await life.read_main_task()
    await life.send_command(c.Claim(CLERK, task.id))
    appeal = await life.read_appeal()
    lease = appeal.clock(ClockKind.LEASE, task.id)
    assert lease is not None
    return life, task, appeal.reading(lease).due


def completion(task: Task) -> c.Complete:
    return c.Complete(CLERK, task.id, TaskOutcome.RESOLVED)


async def wait_until(moment: datetime) -> None:
    """Wait in real time: no worker moves the time of a workflow."""
    while datetime.now(UTC) < moment:
        await asyncio.sleep(0.1)


def with_short_lease(plan: CasePlan) -> CasePlan:
    """Return *plan* with leases of three seconds."""
    return replace(plan, steps=tuple(replace(step, lease=Term.parse("3s")) for step in plan.steps))
