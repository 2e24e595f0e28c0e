"""Appeals to measure with: registered under the rules of Kazakhstan, and people who bring them to an end."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain import commands as c
from domain.decide.registration import Intake, register
from domain.events import Fact
from domain.evolve.appeal import record
from domain.identity.people import Person, Role
from domain.identity.uuid7 import uuid7
from domain.policy.plan import Plan, Step
from domain.policy.routing import plan_for
from domain.state.appeal import Appeal
from domain.state.task import ReferralReason, TaskOutcome
from domain.worktime.working_calendar import Calendar
from loaders.policy import policy_files
from runtime.settings import Settings
from schemas.wire.messages import Batch
from store.appeals import write_batch
from store.database.engine import at_once
from workflows.client import Appeals
from workflows.names import workflow_id

REGION, RECEPTION, TOPIC = "61", "reception-61", "housing-queue"
VERBS = 4
"""Human tasks of one life: claim, refer, accept, complete."""

_OPEN_TASK = text("SELECT id FROM tasks WHERE appeal = :appeal AND open")


class Office:
    """One reception and one agency, with somebody at work in each."""

    def __init__(self) -> None:
        """Work by the policy that an installation comes with."""
        policy, self.calendar = policy_files.load(Settings.model_fields["policies"].default, "kazakhstan")
        self.plan = plan_for(policy, policy.topic(TOPIC), REGION, RECEPTION)
        agency = self.plan.steps[1].group.organisation
        self.clerk = Person(uuid4(), RECEPTION, Role.CLERK, REGION)
        self.officer = Person(uuid4(), agency, Role.OFFICER, REGION)

    async def begin(self, engine: AsyncEngine, appeals: Appeals) -> Appeal:
        """Register a new appeal in Postgres and start its workflow."""
        now = datetime.now(UTC)
        appeal, facts = registered(self.plan, self.calendar.since(now.year), now, self.clerk)
        await write(engine, appeal, facts)
        await appeals.start(appeal)
        return appeal

    async def claim(self, appeals: Appeals, appeal: Appeal) -> None:
        """Take the first task of *appeal* in hand."""
        await appeals.give(appeal.id, c.Claim(self.clerk, appeal.open_tasks[0].id), uuid4())

    async def life(self, engine: AsyncEngine, appeals: Appeals) -> AsyncIterator[str]:
        """Bring one appeal to its outcome; yield its workflow's id after its start and each human task."""
        appeal = await self.begin(engine, appeals)
        carried = workflow_id(appeal.id)
        yield carried
        await self.claim(appeals, appeal)
        yield carried
        refer = c.Refer(self.clerk, appeal.open_tasks[0].id, Step.AGENCY, ReferralReason.COMPETENCE)
        await appeals.give(appeal.id, refer, uuid4())
        yield carried
        async with at_once(engine).connect() as connection:
            task = await connection.scalar(_OPEN_TASK, {"appeal": appeal.id})
        await appeals.give(appeal.id, c.Accept(self.officer, task), uuid4())
        yield carried
        await appeals.give(appeal.id, c.Complete(self.officer, task, TaskOutcome.RESOLVED), uuid4())
        yield carried


def registered(plan: Plan, calendar: Calendar, at: datetime, by: Person) -> tuple[Appeal, tuple[Fact, ...]]:
    """Return a new appeal received *at* that moment, and its first facts."""
    intake = Intake(
        appeal=uuid7(at, os.urandom(10)),
        number=f"HK-{at.year}-{uuid4().int % 10**12:012d}-0",
        channel="reception",
        language="kk",
        topic=TOPIC,
        region=REGION,
        reception=RECEPTION,
        received_at=at,
        plan=plan,
        calendar=calendar,
    )
    return record(None, register(intake), at, by)


async def write(engine: AsyncEngine, appeal: Appeal, facts: tuple[Fact, ...]) -> None:
    """Write the first facts of *appeal* and its rows."""
    async with at_once(engine).connect() as connection:
        await write_batch.save(connection, Batch.of(appeal, facts))
