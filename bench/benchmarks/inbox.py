"""Pages of the inbox with ten thousand, a hundred thousand and a million open tasks."""

import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bench.environment import Environment
from bench.figures import Measurement, percentile
from domain.identity.people import Group, Role
from store.database.engine import autocommit, create_engine
from store.queries.inbox import InboxFilter, InboxPosition, TaskRecord, inbox_page

GROUP_COUNT, CROWDED_SHARE = 300, 5
"""The tasks are spread over the groups, except every fifth task, which is in one crowded group."""

PAGE_SIZE = 50
WARM_UP = 50
INSERT_BATCH = 50_000
DUE_SPREAD = timedelta(days=20)

_INSERT_TASKS = text(f"""
INSERT INTO tasks (id, appeal, seq, version, purpose, step, organisation, role, state, holder,
    opened_at, state_since, due_at, mandatory, number, topic, region, statutory_due_at, needs_attention,
    urgent)
SELECT
    (lpad(to_hex(1767225600000 + n), 12, '0') || '7' || left(md5(n::text), 3) || '8'
        || right(md5(n::text), 15))::uuid,
    gen_random_uuid(), 2, 2, 'work', 'agency',
    'agency-' || CASE WHEN n % {CROWDED_SHARE} = 0 THEN 0
        ELSE 1 + floor(random() * {GROUP_COUNT})::integer END,
    'officer',
    (ARRAY['ready', 'ready', 'offered', 'claimed', 'claimed', 'held'])[1 + floor(random() * 6)::integer],
    CASE WHEN n % 3 = 0 THEN gen_random_uuid() END, now(), now(),
    CASE WHEN n % 20 > 0 THEN now() + (random() - 0.2) * interval '{DUE_SPREAD.days} days' END, true,
    'HK-2026-' || n, 'housing', '61', now() + random() * interval '{DUE_SPREAD.days} days', n % 50 = 0,
    false
FROM generate_series(:first ::bigint, :last ::bigint) AS n
""")  # noqa: S608 - only constants are inserted

_INDEXES = text("""
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'tasks' AND indexname <> 'tasks_pkey'
""")
_VACUUM = text("VACUUM (ANALYZE) tasks")
_COLUMNS = ", ".join(each.name for each in fields(TaskRecord) if each.name != "holder_name")
_BASELINE_PAGE = text(f"SELECT {_COLUMNS} FROM tasks WHERE id > :id ORDER BY id LIMIT {PAGE_SIZE + 1}")  # noqa: S608 - the same


@dataclass(frozen=True, slots=True)
class PageTimes:
    """The durations of pages for one size, in milliseconds."""

    inbox_ms: list[float] = field(default_factory=list)
    baseline_ms: list[float] = field(default_factory=list)


async def measure(parts: Environment, *, sizes: tuple[int, ...], pages: int) -> Measurement:
    """Fill a database for each of *sizes*, then read *pages* pages from each in turn."""
    times, filled = {size: PageTimes() for size in sizes}, {}
    async with AsyncExitStack() as open_ones:
        connections = {}
        for size in sizes:
            engine = create_engine(parts.create_database(f"inbox_{size}"))
            open_ones.push_async_callback(engine.dispose)
            filled[size] = await _insert_tasks(engine, size)
            connections[size] = await open_ones.enter_async_context(autocommit(engine).connect())
        reader = _PageReader(Random(7), datetime.now(UTC))  # noqa: S311 - the same pages in every run
        for page in range(WARM_UP + pages):
            for size, connection in connections.items():
                samples = times[size] if page >= WARM_UP else PageTimes()
                samples.inbox_ms.append(await _elapsed_ms(reader.read_inbox_page, connection, size))
                samples.baseline_ms.append(await _elapsed_ms(reader.read_baseline_page, connection, size))
    return _measurement(times, filled)


def _measurement(times: dict[int, PageTimes], filled: dict[int, float]) -> Measurement:
    p95 = {
        size: (percentile(each.inbox_ms, 0.95), percentile(each.baseline_ms, 0.95))
        for size, each in times.items()
    }
    fewest, most = min(p95), max(p95)
    figures = {"inbox_growth": p95[most][0] / p95[fewest][0], "inbox_ratio": p95[most][0] / p95[most][1]}
    raw = {
        "inbox_p95_milliseconds": {str(size): p95[size][0] for size in p95},
        "inbox_baseline_p95_milliseconds": {str(size): p95[size][1] for size in p95},
        "inbox_p50_milliseconds": {str(size): percentile(times[size].inbox_ms, 0.5) for size in p95},
        "inbox_fill_seconds": {str(size): seconds for size, seconds in filled.items()},
    }
    return Measurement(figures, raw)


async def _insert_tasks(engine: AsyncEngine, size: int) -> float:
    """Insert *size* tasks, and analyse the table; return the seconds it took."""
    began = time.perf_counter()
    async with autocommit(engine).connect() as connection:
        indexes = (await connection.execute(_INDEXES)).all()
        for index in indexes:
            await connection.execute(text(f"DROP INDEX {index.indexname}"))
        for first in range(1, size + 1, INSERT_BATCH):
            last = min(first + INSERT_BATCH - 1, size)
            await connection.execute(_INSERT_TASKS, {"first": first, "last": last})
        for index in indexes:
            await connection.execute(text(index.indexdef))
        await connection.execute(_VACUUM)
    return time.perf_counter() - began


@dataclass(frozen=True, slots=True)
class _PageReader:
    """Reads pages: half of them of the crowded group, half of them not the first page."""

    random: Random
    now: datetime

    async def read_inbox_page(self, connection: AsyncConnection, _size: int) -> None:
        """Read a page of a group's inbox."""
        group = Group(f"agency-{self.random.choice((0, self.random.randint(1, GROUP_COUNT)))}", Role.OFFICER)
        place = InboxPosition(self.now + DUE_SPREAD * self.random.random() / 2, UUID(int=0))
        await inbox_page(
            connection, InboxFilter(groups=(group,)), self.random.choice((None, place)), PAGE_SIZE
        )

    async def read_baseline_page(self, connection: AsyncConnection, size: int) -> None:
        """Read a page by primary key."""
        after = UUID(int=(1767225600000 + self.random.randint(1, size)) << 80)
        (await connection.execute(_BASELINE_PAGE, {"id": after})).all()


async def _elapsed_ms(
    turn: Callable[[AsyncConnection, int], Awaitable[None]], connection: AsyncConnection, size: int
) -> float:
    began = time.perf_counter()
    await turn(connection, size)
    return (time.perf_counter() - began) * 1000
