"""A country whose calendar is changed under appeals that run."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.events import CalendarChanged, Fact
from domain.identity.people import Person, Role
from domain.policy.policy import Policy
from domain.policy.routing import plan_for
from domain.worktime.calendar_amendment import (
    AmendmentSource,
    CalendarAmendment,
    DayAmendment,
    DayAmendmentKind,
    amend,
)
from domain.worktime.working_calendar import Calendar, calendar_for_appeal
from loaders.policy import policy_files
from runtime.settings import Settings
from store.appeals import event_log, write_batch
from store.queries import AppealKey
from store.reference import calendars
from store.reference.policies import synchronise_reference_data
from tests.support.store.recorded_appeal import batch_of
from tests.support.unique_names import unique_name
from tests.support.workflows.live_appeal import RECEPTION, register_appeal
from workflows.client import AppealClient

OPERATOR = Person(uuid4(), "coordination-desk", Role.OPERATOR)
SOURCE = AmendmentSource("Қазақстан Республикасының Үкіметі", "https://adilet.zan.kz/kaz/docs/P2600000001")
DAY = timedelta(days=1)
TOPIC = "housing-queue"


def with_unique_version(calendar: Calendar) -> Calendar:
    """Return *calendar* under a name of the test's own: all tests share one Temporal."""
    return replace(calendar, version=f"{unique_name('kz')}-2026.1")


@dataclass
class CalendarCountry:
    """Its policy, the calendar of its file, and the appeals that are registered in it."""

    engine: AsyncEngine
    policy: Policy
    base_calendar: Calendar

    @classmethod
    async def create(cls, engine: AsyncEngine) -> "CalendarCountry":
        """Let its rules become known."""
        policy, file = policy_files.load_policy_with_calendar(Settings().policies, "kazakhstan")
        own = with_unique_version(file)
        async with engine.begin() as connection:
            await synchronise_reference_data(connection, policy, own)
        return cls(engine, policy, own)

    def next_working_day(self, after: int = 3) -> date:
        """Return a working day that every open appeal's term runs over."""
        day = datetime.now(UTC).date() + after * DAY
        while not self.base_calendar.is_working_day(day):
            day += DAY
        return day

    async def change_calendar(self, *days: DayAmendment) -> Calendar:
        """Change the calendar in force; by default the next working day becomes a day off."""
        async with self.engine.begin() as connection:
            base = await calendars.calendar_in_force(connection, self.base_calendar)
            turned = days or (DayAmendment(self.next_working_day(), DayAmendmentKind.DAY_OFF, "Демалыс"),)
            after = amend(base, turned, self.policy.regions, datetime.now(UTC))
            await calendars.save_version(
                connection, after, base.version, CalendarAmendment(turned, SOURCE), OPERATOR
            )
        return after

    async def register(self, appeals: AppealClient | None = None, region: str = "61") -> AppealKey:
        """Register an appeal, and start its workflow if *appeals* is passed."""
        by_plan = plan_for(self.policy, self.policy.topic(TOPIC), region, RECEPTION)
        carried = calendar_for_appeal(self.base_calendar, region, datetime.now(UTC))
        appeal, facts = register_appeal(by_plan, carried, TOPIC, region)
        async with self.engine.begin() as connection:
            await write_batch.save_batch(connection, batch_of(appeal, facts))
        if appeals is not None:
            await appeals.start_workflow(appeal)
        return AppealKey(appeal.id, appeal.number)

    async def facts(self, appeal: AppealKey) -> list[Fact]:
        """Return what happened to the appeal."""
        async with self.engine.connect() as connection:
            return await event_log.facts_of_appeal(connection, appeal.id)

    async def calendar_changes(self, appeal: AppealKey) -> list[CalendarChanged]:
        """Return the calendar changes that the appeal recorded."""
        return [fact.event for fact in await self.facts(appeal) if isinstance(fact.event, CalendarChanged)]

    async def count_remaining(self, version: str) -> int:
        """Return how many open appeals the change has not reached."""
        async with self.engine.connect() as connection:
            return await calendars.outdated_appeal_count(connection, version)
