"""Appeals for tests that need the real parts: registered in Postgres, carried by a real workflow."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from domain import commands as c
from domain.decide.registration import Intake, register
from domain.events import Fact
from domain.evolve.appeal import record
from domain.identity.people import Group, Person, Role
from domain.identity.uuid7 import uuid7
from domain.policy.escalation import Ladder, Level, Rank
from domain.policy.plan import WORKER_OF, Limits, Plan, ReceiptPlan, Schedule, Specialty, Step, StepPlan
from domain.state.appeal import Appeal
from domain.state.task import Task
from domain.worktime.terms import Term
from domain.worktime.utc_offsets import Offset
from domain.worktime.working_calendar import Calendar
from schemas.wire.messages import Answer, Batch
from store.appeals import event_log, write_batch
from workflows.client import Appeals

ROUND_THE_CLOCK = Calendar(
    version="round-the-clock-1",
    timezone="Asia/Almaty",
    offsets=(Offset(datetime(2024, 2, 29, 19, tzinfo=UTC), 300),),
    opens=time.min,
    closes=time.max,
    days_off=(),
    days_on=(),
    estimated=(),
    first=date(2024, 3, 2),
    last=date(2060, 12, 31),
    always_open=True,
)
LADDER = Ladder(
    (
        Level(Term.parse("0wh"), Rank.HOLDER),
        Level(Term.parse("2wh"), Rank.SUPERVISOR),
        Level(Term.parse("4wh"), Rank.HEAD),
        Level(Term.parse("6wh"), Rank.FALLBACK),
        Level(Term.parse("8wh"), Rank.OPERATOR),
    ),
    Term.parse("24wh"),
)
DEMANDS = (UUID(int=1), UUID(int=2))
RECEPTION, AGENCY, LAWYERS, FUND = "reception-61", "housing-61", "legal-aid-61", "fund-61"
REGION = "61"


def person(organisation: str, role: Role, region: str = REGION) -> Person:
    """Return somebody new."""
    return Person(uuid4(), organisation, role, region)


CLERK = person(RECEPTION, Role.CLERK)
OFFICER = person(AGENCY, Role.OFFICER)
LAWYER = person(LAWYERS, Role.SPECIALIST)
SPONSOR = person(FUND, Role.SPONSOR)


def plan(*, receipt: bool = False) -> Plan:
    """Return a plan in hours round the clock: step 20 h, acceptance 4 h, lease 10 h, statute 100 h."""

    def step(step: Step, organisation: str) -> StepPlan:
        return StepPlan(
            step,
            Group(organisation, WORKER_OF[step]),
            Schedule(Term.parse("20wh"), (50, 75), LADDER),
            Schedule(Term.parse("4wh"), (), LADDER),
            Term.parse("10wh"),
        )

    return Plan(
        policy="test-1",
        statute=Schedule(Term.parse("100wh"), (50, 75), LADDER),
        steps=(
            step(Step.RECEPTION, RECEPTION),
            step(Step.AGENCY, AGENCY),
            step(Step.SPECIALIST, LAWYERS),
            step(Step.SPONSOR, FUND),
        ),
        side=step(Step.SPECIALIST, LAWYERS),
        specialists=((Specialty.LAWYER, Group(LAWYERS, Role.SPECIALIST)),),
        fallback=Group("fallback", Role.OPERATOR),
        limits=Limits(Term.parse("50wh"), 3, Term.parse("40wh"), Term.parse("2mo"), 1, Term.parse("30cd"), 3),
        receipt=ReceiptPlan(Term.parse("24wh"), Schedule(Term.parse("8wh"), (), LADDER)) if receipt else None,
    )


def registered(
    by_plan: Plan, calendar: Calendar = ROUND_THE_CLOCK, topic: str = "housing", region: str = REGION
) -> tuple[Appeal, tuple[Fact, ...]]:
    """Return a new appeal and its first facts."""
    now = datetime.now(UTC)
    intake = Intake(
        appeal=uuid7(now, os.urandom(10)),
        number=f"HK-2026-{uuid4().int % 10**8:08d}-0",
        channel="reception",
        language="kk",
        topic=topic,
        region=region,
        reception=RECEPTION,
        received_at=now,
        plan=by_plan,
        calendar=calendar,
        demands=DEMANDS,
    )
    return record(None, register(intake), now, CLERK)


def batch(appeal: Appeal, facts: tuple[Fact, ...]) -> Batch:
    """Return what the workflow would send to be recorded."""
    return Batch.of(appeal, facts, facts[0].seq - 1)


@dataclass
class Life:
    """One appeal, lived through the front door."""

    engine: AsyncEngine
    appeals: Appeals
    id: UUID

    @classmethod
    async def begin(cls, engine: AsyncEngine, appeals: Appeals, by_plan: Plan | None = None) -> "Life":
        """Register a new appeal in Postgres and start its workflow."""
        appeal, facts = registered(by_plan or plan())
        async with engine.begin() as connection:
            await write_batch.save(connection, batch(appeal, facts))
        await appeals.start(appeal)
        return cls(engine, appeals, appeal.id)

    async def give(self, command: c.PersonCommand, given: UUID | None = None) -> Answer:
        """Give a command and return its answer."""
        return await self.appeals.give(self.id, command, given or uuid4())

    async def appeal(self) -> Appeal:
        """Return the appeal as Postgres remembers it."""
        async with self.engine.connect() as connection:
            appeal = await event_log.appeal(connection, self.id)
        assert appeal is not None
        return appeal

    async def facts(self) -> list[Fact]:
        """Return all that Postgres remembers."""
        async with self.engine.connect() as connection:
            return await event_log.facts(connection, self.id)

    async def main_task(self) -> Task:
        """Return the open task of the main path."""
        task = (await self.appeal()).main_task
        assert task is not None
        return task


HOUR = timedelta(hours=1)
