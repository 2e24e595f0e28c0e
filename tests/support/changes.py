"""A country whose calendar is changed under appeals that run."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.events import CalendarChanged, Fact
from domain.identity.people import Person, Role
from domain.policy.policy import Policy
from domain.policy.routing import plan_for
from domain.worktime.calendar_amendment import CalendarChange, DayChange, Source, Turn, amended
from domain.worktime.working_calendar import Calendar, calendar_for
from loaders.policy import policy_files
from runtime.settings import Settings
from store.appeals import event_log, write_batch
from store.reference import calendars
from store.reference.policies import sync
from tests.support.lives import RECEPTION, batch, registered
from tests.support.names import fresh
from workflows.client import Appeals

OPERATOR = Person(uuid4(), "coordination-desk", Role.OPERATOR)
SOURCE = Source("Қазақстан Республикасының Үкіметі", "https://adilet.zan.kz/kaz/docs/P2600000001")
DAY = timedelta(days=1)
TOPIC = "housing-queue"


def named(calendar: Calendar) -> Calendar:
    """Return *calendar* under a name of the test's own: all tests share one Temporal."""
    return replace(calendar, version=f"{fresh('kz')}-2026.1")


@dataclass
class Country:
    """Its policy, the calendar of its file, and the appeals that are registered in it."""

    engine: AsyncEngine
    policy: Policy
    own: Calendar

    @classmethod
    async def found(cls, engine: AsyncEngine) -> "Country":
        """Let its rules become known."""
        policy, file = policy_files.load(Settings().policies, "kazakhstan")
        own = named(file)
        async with engine.begin() as connection:
            await sync(connection, policy, own)
        return cls(engine, policy, own)

    def next_working_day(self, after: int = 3) -> date:
        """Return a working day that every open appeal's term runs over."""
        day = datetime.now(UTC).date() + after * DAY
        while not self.own.is_working_day(day):
            day += DAY
        return day

    async def change(self, *days: DayChange) -> Calendar:
        """Change the calendar in force; a working day that is near becomes off, if nothing is said."""
        async with self.engine.begin() as connection:
            base = await calendars.in_force(connection, self.own)
            turned = days or (DayChange(self.next_working_day(), Turn.OFF, "Демалыс"),)
            after = amended(base, turned, self.policy.regions, datetime.now(UTC))
            await calendars.keep(connection, after, base.version, CalendarChange(turned, SOURCE), OPERATOR)
        return after

    async def registered(self, appeals: Appeals | None = None, region: str = "61") -> UUID:
        """Register an appeal, and start its workflow if its door is given."""
        by_plan = plan_for(self.policy, self.policy.topic(TOPIC), region, RECEPTION)
        carried = calendar_for(self.own, region, datetime.now(UTC))
        appeal, facts = registered(by_plan, carried, TOPIC, region)
        async with self.engine.begin() as connection:
            await write_batch.save(connection, batch(appeal, facts))
        if appeals is not None:
            await appeals.start(appeal)
        return appeal.id

    async def facts(self, appeal: UUID) -> list[Fact]:
        """Return what happened to the appeal."""
        async with self.engine.connect() as connection:
            return await event_log.facts(connection, appeal)

    async def changes(self, appeal: UUID) -> list[CalendarChanged]:
        """Return how often the appeal was told, and of what."""
        return [fact.event for fact in await self.facts(appeal) if isinstance(fact.event, CalendarChanged)]

    async def left(self, version: str) -> int:
        """Return how many open appeals the change has not reached."""
        async with self.engine.connect() as connection:
            return await calendars.left(connection, version)
