"""Clocks that run out together: how long after its due time each says so."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.appeals import RECEPTION, REGION, TOPIC, registered, write
from bench.environment import Stage
from bench.figures import Measured, percentile
from bench.throughput import AT_ONCE, few_at_a_time
from domain.identity.people import Person, Role
from domain.policy.plan import Plan, Schedule
from domain.policy.routing import plan_for
from domain.worktime.terms import Term, Unit
from loaders.policy import policy_files
from runtime import temporal_client
from runtime.settings import Settings
from store.database.engine import at_once, connect
from workflows.client import Appeals

MINUTE = timedelta(minutes=1)
STARTS_A_SECOND = 15
LONGEST_WAIT = timedelta(minutes=2)
FAR = Term(30, Unit.CALENDAR_DAYS)

_LATE = text("""
SELECT extract(epoch FROM at - (data ->> 'due')::timestamptz) FROM events WHERE type = 'breached'
""")
_SPOKEN = text("SELECT count(*) FROM events WHERE type = 'breached'")


async def measure(parts: Stage, *, clocks: int, within: timedelta = MINUTE) -> Measured:
    """Start *clocks* appeals whose first step runs out *within* one stretch of time, and wait for it."""
    database = parts.database("lateness")
    settings, engine = parts.settings(database), connect(database, pool_size=AT_ONCE)
    appeals = Appeals(await temporal_client.connect(settings))
    with parts.process("bench.worker", "ours", database):
        now = datetime.now(UTC)
        first_due = now + timedelta(seconds=5 + clocks / STARTS_A_SECOND)
        budget = Term(-(-(first_due + within - now) // timedelta(seconds=1)), Unit.SECONDS)
        received = iter(
            first_due + within * number / clocks - budget.amount * timedelta(seconds=1)
            for number in range(clocks)
        )
        rehearsal = _Rehearsal(engine, appeals, budget)
        await few_at_a_time(lambda: rehearsal.begin(next(received)), clocks)
        started = datetime.now(UTC)
        late = await _late(engine, clocks, first_due + within + LONGEST_WAIT)
    await engine.dispose()
    raw = {
        "lateness_seconds": {
            "p50": percentile(late, 0.5),
            "p95": percentile(late, 0.95),
            "worst": max(late),
            "clocks": len(late),
        },
        "lateness_started_before_first_due_seconds": (first_due - started).total_seconds(),
    }
    return Measured({"lateness_p99_seconds": percentile(late, 0.99)}, raw)


class _Rehearsal:
    """Appeals on a calendar that never closes, of which only the clock of the first step runs out soon."""

    def __init__(self, engine: AsyncEngine, appeals: Appeals, budget: Term) -> None:
        policy, self._calendar = policy_files.load(Settings.model_fields["policies"].default, "rehearsal")
        self._plan = _patient(plan_for(policy, policy.topic(TOPIC), REGION, RECEPTION), budget)
        self._clerk = Person(uuid4(), RECEPTION, Role.CLERK, REGION)
        self._engine, self._appeals = engine, appeals

    async def begin(self, received_at: datetime) -> None:
        """Register and start an appeal that was received at that moment."""
        appeal, facts = registered(self._plan, self._calendar, received_at, self._clerk)
        await write(self._engine, appeal, facts)
        await self._appeals.start(appeal)


def _patient(plan: Plan, budget: Term) -> Plan:
    """Return *plan* with nothing to say but, once, that its first step has used up its *budget*."""
    first, *others = plan.steps
    hurried = replace(first, work=Schedule(budget), acceptance=Schedule(FAR))
    return replace(plan, statute=replace(plan.statute, budget=FAR), steps=(hurried, *others))


async def _late(engine: AsyncEngine, clocks: int, deadline: datetime) -> list[float]:
    """Return how late each clock spoke, in seconds, once all have."""
    async with at_once(engine).connect() as connection:
        while await connection.scalar(_SPOKEN) != clocks:
            if datetime.now(UTC) > deadline:
                raise TimeoutError("some clocks have not spoken")
            await asyncio.sleep(1)
        return [float(each) for each in await connection.scalars(_LATE)]
