"""The workflow driver: appeals that are registered in Postgres and carried by a real workflow."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from domain import commands as c
from domain.decide.registration import register
from domain.events import Fact
from domain.evolve.appeal import record
from domain.identity.people import Group, Person, Role
from domain.identity.uuid7 import uuid7
from domain.policy.escalation import Escalation, EscalationLevel, EscalationTarget
from domain.policy.plan import ROLE_OF_STEP, Limits, Plan, ReceiptPlan, Schedule, Specialty, Step, StepPlan
from domain.state.appeal import Appeal
from domain.state.task import Task
from domain.worktime.terms import Term
from domain.worktime.utc_offsets import UtcOffset
from domain.worktime.working_calendar import Calendar
from schemas.wire.messages import CommandResult
from store.appeals import event_log, write_batch
from tests.support.domain.builders import CasePlan, make_intake
from tests.support.store.recorded_appeal import batch_of
from workflows.client import AppealClient

ROUND_THE_CLOCK_CALENDAR = Calendar(
    version="round-the-clock-1",
    timezone="Asia/Almaty",
    offsets=(UtcOffset(datetime(2024, 2, 29, 19, tzinfo=UTC), 300),),
    opening_time=time.min,
    closing_time=time.max,
    days_off=(),
    extra_working_days=(),
    estimated_days_off=(),
    first_day=date(2024, 3, 2),
    last_day=date(2060, 12, 31),
    always_open=True,
)
ESCALATION = Escalation(
    (
        EscalationLevel(Term.parse("0wh"), EscalationTarget.HOLDER),
        EscalationLevel(Term.parse("2wh"), EscalationTarget.SUPERVISOR),
        EscalationLevel(Term.parse("4wh"), EscalationTarget.HEAD),
        EscalationLevel(Term.parse("6wh"), EscalationTarget.FALLBACK),
        EscalationLevel(Term.parse("8wh"), EscalationTarget.OPERATOR),
    ),
    Term.parse("24wh"),
)
DEMANDS = (UUID(int=1), UUID(int=2))
RECEPTION, AGENCY, LAWYERS, SPONSOR_FUND = "reception-61", "housing-61", "legal-aid-61", "fund-61"
REGION = "61"


def make_person(organisation: str, role: Role, region: str = REGION) -> Person:
    """Return a new person."""
    return Person(uuid4(), organisation, role, region)


CLERK = make_person(RECEPTION, Role.CLERK)
OFFICER = make_person(AGENCY, Role.OFFICER)
LAWYER = make_person(LAWYERS, Role.SPECIALIST)
SPONSOR = make_person(SPONSOR_FUND, Role.SPONSOR)


def make_plan(*, receipt: bool = False) -> CasePlan:
    """Return a plan in hours round the clock: step 20 h, acceptance 4 h, lease 10 h, statute 100 h."""

    def step(step: Step, organisation: str) -> StepPlan:
        return StepPlan(
            step,
            Group(organisation, ROLE_OF_STEP[step]),
            Schedule(Term.parse("20wh"), (50, 75), ESCALATION),
            Schedule(Term.parse("4wh"), (), ESCALATION),
            Term.parse("10wh"),
        )

    return CasePlan(
        policy="test-1",
        statute=Schedule(Term.parse("100wh"), (50, 75), ESCALATION),
        steps=(
            step(Step.RECEPTION, RECEPTION),
            step(Step.AGENCY, AGENCY),
            step(Step.SPECIALIST, LAWYERS),
            step(Step.SPONSOR, SPONSOR_FUND),
        ),
        side_task=step(Step.SPECIALIST, LAWYERS),
        specialists=((Specialty.LAWYER, Group(LAWYERS, Role.SPECIALIST)),),
        fallback=Group("fallback", Role.OPERATOR),
        limits=Limits(Term.parse("50wh"), 3, Term.parse("40wh"), Term.parse("2mo"), 1, Term.parse("30cd"), 3),
        receipt=ReceiptPlan(Term.parse("24wh"), Schedule(Term.parse("8wh"), (), ESCALATION))
        if receipt
        else None,
    )


def register_appeal(
    by_plan: Plan,
    calendar: Calendar = ROUND_THE_CLOCK_CALENDAR,
    topic: str = "housing",
    region: str = REGION,
) -> tuple[Appeal, tuple[Fact, ...]]:
    """Return a new appeal and its first facts."""
    now = datetime.now(UTC)
    intake = make_intake(
        by_plan,
        calendar,
        now,
        appeal=uuid7(now, os.urandom(10)),
        number=f"HK-2026-{uuid4().int % 10**8:08d}-0",
        topic=topic,
        region=region,
        reception=RECEPTION,
        demands=DEMANDS,
    )
    return record(None, register(intake), now, CLERK)


@dataclass
class LiveAppeal:
    """The workflow driver: one appeal whose commands go through the client to its workflow."""

    engine: AsyncEngine
    appeals: AppealClient
    id: UUID
    number: str

    @classmethod
    async def begin(
        cls, engine: AsyncEngine, appeals: AppealClient, by_plan: CasePlan | None = None
    ) -> "LiveAppeal":
        """Register a new appeal in Postgres and start its workflow."""
        appeal, facts = register_appeal(by_plan or make_plan())
        async with engine.begin() as connection:
            await write_batch.save_batch(connection, batch_of(appeal, facts))
        await appeals.start_workflow(appeal)
        return cls(engine, appeals, appeal.id, appeal.number)

    async def send_command(
        self, command: c.PersonCommand, given: UUID | None = None, accepted_at: datetime | None = None
    ) -> CommandResult:
        """Give a command and return its answer."""
        return await self.appeals.send_command(
            self.number, command, given or uuid4(), accepted_at=accepted_at
        )

    async def read_appeal(self) -> Appeal:
        """Return the appeal as Postgres remembers it."""
        async with self.engine.connect() as connection:
            appeal = await event_log.load_appeal(connection, self.id)
        assert appeal is not None
        return appeal

    async def read_facts(self) -> list[Fact]:
        """Return all that Postgres remembers."""
        async with self.engine.connect() as connection:
            return await event_log.facts_of_appeal(connection, self.id)

    async def read_main_task(self) -> Task:
        """Return the open task of the main path."""
        task = (await self.read_appeal()).main_task
        assert task is not None
        return task


HOUR = timedelta(hours=1)
