"""A calendar changes under hundreds of open appeals while registration continues and workers are killed."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest

from domain.events import CalendarChanged
from runtime.api_client import ApiClient, http_client
from store.appeals import event_log
from store.database.engine import create_engine
from tests.support.chaos.appeal_run import Staff, appeal_body, request_until_done
from tests.support.chaos.killable_stack import KillableStack, running_stack
from tests.support.scale import scaled

BEFORE, MEANWHILE, AT_ONCE = scaled(50, 300), scaled(12, 60), 12
PER_SECOND = scaled(20.0, 60.0)
PATIENCE = 240.0


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[KillableStack]:
    """Run a whole Komek."""
    with running_stack(tmp_path) as stack:
        yield stack


async def registered(staff: Staff, many: int) -> list[UUID]:
    """Take so many appeals in, some at a time."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> UUID:
        async with turn:
            return UUID((await request_until_done(staff.clerk, "/v1/appeals", appeal_body(number)))["id"])

    return await asyncio.gather(*map(one, range(many)))


async def changed(operator: ApiClient) -> str:
    """Order the next working day but four to be off: every open term runs over it."""
    base = (await operator.get("/v1/calendars")).body["items"][0]["version"]
    known = (await operator.get(f"/v1/calendars/{base}")).body
    ahead = (datetime.now(UTC).date() + timedelta(days=number) for number in count(5))
    day = next(each for each in ahead if each.weekday() < 5 and each.isoformat() not in known["days_off"])
    body = {
        "base_version": base,
        "days": [{"date": day.isoformat(), "change": "day_off", "name": "Демалыс"}],
        "source": {"issued_by": "Үкімет", "reference": "Қаулы № 1"},
        "appeals_per_second": PER_SECOND,
    }
    return str((await request_until_done(operator, "/v1/calendars", body))["version"])


async def left(operator: ApiClient, version: str) -> int:
    """Return how many open appeals the change has not reached."""
    answer = await operator.get(f"/v1/calendars/{version}")
    assert answer.is_success, answer
    return int(answer.body["pending_appeals"])


async def until(operator: ApiClient, version: str, most: int) -> None:
    """Wait until at most so many are left."""
    deadline = time.monotonic() + PATIENCE
    while await left(operator, version) > most:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.2)


@pytest.mark.timeout(600)
async def test_calendar_change_reaches_each_appeal_exactly_once(stack: KillableStack) -> None:
    async with http_client(stack.url, AT_ONCE) as http:
        operator = ApiClient(http, stack.token)
        staff = await Staff.register(operator)
        before = await registered(staff, BEFORE)
        version = await changed(operator)
        arriving = asyncio.create_task(registered(staff, MEANWHILE))
        for most in (2 * BEFORE // 3, BEFORE // 3):
            await until(operator, version, most)
            stack.kill("the worker")
        appeals = [*before, *await arriving]
        await until(operator, version, 0)
        await asyncio.sleep(1)
    engine = create_engine(stack.database_url)
    async with engine.connect() as connection:
        for appeal in appeals:
            facts = await event_log.facts_of_appeal(connection, appeal)
            changes = [fact.event for fact in facts if isinstance(fact.event, CalendarChanged)]
            living = await event_log.load_appeal(connection, appeal)
            assert living is not None
            assert living.calendar.version == version
            assert len(changes) == 1 if appeal in before else len(changes) <= 1
            assert all(each.clocks for each in changes)
    await engine.dispose()
