"""Many appeals under load while every part is killed, and then all at once: none is lost."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from domain import events as e
from domain.events import ApplicantNotified, Decided
from domain.state.clock import ClockKind
from domain.state.task import Outcome
from runtime.api_client import ApiClient, http_client
from store import queries
from store.appeals import event_log
from store.database.engine import create_engine
from tests.support.chaos.appeal_run import Staff, run_appeal
from tests.support.chaos.killable_stack import KillableStack, running_stack
from tests.support.scale import scaled

LIVES = scaled(36, 200)
AT_ONCE = 12
SECONDS_BETWEEN_DEATHS = scaled(1.5, 3.0)
EXPECTED = Counter(
    {
        e.Registered: 1,
        e.TaskOpened: 4,  # the counter, the agency, and two notices: of the transfer and of the decision
        e.TaskClaimed: 2,
        e.Referred: 1,
        e.TaskCompleted: 1,
        Decided: 1,
        e.Closed: 1,
        ApplicantNotified: 2,
    }
)


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[KillableStack]:
    """Run a whole Komek."""
    with running_stack(tmp_path) as stack:
        yield stack


async def lived(stack: KillableStack, deaths: Any) -> list[UUID]:
    """Run all appeals while *deaths* kills processes beside them."""
    async with http_client(stack.url, AT_ONCE) as http:
        staff = await Staff.register(ApiClient(http, stack.token))
        turn = asyncio.Semaphore(AT_ONCE)

        async def in_turn(number: int) -> UUID:
            async with turn:
                return await run_appeal(staff, number)

        killing = asyncio.create_task(deaths)
        appeals = await asyncio.gather(*map(in_turn, range(LIVES)))
        await killing
    return appeals


async def check_all_ended_well(stack: KillableStack, appeals: list[UUID]) -> None:
    """Every talon honoured, every event once, none missing, no clock left but the time to complain."""
    engine = create_engine(stack.database_url)
    try:
        async with engine.connect() as connection:
            for appeal in appeals:
                await check_one(connection, appeal)
            known = await queries.watched_appeals(connection, None, LIVES)
    finally:
        await engine.dispose()
    assert len(set(appeals)) == LIVES
    assert {each.id for each in known} == set(appeals)


async def check_one(connection: AsyncConnection, appeal: UUID) -> None:
    """See one life whole."""
    facts = await event_log.facts_of_appeal(connection, appeal)
    assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1))
    assert Counter(type(fact.event) for fact in facts) == EXPECTED
    ended = await event_log.load_appeal(connection, appeal)
    assert ended is not None
    assert ended.progress.outcomes == (Outcome.EXPLAINED,)
    assert [clock.kind for clock in ended.clocks] == [ClockKind.COMPLAINT_WINDOW]


@pytest.mark.timeout(400)
async def test_lives_outlive_the_death_of_each_part_and_of_everything(stack: KillableStack) -> None:
    async def deaths() -> None:
        for name in ("the worker", "the API", "Temporal", "PostgreSQL", "the worker"):
            await asyncio.sleep(SECONDS_BETWEEN_DEATHS)
            stack.kill(name)
        await stack.wait_until_ready()
        stack.kill_all()
        await asyncio.to_thread(stack.start)

    appeals = await lived(stack, deaths())
    await stack.wait_until_ready()
    await check_all_ended_well(stack, appeals)
