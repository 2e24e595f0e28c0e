"""The simulation: all components, whose time moves by days in seconds, for the API and for every appeal."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice
from typing import Any
from zoneinfo import ZoneInfo

from temporalio.testing import WorkflowEnvironment

from domain.policy.policy import Policy
from domain.worktime.working_calendar import Calendar
from tests.support.api.harness import ApiHarness, open_harness
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.talons import start_talons_at_random
from tests.support.unique_names import unique_name

ALMATY = ZoneInfo("Asia/Almaty")
NAURYZ_DATE = (3, 21)
MINUTE = timedelta(minutes=1)
MONTH = timedelta(days=30)
MAX_LATENESS = timedelta(seconds=30)


class ShiftedClock:
    """A clock that runs like the real one, from the moment it was moved to."""

    def __init__(self) -> None:
        self._offset = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def move_to(self, to: datetime) -> None:
        self._offset = to - datetime.now(UTC)


@dataclass
class Simulation:
    """The API harness with a shifted clock. Day 0 is the last working day before Nauryz.

    A workflow that has ended restarts at the real time, before the past of its appeal: the server moves
    the time of a run only once it has begun. Reopening is tested with the plain harness, in real time.
    """

    harness: ApiHarness
    environment: WorkflowEnvironment
    clock: ShiftedClock
    appeals: list[HttpAppeal] = field(default_factory=list)

    def on_workday(self, number: int, hour: int = 10, minute: int = 0) -> datetime:
        """Return a moment of a working day as a clock on a wall in Kazakhstan shows it."""
        today = datetime.now(UTC).date()
        nauryz = today.replace(month=NAURYZ_DATE[0], day=NAURYZ_DATE[1])
        if nauryz - today < MONTH:  # workflows only go forward in time
            nauryz = nauryz.replace(year=nauryz.year + 1)
        return datetime.combine(self._workday_after(nauryz, number), time(hour, minute), ALMATY)

    def end_of_workday(self, number: int) -> datetime:
        """Return the last instant of a working day: the end of an applicant's term."""
        return self.on_workday(number, 9) + timedelta(hours=15) - timedelta.resolution

    async def advance_to(self, to: datetime) -> None:
        """Let time pass."""
        await asyncio.gather(*(self._advance_workflow(life, to) for life in self.appeals))
        self.clock.move_to(to)

    async def register(self, who: str = "clerk", **changes: Any) -> HttpAppeal:
        """Register an appeal, and return it once its workflow runs at the time of the simulation."""
        talon, _ = await self.harness.register_and_start(who=who, **changes)
        return await self.follow(talon)

    async def follow(self, talon: dict[str, Any]) -> HttpAppeal:
        """Return the appeal of this talon, whose workflow runs, and let time pass for it too."""
        life = HttpAppeal(self.harness, talon)
        self.appeals.append(life)
        await self._advance_workflow(life, self.clock())
        return life

    async def add_person(self, name: str, organisation: str, role: str, office: str | None = None) -> None:
        """Create a person, called *name* in the scenario."""
        body = {"name": f"Қызметкер {name}", "organisation": organisation, "role": role, "office": office}
        answer = await self.harness.post("operator", "/v1/people", body)
        assert answer.status_code == 201, answer.text
        self.harness.tokens[name] = answer.json()["token"]

    async def let_term_expire(self, life: HttpAppeal) -> None:
        """Let its term end in silence at the housing department, which gets it back on the last day."""
        await life.task_command("clerk", "claim")
        await life.refer_to_agency()
        await self.advance_to(self.on_workday(15))
        await life.task_command(
            "operator", "redirect", override=True, to="housing-61", text="Сіздің құзыретіңіз."
        )
        await self.advance_to(self.on_workday(16))

    def _workday_after(self, nauryz: date, number: int) -> date:
        """Return the day *number* of working days after the eve of *nauryz*, as the calendar's data say."""
        calendar, step = self.harness.dependencies.calendar, timedelta(days=1 if number > 0 else -1)
        days = (nauryz + each * step for each in count(0 if number > 0 else 1))
        working = (day for day in days if day.weekday() < 5 and day not in calendar.days_off)
        return next(islice(working, number - 1 if number > 0 else -number, None))

    async def _advance_workflow(self, life: HttpAppeal, to: datetime) -> None:
        """Move a workflow's own clock on to *to*, unless the workflow has ended."""
        if not await self.harness.appeals.is_running(life.number):
            return
        passed = await self.environment.get_time_skipping_info(life.handle)
        now = passed.current_time.ToDatetime(UTC) if passed else datetime.now(UTC)
        if to > now:
            await self.environment.fast_forward(life.handle, to - now)


def rounded_to_minute(at: Any) -> Any:
    """Return a moment or a duration rounded down to the minute, since each request takes seconds."""
    if isinstance(at, timedelta):
        return (at + MAX_LATENESS) // MINUTE * MINUTE
    passed = at - at.replace(second=0, microsecond=0)
    assert passed < MAX_LATENESS, at
    return at - passed


@asynccontextmanager
async def open_simulation(
    database_url: str, machine: WorkflowEnvironment, policy: Policy, calendar: Calendar
) -> AsyncIterator[Simulation]:
    """Open a simulation that begins at ten on day 0."""
    start_talons_at_random(database_url)
    clock = ShiftedClock()
    with machine.with_time_skipping_disabled():
        async with open_harness(
            database_url, machine.client, unique_name("queue"), policy, calendar, clock
        ) as harness:
            simulation = Simulation(harness, machine, clock)
            clock.move_to(simulation.on_workday(0))
            yield simulation
