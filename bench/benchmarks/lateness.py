"""Clocks that are due within one minute: how late each one fires."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.appeals import RECEPTION, REGION, TOPIC, connect_appeals, register_appeal, save_registration
from bench.benchmarks.throughput import MAX_CONCURRENT, run_concurrently
from bench.environment import Environment
from bench.figures import Measurement, percentile
from domain.identity.people import Person, Role
from domain.policy.plan import Plan, Schedule
from domain.policy.routing import plan_for
from domain.worktime.terms import Term, Unit
from loaders.policy import policy_files
from runtime import temporal_client
from runtime.settings import Settings
from store.database.engine import autocommit, create_engine
from workflows.client import AppealClient

MINUTE = timedelta(minutes=1)
STARTS_PER_SECOND = 15
MAX_WAIT = timedelta(minutes=2)
FAR_TERM = Term(30, Unit.CALENDAR_DAYS)

_LATENESS_SQL = text("""
SELECT extract(epoch FROM at - (data ->> 'due_at')::timestamptz) FROM events WHERE type = 'breached'
""")
_FIRED_COUNT_SQL = text("SELECT count(*) FROM events WHERE type = 'breached'")


async def measure(parts: Environment, *, clocks: int, within: timedelta = MINUTE) -> Measurement:
    """Start *clocks* appeals whose first step is due *within* one period, and measure the lateness."""
    database = parts.create_database("lateness")
    settings, engine = parts.settings(database), create_engine(database, pool_size=MAX_CONCURRENT)
    appeals = await connect_appeals(await temporal_client.connect(settings), engine)
    with parts.process("bench.worker", "ours", database):
        now = datetime.now(UTC)
        first_due = now + timedelta(seconds=5 + clocks / STARTS_PER_SECOND)
        budget = Term(-(-(first_due + within - now) // timedelta(seconds=1)), Unit.SECONDS)
        received = iter(
            first_due + within * number / clocks - budget.amount * timedelta(seconds=1)
            for number in range(clocks)
        )
        rehearsal = _SingleClockAppeals(engine, appeals, budget)
        await run_concurrently(lambda: rehearsal.register_and_start(next(received)), clocks)
        started = datetime.now(UTC)
        lateness = await _wait_for_lateness(engine, clocks, first_due + within + MAX_WAIT)
    await engine.dispose()
    raw = {
        "lateness_seconds": {
            "p50": percentile(lateness, 0.5),
            "p95": percentile(lateness, 0.95),
            "worst": max(lateness),
            "clocks": len(lateness),
        },
        "lateness_started_before_first_due_seconds": (first_due - started).total_seconds(),
    }
    return Measurement({"clock_lateness_p99_seconds": percentile(lateness, 0.99)}, raw)


class _SingleClockAppeals:
    """Appeals on a round-the-clock calendar whose only clock due soon is that of the first step."""

    def __init__(self, engine: AsyncEngine, appeals: AppealClient, budget: Term) -> None:
        policy, self._calendar = policy_files.load_policy_with_calendar(
            Settings.model_fields["policies"].default, "rehearsal"
        )
        self._plan = _single_clock_plan(plan_for(policy, policy.topic(TOPIC), REGION, RECEPTION), budget)
        self._clerk = Person(uuid4(), RECEPTION, Role.CLERK, REGION)
        self._engine, self._appeals = engine, appeals

    async def register_and_start(self, received_at: datetime) -> None:
        """Register and start an appeal received at *received_at*."""
        appeal, facts = register_appeal(self._plan, self._calendar, received_at, self._clerk)
        await save_registration(self._engine, appeal, facts)
        await self._appeals.start_workflow(appeal)


def _single_clock_plan(plan: Plan, budget: Term) -> Plan:
    """Return *plan* with a single alarm, the breach of the first step's *budget*."""
    first, *others = plan.steps
    shortened = replace(first, work=Schedule(budget), acceptance=Schedule(FAR_TERM))
    return replace(plan, statute=replace(plan.statute, budget=FAR_TERM), steps=(shortened, *others))


async def _wait_for_lateness(engine: AsyncEngine, clocks: int, deadline: datetime) -> list[float]:
    """Return the lateness of each clock in seconds, once all have fired."""
    async with autocommit(engine).connect() as connection:
        while await connection.scalar(_FIRED_COUNT_SQL) != clocks:
            if datetime.now(UTC) > deadline:
                raise TimeoutError("some clocks have not fired")
            await asyncio.sleep(1)
        return [float(each) for each in await connection.scalars(_LATENESS_SQL)]
