"""A whole Komek whose time can be moved on: days pass in seconds, for the API and for every appeal alike."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx2
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from domain.policy.policy import Policy
from domain.state.task import WAITING
from domain.worktime.working_calendar import Calendar
from schemas.http.responses.clocks import AppealTimeLedgerView
from schemas.http.responses.timeline import TimelineEvent, TimelineView
from tests.support.api.harness import ApiHarness, open_harness
from tests.support.talons import start_talons_at_random
from tests.support.unique_names import unique_name
from workflows.names import appeal_workflow_id

ALMATY = ZoneInfo("Asia/Almaty")
NAURYZ_DATE = (3, 21)
RETRY_STATUSES = frozenset({202, 503})
MAX_ATTEMPTS = 20
MINUTE = timedelta(minutes=1)
MONTH = timedelta(days=30)
MAX_LATENESS = timedelta(seconds=30)


class ShiftedClock:
    """Goes as ours does, from wherever it was put."""

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
    appeals: list["AppealDriver"] = field(default_factory=list)

    def on_workday(self, number: int, hour: int = 10, minute: int = 0) -> datetime:
        """Return a moment of a working day as a clock on a wall in Kazakhstan shows it."""
        today = datetime.now(UTC).date()
        nauryz = today.replace(month=NAURYZ_DATE[0], day=NAURYZ_DATE[1])
        if nauryz - today < MONTH:  # workflows only go forward in time
            nauryz = nauryz.replace(year=nauryz.year + 1)
        return datetime.combine(self._workday_after(nauryz, number), time(hour, minute), ALMATY)

    async def advance_to(self, to: datetime) -> None:
        """Let time pass."""
        await asyncio.gather(*(self._advance_workflow(life, to) for life in self.appeals))
        self.clock.move_to(to)

    async def register(self, who: str = "clerk", **changes: Any) -> "AppealDriver":
        """Take an appeal in, and wait until its workflow runs at the time of the story."""
        talon, _ = await self.harness.register_and_start(who=who, **changes)
        return await self.follow(talon)

    async def follow(self, talon: dict[str, Any]) -> "AppealDriver":
        """Let time pass for this appeal too, whose workflow runs."""
        life = AppealDriver(self, talon)
        self.appeals.append(life)
        await self._advance_workflow(life, self.clock())
        return life

    async def add_person(self, name: str, organisation: str, role: str) -> None:
        """Create a person, called *name* in the scenario."""
        body = {"name": f"Қызметкер {name}", "organisation": organisation, "role": role}
        answer = await self.harness.post("operator", "/v1/people", body)
        assert answer.status_code == 201, answer.text
        self.harness.tokens[name] = answer.json()["token"]

    async def request_until_done(
        self, who: str, path: str, body: object, key: str | None = None
    ) -> httpx2.Response:
        """Ask as a patient program does: what was put off is asked again, under the same key."""
        key = key or str(uuid4())
        for _ in range(MAX_ATTEMPTS):
            answer = await self.harness.post(who, path, body, key)
            if answer.status_code not in RETRY_STATUSES:
                return answer
            await asyncio.sleep(0.5)
        raise AssertionError(answer.text)

    def _workday_after(self, nauryz: date, number: int) -> date:
        """Return the day *number* of working days after the eve of *nauryz*, as the calendar's data say."""
        calendar, step = self.harness.dependencies.calendar, timedelta(days=1 if number > 0 else -1)
        days = (nauryz + each * step for each in count(0 if number > 0 else 1))
        working = (day for day in days if day.weekday() < 5 and day not in calendar.days_off)
        return next(islice(working, number - 1 if number > 0 else -number, None))

    async def _advance_workflow(self, life: "AppealDriver", to: datetime) -> None:
        """Move a workflow's own clock on to *to*, unless the workflow has ended."""
        if not await self.harness.appeals.is_running(life.number):
            return
        passed = await self.environment.get_time_skipping_info(life.handle)
        now = passed.current_time.ToDatetime(UTC) if passed else datetime.now(UTC)
        if to > now:
            await self.environment.fast_forward(life.handle, to - now)


@dataclass
class AppealDriver:
    """One appeal in the simulation, as the people who work on it see it."""

    simulation: Simulation
    talon: dict[str, Any]

    @property
    def id(self) -> UUID:
        return UUID(self.talon["id"])

    @property
    def number(self) -> str:
        return str(self.talon["number"])

    @property
    def path(self) -> str:
        return f"/v1/appeals/{self.id}"

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        return self.simulation.harness.temporal_client.get_workflow_handle(appeal_workflow_id(self.number))

    async def read(self, who: str = "operator") -> dict[str, Any]:
        """Read the appeal."""
        answer = await self.simulation.harness.get(who, self.path)
        assert answer.status_code == 200, answer.text
        seen: dict[str, Any] = answer.json()
        return seen

    async def task(self, purpose: str = "work") -> dict[str, Any]:
        """Return the task of this purpose that was opened last; of two at one instant the one still open."""
        tasks: list[dict[str, Any]] = (await self.read())["tasks"]
        return max(
            (each for each in tasks if each["purpose"] == purpose),
            key=lambda each: (each["opened_at"], each["due_at"] is not None, each["id"]),
        )

    async def try_task_command(self, who: str, verb: str, on: str = "work", **body: Any) -> httpx2.Response:
        """Give a verb to the task of this purpose, and return what is answered."""
        task = await self.task(on)
        return await self.simulation.request_until_done(who, f"/v1/tasks/{task['id']}/{verb}", body)

    async def task_command(self, who: str, verb: str, on: str = "work", **body: Any) -> dict[str, Any]:
        """Give a verb to the task of this purpose, and return the task after it."""
        return _json_or_fail(await self.try_task_command(who, verb, on, **body))

    async def complete_due_notices(self, who: str = "integrator") -> None:
        """Serve all owed notices to the applicant, with proof."""
        for each in (await self.read())["tasks"]:
            if each["duty"] == "notice" and each["state"] in WAITING:
                proof = {"means": "sms", "text": "№ RA 123 456 789 KZ"}
                _json_or_fail(
                    await self.simulation.request_until_done(
                        who, f"/v1/tasks/{each['id']}/record-notification", proof
                    )
                )

    async def let_term_expire(self) -> None:
        """Let its term end in silence at the housing department, which gets it back on the last day."""
        await self.task_command("clerk", "claim")
        await self.task_command("clerk", "refer", step="agency", reason="other_competent_body")
        await self.simulation.advance_to(self.simulation.on_workday(15))
        await self.task_command(
            "operator", "redirect", override=True, to="housing-61", text="Сіздің құзыретіңіз."
        )
        await self.simulation.advance_to(self.simulation.on_workday(16))

    async def appeal_command(self, who: str, what: str, **body: Any) -> dict[str, Any]:
        """Ask something of the appeal as a whole, and return the appeal after it."""
        return _json_or_fail(await self.simulation.request_until_done(who, f"{self.path}/{what}", body))

    async def citizen_request(self, what: str = "", **body: Any) -> httpx2.Response:
        """Ask with nothing but the tracking code: to see the appeal, or something of it."""
        headers = {"Tracking-Code": self.talon["tracking_code"], "Idempotency-Key": str(uuid4())}
        if not what:
            return await self.simulation.harness.http.get(self.path, headers=headers)
        return await self.simulation.harness.http.post(f"{self.path}/{what}", json=body, headers=headers)

    async def timeline(self) -> TimelineView:
        """Read what happened and what will."""
        answer = await self.simulation.harness.get("operator", f"{self.path}/timeline")
        return TimelineView.model_validate(answer.json())

    async def past_events(self, *events: str) -> list[TimelineEvent]:
        """Return the events; only those named in *events*, if any."""
        past = (await self.timeline()).past
        return [each for each in past if not events or each.event in events]

    async def read_clocks(self) -> AppealTimeLedgerView:
        """Return the time ledger, after checking that its parts add up to the time passed."""
        answer = await self.simulation.harness.get("operator", f"{self.path}/time-ledger")
        clocks = AppealTimeLedgerView.model_validate(answer.json())
        check_time_adds_up(clocks)
        return clocks


def rounded_to_minute(at: Any) -> Any:
    """Return a moment or a duration rounded down to the minute, since each request takes seconds."""
    if isinstance(at, timedelta):
        return (at + MAX_LATENESS) // MINUTE * MINUTE
    passed = at - at.replace(second=0, microsecond=0)
    assert passed < MAX_LATENESS, at
    return at - passed


def check_time_adds_up(clocks: AppealTimeLedgerView) -> None:
    """See that nothing is lost or counted twice."""
    assert clocks.spent.elapsed == clocks.ends_at - clocks.begins_at
    for parts in (clocks.totals, clocks.periods):
        for name in ("elapsed", "working", "paused", "idle", "off_hours", "late"):
            assert sum((getattr(each.spent, name) for each in parts), timedelta()) == getattr(
                clocks.spent, name
            )
    spent = clocks.spent
    assert spent.working + spent.paused + spent.idle + spent.off_hours == spent.elapsed
    assert sum((each.working for each in clocks.pauses), timedelta()) == spent.paused
    for turn in clocks.task_times:
        had = turn.spent
        assert had.elapsed == turn.ends_at - turn.begins_at
        assert had.in_group + had.in_hand + had.paused + had.off_hours == had.elapsed


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


def _json_or_fail(answer: httpx2.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view
