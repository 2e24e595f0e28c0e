"""Two hundred lives under load while every part is killed, and then all at once: none is lost."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from domain import events as e
from domain.events import Outcome
from domain.people import Role
from runtime.door import Answer, Door, client
from store import history, queries
from store.engine import connect
from tests.support.stacks import Stack, running

LIVES = 200
AT_ONCE = 12
RECEPTION, AGENCY, REGION = "reception-61", "social-protection-61", "61"
EXPECTED = Counter(
    {
        e.Registered: 1,
        e.TaskOpened: 2,
        e.TaskClaimed: 2,
        e.Referred: 1,
        e.TaskCompleted: 1,
        e.Closed: 1,
    }
)


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    """Run a whole Komek."""
    with running(tmp_path) as stack:
        yield stack


@dataclass
class Staff:
    """A clerk and an officer, each at a door of their own."""

    clerk: Door
    officer: Door

    @classmethod
    async def hired(cls, operator: Door) -> "Staff":
        """Enter both into the directory."""
        doors = []
        for organisation, role in ((RECEPTION, Role.CLERK), (AGENCY, Role.OFFICER)):
            body = {"name": f"A {role}", "organisation": organisation, "role": role, "region": REGION}
            entered = await operator.post("/v1/people", body, str(uuid4()))
            assert entered.is_good, entered
            doors.append(operator.of(entered.body["token"]))
        return cls(*doors)


async def live(staff: Staff, number: int) -> UUID:
    """Live one appeal through the API, from its talon to its outcome; every request may meet a death."""
    talon = await said(staff.clerk, "/v1/appeals", new_appeal(number))
    appeal = talon["id"]
    first = await main_task(staff.clerk, appeal)
    await said(staff.clerk, f"/v1/tasks/{first}/claim", {})
    referral = {"step": "agency", "reason": "competence", "text": "Тексеріп, көмек көрсетіңіз."}
    await said(staff.clerk, f"/v1/tasks/{first}/refer", referral)
    second = await main_task(staff.officer, appeal)
    await said(staff.officer, f"/v1/tasks/{second}/accept", {})
    await said(
        staff.officer, f"/v1/tasks/{second}/complete", {"outcome": "explained", "text": "Түсіндірілді."}
    )
    return UUID(appeal)


async def said(door: Door, path: str, body: dict[str, Any]) -> Any:
    """Ask until it is done, each time under the same key, and return the answer."""
    answer: Answer = await door.post(path, body, str(uuid4()))
    assert answer.is_good, (path, answer)
    return answer.body


async def main_task(door: Door, appeal: str) -> str:
    """Return the open task of the main path, as the door's person sees it."""
    answer = await door.get(f"/v1/appeals/{appeal}")
    assert answer.is_good, answer
    open_ones = [task for task in answer.body["tasks"] if task["state"] in ("ready", "offered", "claimed")]
    assert len(open_ones) == 1, answer.body
    return str(open_ones[0]["id"])


def new_appeal(number: int) -> dict[str, Any]:
    """Return an appeal of a family."""
    return {
        "channel": "reception",
        "language": "kk",
        "region": REGION,
        "reception": RECEPTION,
        "topic": "targeted-assistance",
        "text": f"Көпбалалы отбасымыз, № {number}. Атаулы әлеуметтік көмек керек.",
        "applicant": {"name": f"Өтініш беруші {number}"},
        "agency": AGENCY,
    }


async def lived(stack: Stack, deaths: Any) -> list[UUID]:
    """Live all lives while *deaths* go on beside them."""
    async with client(stack.url, AT_ONCE) as http:
        staff = await Staff.hired(Door(http, stack.token))
        turn = asyncio.Semaphore(AT_ONCE)

        async def in_turn(number: int) -> UUID:
            async with turn:
                return await live(staff, number)

        killing = asyncio.create_task(deaths)
        appeals = await asyncio.gather(*map(in_turn, range(LIVES)))
        await killing
    return appeals


async def check_all_ended_well(stack: Stack, appeals: list[UUID]) -> None:
    """Every talon honoured, every event once, none missing, no clock left."""
    engine = connect(stack.database_url)
    async with engine.connect() as connection:
        for appeal in appeals:
            await check_one(connection, appeal)
        known = await queries.open_appeals(connection, None, LIVES)
    await engine.dispose()
    assert len(set(appeals)) == LIVES
    assert known == []


async def check_one(connection: AsyncConnection, appeal: UUID) -> None:
    """See one life whole."""
    facts = await history.facts(connection, appeal)
    assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1))
    assert Counter(type(fact.event) for fact in facts) == EXPECTED
    ended = await history.appeal(connection, appeal)
    assert ended is not None
    assert ended.outcomes == (Outcome.EXPLAINED,)
    assert ended.clocks == ()


@pytest.mark.timeout(400)
async def test_lives_outlive_the_death_of_each_part(stack: Stack) -> None:
    async def deaths() -> None:
        for name in ("the worker", "the API", "Temporal", "PostgreSQL", "the worker"):
            await asyncio.sleep(3)
            stack.kill(name)

    appeals = await lived(stack, deaths())
    await check_all_ended_well(stack, appeals)


@pytest.mark.timeout(400)
async def test_lives_outlive_the_death_of_everything(stack: Stack) -> None:
    async def deaths() -> None:
        await asyncio.sleep(5)
        stack.kill_all()
        await asyncio.to_thread(stack.start)

    appeals = await lived(stack, deaths())
    await stack.is_ready()
    await check_all_ended_well(stack, appeals)
