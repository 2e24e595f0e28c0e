"""A day is moved under open appeals while the counter goes on: `python -m bench.moving [APPEALS]`.

Not a part of `./dev bench`: fifteen thousand appeals take about half an hour on two cores.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from httpx2 import AsyncClient
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

from api.openapi.request_examples import REQUESTS
from bench.appeals import RECEPTION, REGION, Office
from bench.environment import DRAIN, Stage, stage
from bench.figures import percentile
from domain.identity.people import Role
from domain.worktime.working_calendar import Calendar
from loaders.policy import policy_files
from runtime import temporal_client
from runtime.devstack.component import Program
from runtime.devstack.process import free_port, says_ok
from runtime.settings import Settings
from store.database.engine import at_once, connect
from store.reference import people
from store.reference.policies import sync
from workflows.client import Appeals
from workflows.names import TASK_QUEUE

AT_ONCE = 16
A_SECOND = 5  # talons, all the time
BEFORE = 30  # seconds
PER_SECOND = 50
GLANCE = 1.0
SHARES = (50, 95, 99)

_TOLD = text("""
SELECT count(*), count(DISTINCT appeal), count(*) FILTER (WHERE jsonb_array_length(data -> 'moved') > 0)
FROM events WHERE type = 'calendar_changed'
""")


@dataclass(frozen=True, slots=True)
class Moved:
    """What was measured."""

    appeals: int
    seconds: float
    events: int
    appeals_told: int
    moved: int
    talon_milliseconds_before: dict[str, float]
    talon_milliseconds_meanwhile: dict[str, float]
    preview_seconds: float
    longest_page_of_preview_seconds: float

    @property
    def a_second(self) -> float:
        """Return how many appeals were told in a second."""
        return self.appeals_told / self.seconds


async def measure(parts: Stage, *, appeals: int, per_second: float, before: float) -> Moved:
    """Open so many appeals, hand in talons for a while *before* a day is moved, and on until all are told."""
    database = parts.database(f"moving{time.monotonic_ns()}")
    engine, settings = connect(database, pool_size=AT_ONCE), parts.settings(database)
    policy, calendar = policy_files.load(Settings.model_fields["policies"].default, "kazakhstan")
    async with engine.begin() as connection:
        await sync(connection, policy, calendar)
    with parts.process("bench.worker", "ours", database):
        client = await temporal_client.connect(settings)
        await _begin(engine, Appeals(client), appeals)
        await _idle(client)
    async with _running(parts, engine, database) as (clerk, operator):
        alone = await _talons(clerk, asyncio.create_task(asyncio.sleep(before)))
        days = [{"day": _day_off(calendar), "turn": "off", "name": "Moved"}]
        base, pages = await _previewed(operator, days)
        order = {
            "base": base,
            "days": days,
            "source": {"ordered_by": "The bench", "written_in": "bench/calendar_change.py"},
            "per_second": per_second,
        }
        began = time.perf_counter()
        version = (await _good(operator, "/v1/calendars", order))["version"]
        meanwhile = await _talons(clerk, asyncio.create_task(_all_told(operator, version)))
        seconds = time.perf_counter() - began
    async with at_once(engine).connect() as connection:
        events, told, moved = (await connection.execute(_TOLD)).one()
    await engine.dispose()
    shares = _shares(alone), _shares(meanwhile)
    return Moved(appeals, seconds, events, told, moved, *shares, sum(pages), max(pages))


async def _begin(engine: AsyncEngine, appeals: Appeals, many: int) -> None:
    office, turn = Office(), asyncio.Semaphore(AT_ONCE)

    async def one() -> None:
        async with turn:
            await office.begin(engine, appeals)

    for start in range(0, many, 1000):
        await asyncio.gather(*(one() for _ in range(min(1000, many - start))))
        print(f"bench: {min(start + 1000, many)} of {many} appeals are open", flush=True)  # noqa: T201 - patience


async def _idle(client: Client) -> None:
    """Return when the workflows that were started have all begun."""
    queue = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=TASK_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        report_stats=True,
    )
    backlog = 1
    while backlog:
        await asyncio.sleep(GLANCE)
        backlog = (await client.workflow_service.describe_task_queue(queue)).stats.approximate_backlog_count


@asynccontextmanager
async def _running(
    parts: Stage, engine: AsyncEngine, database: str
) -> AsyncIterator[tuple[AsyncClient, AsyncClient]]:
    """Run API and worker as in production, with a clerk and an operator at the door."""
    port = free_port()
    environment = {**parts.environment(database), "KOMEK_API_PORT": str(port), "KOMEK_LOG_LEVEL": "warning"}
    programs = [Program(word, word, parts.folder, environment, DRAIN) for word in ("serve", "worker")]
    try:
        for program in programs:
            program.start()
        await asyncio.to_thread(programs[0].wait_until, lambda: says_ok(port, "/readyz"))
        async with engine.begin() as connection:
            _, clerk = await people.create_person(connection, "Clerk", RECEPTION, Role.CLERK, REGION)
            _, operator = await people.create_person(
                connection, "Operator", "coordination-desk", Role.OPERATOR, ""
            )
        async with _client(port, clerk) as at_the_counter, _client(port, operator) as beside:
            yield at_the_counter, beside
    finally:
        for program in reversed(programs):
            program.stop()


async def _previewed(operator: AsyncClient, days: list[dict[str, str]]) -> tuple[str, list[float]]:
    """Read the preview to its end; return the version that would be changed, and the seconds of each page."""
    pages, cursor = list[float](), None
    while True:
        began = time.perf_counter()
        asked = {"days": days, "limit": 200, "cursor": cursor}
        told = await _good(operator, "/v1/calendars/preview", asked)
        pages.append(time.perf_counter() - began)
        cursor = told["next"]
        if cursor is None:
            return told["base"], pages


async def _talons(clerk: AsyncClient, end: "asyncio.Task[None]") -> list[float]:
    """Hand in talons, each when it is due, until *end*; return the milliseconds that each took."""
    begin, given = time.perf_counter(), []
    for number in count():
        due = begin + number / A_SECOND
        await asyncio.sleep(due - time.perf_counter())
        if end.done():
            break
        given.append(asyncio.create_task(_talon(clerk, due)))
    await end
    return await asyncio.gather(*given)


async def _talon(clerk: AsyncClient, due: float) -> float:
    await _good(clerk, "/v1/appeals", REQUESTS["register_appeal"])
    return (time.perf_counter() - due) * 1000


async def _all_told(operator: AsyncClient, version: str) -> None:
    left = 1
    while left:
        await asyncio.sleep(GLANCE)
        left = (await operator.get(f"/v1/calendars/{version}")).json()["left"]


async def _good(client: AsyncClient, path: str, body: object) -> Any:
    answer = await client.post(path, json=body, headers={"Idempotency-Key": str(uuid4())})
    if answer.is_error:
        raise RuntimeError(f"{path} said {answer.status_code}: {answer.text}")
    return answer.json()


def _client(port: int, token: str) -> AsyncClient:
    shown = {"Authorization": f"Bearer {token}"}
    return AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=shown, trust_env=False, timeout=600)


def _day_off(calendar: Calendar) -> str:
    today = datetime.now(UTC).date()
    ahead = (today + timedelta(days=number) for number in count(5))
    return next(day.isoformat() for day in ahead if calendar.is_working_day(day))


def _shares(milliseconds: list[float]) -> dict[str, float]:
    return {f"p{share}": round(percentile(milliseconds, share / 100), 1) for share in SHARES}


def main() -> None:
    """Measure and print."""
    appeals = int(sys.argv[1]) if len(sys.argv) > 1 else 15_000
    with stage() as parts:
        moved = asyncio.run(measure(parts, appeals=appeals, per_second=PER_SECOND, before=BEFORE))
    shown = {name: getattr(moved, name) for name in Moved.__slots__} | {"a_second": round(moved.a_second, 1)}
    print(json.dumps(shown, indent=2))  # noqa: T201 - what was asked for


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)  # Temporal's threads may reach for an interpreter that is half gone
