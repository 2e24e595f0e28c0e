"""A calendar change under open appeals during intake: `python -m bench.benchmarks.calendar_change [APPEALS]`.

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

from api.openapi.request_examples import REQUEST_EXAMPLES
from bench.appeals import RECEPTION, REGION, AppealDriver, connect_appeals
from bench.environment import STOP_TIMEOUT_SECONDS, Environment, open_environment
from bench.figures import percentile
from domain.identity.people import Role
from domain.worktime.working_calendar import Calendar
from loaders.policy import policy_files
from runtime import temporal_client
from runtime.devstack.component import KomekProcess
from runtime.devstack.process import find_free_port, is_healthy
from runtime.settings import Settings
from store.database.engine import autocommit, create_engine
from store.reference import people
from store.reference.policies import synchronise_reference_data
from workflows.client import AppealClient
from workflows.names import TASK_QUEUE

MAX_CONCURRENT = 16
TALONS_PER_SECOND = 5  # during the whole measurement
BASELINE_SECONDS = 30  # seconds before the change
APPEALS_PER_SECOND = 50
POLL_SECONDS = 1.0
PERCENTILES = (50, 95, 99)

_CHANGED_COUNTS_SQL = text("""
SELECT count(*), count(DISTINCT appeal), count(*) FILTER (WHERE jsonb_array_length(data -> 'clocks') > 0)
FROM events WHERE type = 'calendar_changed'
""")


@dataclass(frozen=True, slots=True)
class CalendarChangeResult:
    """The measured figures."""

    appeals: int
    seconds: float
    events: int
    appeals_changed: int
    appeals_moved: int
    talon_ms_before: dict[str, float]
    talon_ms_during: dict[str, float]
    preview_seconds: float
    slowest_preview_page_seconds: float

    @property
    def appeals_per_second(self) -> float:
        """Return the number of appeals updated per second."""
        return self.appeals_changed / self.seconds


async def measure(
    parts: Environment, *, appeals: int, per_second: float, before: float
) -> CalendarChangeResult:
    """Open *appeals* appeals, and submit talons *before* and during the change of a day."""
    database = parts.create_database(f"moving{time.monotonic_ns()}")
    engine, settings = create_engine(database, pool_size=MAX_CONCURRENT), parts.settings(database)
    policy, calendar = policy_files.load_policy_with_calendar(
        Settings.model_fields["policies"].default, "kazakhstan"
    )
    async with engine.begin() as connection:
        await synchronise_reference_data(connection, policy, calendar)
    with parts.process("bench.worker", "ours", database):
        client = await temporal_client.connect(settings)
        await _start_appeals(engine, await connect_appeals(client, engine), appeals)
        await _wait_until_started(client)
    async with _api_and_worker(parts, engine, database) as (clerk, operator):
        alone = await _submit_talons(clerk, asyncio.create_task(asyncio.sleep(before)))
        days = [{"date": _next_working_day(calendar), "change": "day_off", "name": "Moved"}]
        base, pages = await _read_preview(operator, days)
        order = {
            "base_version": base,
            "days": days,
            "source": {"issued_by": "The bench", "reference": "bench/benchmarks/calendar_change.py"},
            "appeals_per_second": per_second,
        }
        began = time.perf_counter()
        version = (await _body_or_raise(operator, "/v1/calendars", order))["version"]
        meanwhile = await _submit_talons(clerk, asyncio.create_task(_wait_until_applied(operator, version)))
        seconds = time.perf_counter() - began
    async with autocommit(engine).connect() as connection:
        events, changed, moved = (await connection.execute(_CHANGED_COUNTS_SQL)).one()
    await engine.dispose()
    shares = _percentiles(alone), _percentiles(meanwhile)
    return CalendarChangeResult(appeals, seconds, events, changed, moved, *shares, sum(pages), max(pages))


async def _start_appeals(engine: AsyncEngine, appeals: AppealClient, number: int) -> None:
    office, turn = AppealDriver(), asyncio.Semaphore(MAX_CONCURRENT)

    async def one() -> None:
        async with turn:
            await office.register_and_start(engine, appeals)

    for start in range(0, number, 1000):
        await asyncio.gather(*(one() for _ in range(min(1000, number - start))))
        print(f"bench: {min(start + 1000, number)} of {number} appeals are open", flush=True)  # noqa: T201 - progress


async def _wait_until_started(client: Client) -> None:
    """Return when all started workflows run."""
    queue = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=TASK_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        report_stats=True,
    )
    backlog = 1
    while backlog:
        await asyncio.sleep(POLL_SECONDS)
        backlog = (await client.workflow_service.describe_task_queue(queue)).stats.approximate_backlog_count


@asynccontextmanager
async def _api_and_worker(
    parts: Environment, engine: AsyncEngine, database: str
) -> AsyncIterator[tuple[AsyncClient, AsyncClient]]:
    """Run the API and the worker as in production; yield clients of a clerk and of an operator."""
    port = find_free_port()
    environment = {
        **parts.process_environment(database),
        "KOMEK_API_PORT": str(port),
        "KOMEK_LOG_LEVEL": "warning",
    }
    programs = [
        KomekProcess(word, word, parts.folder, environment, STOP_TIMEOUT_SECONDS)
        for word in ("serve", "worker")
    ]
    try:
        for program in programs:
            program.start()
        await asyncio.to_thread(programs[0].wait_until_ready, lambda: is_healthy(port, "/readyz"))
        async with engine.begin() as connection:
            _, clerk = await people.create_person(connection, "Clerk", RECEPTION, Role.CLERK, REGION)
            _, operator = await people.create_person(
                connection, "Operator", "coordination-desk", Role.OPERATOR, ""
            )
        async with _http_client(port, clerk) as at_the_counter, _http_client(port, operator) as beside:
            yield at_the_counter, beside
    finally:
        for program in reversed(programs):
            program.stop()


async def _read_preview(operator: AsyncClient, days: list[dict[str, str]]) -> tuple[str, list[float]]:
    """Read all pages of the preview; return the base version, and the seconds per page."""
    pages, cursor = list[float](), None
    while True:
        began = time.perf_counter()
        asked = {"days": days, "limit": 200, "cursor": cursor}
        page = await _body_or_raise(operator, "/v1/calendars/preview", asked)
        pages.append(time.perf_counter() - began)
        cursor = page["next_cursor"]
        if cursor is None:
            return page["base_version"], pages


async def _submit_talons(clerk: AsyncClient, end: "asyncio.Task[None]") -> list[float]:
    """Submit talons at a fixed rate until *end*; return the milliseconds of each."""
    begin, submissions = time.perf_counter(), []
    for number in count():
        due = begin + number / TALONS_PER_SECOND
        await asyncio.sleep(due - time.perf_counter())
        if end.done():
            break
        submissions.append(asyncio.create_task(_submit_talon(clerk, due)))
    await end
    return await asyncio.gather(*submissions)


async def _submit_talon(clerk: AsyncClient, due: float) -> float:
    await _body_or_raise(clerk, "/v1/appeals", REQUEST_EXAMPLES["register_appeal"])
    return (time.perf_counter() - due) * 1000


async def _wait_until_applied(operator: AsyncClient, version: str) -> None:
    left = 1
    while left:
        await asyncio.sleep(POLL_SECONDS)
        left = (await operator.get(f"/v1/calendars/{version}")).json()["pending_appeals"]


async def _body_or_raise(client: AsyncClient, path: str, body: object) -> Any:
    answer = await client.post(path, json=body, headers={"Idempotency-Key": str(uuid4())})
    if answer.is_error:
        raise RuntimeError(f"{path} returned {answer.status_code}: {answer.text}")
    return answer.json()


def _http_client(port: int, token: str) -> AsyncClient:
    shown = {"Authorization": f"Bearer {token}"}
    return AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=shown, trust_env=False, timeout=600)


def _next_working_day(calendar: Calendar) -> str:
    today = datetime.now(UTC).date()
    ahead = (today + timedelta(days=number) for number in count(5))
    return next(day.isoformat() for day in ahead if calendar.is_working_day(day))


def _percentiles(milliseconds: list[float]) -> dict[str, float]:
    return {f"p{share}": round(percentile(milliseconds, share / 100), 1) for share in PERCENTILES}


def main() -> None:
    """Measure and print."""
    appeals = int(sys.argv[1]) if len(sys.argv) > 1 else 15_000
    with open_environment() as parts:
        moved = asyncio.run(
            measure(parts, appeals=appeals, per_second=APPEALS_PER_SECOND, before=BASELINE_SECONDS)
        )
    shown = {name: getattr(moved, name) for name in CalendarChangeResult.__slots__} | {
        "a_second": round(moved.appeals_per_second, 1)
    }
    print(json.dumps(shown, indent=2))  # noqa: T201 - the result


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)  # Temporal's threads may reach for an interpreter that is shutting down
