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
from schemas.http.responses.clocks import ClocksView
from schemas.http.responses.timeline import Happened, Timeline
from tests.api.house import House, housed
from tests.support.names import fresh
from workflows.names import workflow_id

ALMATY = ZoneInfo("Asia/Almaty")
NAURYZ = (3, 21)
PUT_OFF = frozenset({202, 503})
ATTEMPTS = 20
MINUTE = timedelta(minutes=1)
A_MONTH = timedelta(days=30)
LATENESS = timedelta(seconds=30)


class Clock:
    """Goes as ours does, from wherever it was put."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def put(self, to: datetime) -> None:
        self._ahead = to - datetime.now(UTC)


@dataclass
class World:
    """The house, and time in it. Day 0 is the last working day before Nauryz.

    A workflow that has ended begins anew at our own time, before the past of its appeal: the server moves
    the time of a run only once it has begun. What revives an appeal is told in a house, where time is ours.
    """

    house: House
    machine: WorkflowEnvironment
    clock: Clock
    lives: list["Life"] = field(default_factory=list)

    def day(self, number: int, hour: int = 10, minute: int = 0) -> datetime:
        """Return a moment of a working day as a clock on a wall in Kazakhstan shows it."""
        today = datetime.now(UTC).date()
        nauryz = today.replace(month=NAURYZ[0], day=NAURYZ[1])
        if nauryz - today < A_MONTH:  # workflows only go forward in time
            nauryz = nauryz.replace(year=nauryz.year + 1)
        return datetime.combine(self._workday(nauryz, number), time(hour, minute), ALMATY)

    async def until(self, to: datetime) -> None:
        """Let time pass."""
        await asyncio.gather(*(self._carry(life, to) for life in self.lives))
        self.clock.put(to)

    async def registered(self, who: str = "clerk", **changes: Any) -> "Life":
        """Take an appeal in, and wait until its workflow runs at the time of the story."""
        talon, _ = await self.house.started(who=who, **changes)
        return await self.joined(talon)

    async def joined(self, talon: dict[str, Any]) -> "Life":
        """Let time pass for this appeal too, whose workflow runs."""
        life = Life(self, talon)
        self.lives.append(life)
        await self._carry(life, self.clock())
        return life

    async def hire(self, name: str, organisation: str, role: str) -> None:
        """Let somebody in, to be called *name* in the story."""
        body = {"name": f"Қызметкер {name}", "organisation": organisation, "role": role}
        answer = await self.house.post("operator", "/v1/people", body)
        assert answer.status_code == 201, answer.text
        self.house.tokens[name] = answer.json()["token"]

    async def asked(self, who: str, path: str, body: object, key: str | None = None) -> httpx2.Response:
        """Ask as a patient program does: what was put off is asked again, under the same key."""
        key = key or str(uuid4())
        for _ in range(ATTEMPTS):
            answer = await self.house.post(who, path, body, key)
            if answer.status_code not in PUT_OFF:
                return answer
            await asyncio.sleep(0.5)
        raise AssertionError(answer.text)

    def _workday(self, nauryz: date, number: int) -> date:
        """Return the day *number* of working days after the eve of *nauryz*, as the calendar's data say."""
        calendar, step = self.house.needs.calendar, timedelta(days=1 if number > 0 else -1)
        days = (nauryz + each * step for each in count(0 if number > 0 else 1))
        working = (day for day in days if day.weekday() < 5 and day not in calendar.days_off)
        return next(islice(working, number - 1 if number > 0 else -number, None))

    async def _carry(self, life: "Life", to: datetime) -> None:
        """Move a workflow's own clock on to *to*, unless the workflow has ended."""
        if not await self.house.appeals.is_running(life.id):
            return
        passed = await self.machine.get_time_skipping_info(life.handle)
        now = passed.current_time.ToDatetime(UTC) if passed else datetime.now(UTC)
        if to > now:
            await self.machine.fast_forward(life.handle, to - now)


@dataclass
class Life:
    """One appeal in the world, as those who work on it see and treat it."""

    world: World
    talon: dict[str, Any]

    @property
    def id(self) -> UUID:
        return UUID(self.talon["id"])

    @property
    def path(self) -> str:
        return f"/v1/appeals/{self.id}"

    @property
    def handle(self) -> WorkflowHandle[Any, Any]:
        return self.world.house.client.get_workflow_handle(workflow_id(self.id))

    async def seen(self, who: str = "operator") -> dict[str, Any]:
        """Read the appeal."""
        answer = await self.world.house.get(who, self.path)
        assert answer.status_code == 200, answer.text
        seen: dict[str, Any] = answer.json()
        return seen

    async def task(self, purpose: str = "work") -> dict[str, Any]:
        """Return the task of this purpose that was opened last."""
        tasks: list[dict[str, Any]] = (await self.seen())["tasks"]
        return max((each for each in tasks if each["purpose"] == purpose), key=lambda each: each["id"])

    async def try_(self, who: str, verb: str, on: str = "work", **body: Any) -> httpx2.Response:
        """Give a verb to the task of this purpose, and return what is answered."""
        task = await self.task(on)
        return await self.world.asked(who, f"/v1/tasks/{task['id']}/{verb}", body)

    async def do(self, who: str, verb: str, on: str = "work", **body: Any) -> dict[str, Any]:
        """Give a verb to the task of this purpose, and return the task after it."""
        return _good(await self.try_(who, verb, on, **body))

    async def told(self, who: str = "integrator") -> None:
        """Have the applicant told all that is owed, with a proof of it."""
        for each in (await self.seen())["tasks"]:
            if each["duty"] == "notice" and each["state"] in WAITING:
                proof = {"means": "sms", "text": "№ RA 123 456 789 KZ"}
                _good(await self.world.asked(who, f"/v1/tasks/{each['id']}/notify", proof))

    async def slept_on(self) -> None:
        """Let its term end in silence at the housing department, which gets it back on the last day."""
        await self.do("clerk", "claim")
        await self.do("clerk", "refer", step="agency", reason="competence")
        await self.world.until(self.world.day(15))
        await self.do("operator", "redirect", override=True, to="housing-61", text="Сіздің құзыретіңіз.")
        await self.world.until(self.world.day(16))

    async def ask(self, who: str, what: str, **body: Any) -> dict[str, Any]:
        """Ask something of the appeal as a whole, and return the appeal after it."""
        return _good(await self.world.asked(who, f"{self.path}/{what}", body))

    async def citizen(self, what: str = "", **body: Any) -> httpx2.Response:
        """Ask with nothing but the tracking code: to see the appeal, or something of it."""
        headers = {"Tracking-Code": self.talon["tracking_code"], "Idempotency-Key": str(uuid4())}
        if not what:
            return await self.world.house.http.get(self.path, headers=headers)
        return await self.world.house.http.post(f"{self.path}/{what}", json=body, headers=headers)

    async def timeline(self) -> Timeline:
        """Read what happened and what will."""
        answer = await self.world.house.get("operator", f"{self.path}/timeline")
        return Timeline.model_validate(answer.json())

    async def past(self, *events: str) -> list[Happened]:
        """Return what happened; only *events* of these names, if any are said."""
        past = (await self.timeline()).past
        return [each for each in past if not events or each.event in events]

    async def clocks(self) -> ClocksView:
        """Read whose time it was; whoever reads it sees that the parts add up to what has passed."""
        answer = await self.world.house.get("operator", f"{self.path}/clocks")
        clocks = ClocksView.model_validate(answer.json())
        check_sums(clocks)
        return clocks


def soon(at: Any) -> Any:
    """Return the minute of which a moment or a duration is a few seconds past: nothing is done in no time."""
    if isinstance(at, timedelta):
        return (at + LATENESS) // MINUTE * MINUTE
    passed = at - at.replace(second=0, microsecond=0)
    assert passed < LATENESS, at
    return at - passed


def check_sums(clocks: ClocksView) -> None:
    """See that nothing is lost or counted twice."""
    assert clocks.spent.elapsed == clocks.ends - clocks.begins
    for parts in (clocks.totals, clocks.stretches):
        for name in ("elapsed", "working", "paused", "idle", "off_hours", "late"):
            assert sum((getattr(each.spent, name) for each in parts), timedelta()) == getattr(
                clocks.spent, name
            )
    spent = clocks.spent
    assert spent.working + spent.paused + spent.idle + spent.off_hours == spent.elapsed
    assert sum((each.working for each in clocks.pauses), timedelta()) == spent.paused
    for turn in clocks.tasks:
        had = turn.spent
        assert had.elapsed == turn.ends - turn.begins
        assert had.in_group + had.in_hand + had.paused + had.off_hours == had.elapsed


@asynccontextmanager
async def world_of(
    database_url: str, machine: WorkflowEnvironment, policy: Policy, calendar: Calendar
) -> AsyncIterator[World]:
    """Open a world; its time begins at ten on day 0."""
    clock = Clock()
    with machine.with_time_skipping_disabled():
        async with housed(database_url, machine.client, fresh("queue"), policy, calendar, clock) as house:
            world = World(house, machine, clock)
            clock.put(world.day(0))
            yield world


def _good(answer: httpx2.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view
