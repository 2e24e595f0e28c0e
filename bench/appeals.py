"""Appeals for the benchmarks: registered under the policy of Kazakhstan, and handled to their outcome."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import cast
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from domain import commands as c
from domain.decide.registration import register
from domain.events import Fact, Registered
from domain.evolve.appeal import record
from domain.identity.people import Person, Role
from domain.identity.uuid7 import uuid7
from domain.law.applicable_law import NO_LAW
from domain.policy.plan import Plan, Step
from domain.policy.routing import plan_for
from domain.rules.statute import first_statute_clock
from domain.state.appeal import Appeal
from domain.state.task import ReferralReason, TaskOutcome
from domain.worktime.working_calendar import Calendar
from loaders.policy import policy_files
from runtime.settings import Settings
from schemas.wire.documents import reference_to, resolve
from schemas.wire.messages import CommandBatch
from store.appeals import write_batch
from store.appeals.documents import load_documents
from store.database.engine import autocommit
from store.reference import installation
from workflows.client import AppealClient
from workflows.names import appeal_workflow_id

REGION, RECEPTION, TOPIC = "61", "reception-61", "housing-queue"
COMMANDS_PER_RUN = 4
"""The commands of one full run: claim, refer, accept, complete."""

_OPEN_TASK = text("SELECT id FROM tasks WHERE appeal = :appeal AND open")


async def read_command_key(engine: AsyncEngine) -> bytes:
    """Return the key by which the processes on this database seal their commands."""
    async with engine.connect() as connection:
        return await installation.command_key(connection)


async def connect_appeals(client: Client, engine: AsyncEngine) -> AppealClient:
    """Return a client whose commands the workers on this database know as theirs."""
    return AppealClient(client, command_key=await read_command_key(engine))


class AppealDriver:
    """Drives appeals as a clerk of one reception and an officer of one agency."""

    def __init__(self) -> None:
        """Use the shipped policy `kazakhstan`."""
        policy, self.calendar = policy_files.load_policy_with_calendar(
            Settings.model_fields["policies"].default, "kazakhstan"
        )
        self.plan = plan_for(policy, policy.topic(TOPIC), REGION, RECEPTION)
        agency = self.plan.steps[1].group.organisation
        self._calendars: dict[int, Calendar] = {}
        self.clerk = Person(uuid4(), RECEPTION, Role.CLERK, REGION)
        self.officer = Person(uuid4(), agency, Role.OFFICER, REGION)

    async def register_and_start(self, engine: AsyncEngine, appeals: AppealClient) -> Appeal:
        """Register a new appeal in PostgreSQL and start its workflow."""
        now = datetime.now(UTC)
        calendar = self._calendars.get(now.year) or self.calendar.slice_for(now.year)
        appeal, facts = register_appeal(self.plan, calendar, now, self.clerk)
        await save_registration(engine, appeal, facts)
        if now.year not in self._calendars:
            await self._use_stored_documents(engine, calendar, now.year)
        await appeals.start_workflow(appeal)
        return appeal

    async def _use_stored_documents(self, engine: AsyncEngine, calendar: Calendar, year: int) -> None:
        """Register with the stored plan and calendar from now on, as appeals have them that are loaded."""
        plan, own = reference_to(self.plan), reference_to(calendar)
        async with autocommit(engine).connect() as connection:
            await load_documents(connection, [plan, own])
        self.plan, self._calendars[year] = cast("Plan", resolve(plan)), cast("Calendar", resolve(own))

    async def claim_first_task(self, appeals: AppealClient, appeal: Appeal) -> None:
        """Claim the first task of *appeal*."""
        await appeals.send_command(appeal.number, c.Claim(self.clerk, appeal.open_tasks[0].id), uuid4())

    async def full_run(self, engine: AsyncEngine, appeals: AppealClient) -> AsyncIterator[str]:
        """Handle one appeal to its outcome; yield the workflow id after the start and after each command."""
        appeal = await self.register_and_start(engine, appeals)
        workflow_id = appeal_workflow_id(appeal.number)
        yield workflow_id
        await self.claim_first_task(appeals, appeal)
        yield workflow_id
        refer = c.Refer(self.clerk, appeal.open_tasks[0].id, Step.AGENCY, ReferralReason.OTHER_COMPETENT_BODY)
        await appeals.send_command(appeal.number, refer, uuid4())
        yield workflow_id
        async with autocommit(engine).connect() as connection:
            task = await connection.scalar(_OPEN_TASK, {"appeal": appeal.id})
        await appeals.send_command(appeal.number, c.Accept(self.officer, task), uuid4())
        yield workflow_id
        await appeals.send_command(
            appeal.number, c.Complete(self.officer, task, TaskOutcome.RESOLVED), uuid4()
        )
        yield workflow_id


def register_appeal(
    plan: Plan, calendar: Calendar, at: datetime, by: Person
) -> tuple[Appeal, tuple[Fact, ...]]:
    """Return a new appeal received *at* that time, and its first facts."""
    registered_at = calendar.registered_at(at)
    intake = Registered(
        appeal=uuid7(at, os.urandom(10)),
        number=f"HK-{at.year}-{uuid4().int % 10**12:012d}-0",
        channel="counter",
        language="kk",
        topic=TOPIC,
        region=REGION,
        reception=RECEPTION,
        received_at=at,
        registered_at=registered_at,
        statute_clock=first_statute_clock(plan, NO_LAW, at, registered_at),
        plan=plan,
        calendar=calendar,
    )
    return record(None, register(intake), at, by)


async def save_registration(engine: AsyncEngine, appeal: Appeal, facts: tuple[Fact, ...]) -> None:
    """Write the first facts of *appeal* and its rows."""
    async with autocommit(engine).connect() as connection:
        await write_batch.save_batch(connection, CommandBatch.from_facts(appeal, facts))
