"""A page of the inbox while ten thousand, a hundred thousand and a million tasks are open."""

import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bench.environment import Stage
from bench.figures import Measured, percentile
from domain.identity.people import Group, Role
from store.database.engine import at_once, connect
from store.queries.inbox import Inbox, Place, TaskLine, inbox

GROUPS, CROWDED = 300, 5
"""So many groups share the tasks, but every fifth task waits in one that is crowded."""

PAGE = 50
WARM_UP = 50
SLICE = 50_000
SPREAD = timedelta(days=20)

_FILL = text(f"""
INSERT INTO tasks (id, appeal, seq, version, purpose, step, organisation, role, state, holder, opened, since,
    due, mandatory, number, topic, region, statute_due, needs_attention)
SELECT
    (lpad(to_hex(1767225600000 + n), 12, '0') || '7' || left(md5(n::text), 3) || '8'
        || right(md5(n::text), 15))::uuid,
    gen_random_uuid(), 2, 2, 'work', 'agency',
    'agency-' || CASE WHEN n % {CROWDED} = 0 THEN 0 ELSE 1 + floor(random() * {GROUPS})::integer END,
    'officer',
    (ARRAY['ready', 'ready', 'offered', 'claimed', 'claimed', 'held'])[1 + floor(random() * 6)::integer],
    CASE WHEN n % 3 = 0 THEN gen_random_uuid() END, now(), now(),
    CASE WHEN n % 20 > 0 THEN now() + (random() - 0.2) * interval '{SPREAD.days} days' END, true,
    'HK-2026-' || n, 'housing', '61', now() + random() * interval '{SPREAD.days} days', n % 50 = 0
FROM generate_series(:first ::bigint, :last ::bigint) AS n
""")  # noqa: S608 - only our own numbers are put in

_INDEXES = text("""
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'tasks' AND indexname <> 'tasks_pkey'
""")
_SETTLE = text("VACUUM (ANALYZE) tasks")
_COLUMNS = ", ".join(each.name for each in fields(TaskLine) if each.name != "holder_name")
_BARE = text(f"SELECT {_COLUMNS} FROM tasks WHERE id > :id ORDER BY id LIMIT {PAGE + 1}")  # noqa: S608 - the same


@dataclass(frozen=True, slots=True)
class Times:
    """How long the pages of one size took, in milliseconds."""

    inbox: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


async def measure(parts: Stage, *, sizes: tuple[int, ...], pages: int) -> Measured:
    """Fill a database for each of *sizes*, then turn *pages* pages in each, taking turns."""
    times, filled = {size: Times() for size in sizes}, {}
    async with AsyncExitStack() as open_ones:
        connections = {}
        for size in sizes:
            engine = connect(parts.database(f"inbox_{size}"))
            open_ones.push_async_callback(engine.dispose)
            filled[size] = await _fill(engine, size)
            connections[size] = await open_ones.enter_async_context(at_once(engine).connect())
        reader = _Reader(Random(7), datetime.now(UTC))  # noqa: S311 - the same pages in every run
        for page in range(WARM_UP + pages):
            for size, connection in connections.items():
                told = times[size] if page >= WARM_UP else Times()
                told.inbox.append(await _milliseconds(reader.turn, connection, size))
                told.bare.append(await _milliseconds(reader.turn_bare, connection, size))
    return _compared(times, filled)


def _compared(times: dict[int, Times], filled: dict[int, float]) -> Measured:
    p95 = {size: (percentile(each.inbox, 0.95), percentile(each.bare, 0.95)) for size, each in times.items()}
    fewest, most = min(p95), max(p95)
    figures = {"inbox_growth": p95[most][0] / p95[fewest][0], "inbox_ratio": p95[most][0] / p95[most][1]}
    raw = {
        "inbox_p95_milliseconds": {str(size): p95[size][0] for size in p95},
        "inbox_bare_p95_milliseconds": {str(size): p95[size][1] for size in p95},
        "inbox_p50_milliseconds": {str(size): percentile(times[size].inbox, 0.5) for size in p95},
        "inbox_fill_seconds": {str(size): seconds for size, seconds in filled.items()},
    }
    return Measured(figures, raw)


async def _fill(engine: AsyncEngine, size: int) -> float:
    """Open *size* tasks and leave the table as the server's own upkeep would; return the seconds it took."""
    began = time.perf_counter()
    async with at_once(engine).connect() as connection:
        indexes = (await connection.execute(_INDEXES)).all()
        for index in indexes:
            await connection.execute(text(f"DROP INDEX {index.indexname}"))
        for first in range(1, size + 1, SLICE):
            last = min(first + SLICE - 1, size)
            await connection.execute(_FILL, {"first": first, "last": last})
        for index in indexes:
            await connection.execute(text(index.indexdef))
        await connection.execute(_SETTLE)
    return time.perf_counter() - began


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns pages: half of them in the crowded group, half of them not the first."""

    chance: Random
    now: datetime

    async def turn(self, connection: AsyncConnection, _size: int) -> None:
        """Read a page of a group's inbox."""
        group = Group(f"agency-{self.chance.choice((0, self.chance.randint(1, GROUPS)))}", Role.OFFICER)
        place = Place(self.now + SPREAD * self.chance.random() / 2, UUID(int=0))
        await inbox(connection, Inbox(groups=(group,)), self.chance.choice((None, place)), PAGE)

    async def turn_bare(self, connection: AsyncConnection, size: int) -> None:
        """Read a page of the primary key."""
        after = UUID(int=(1767225600000 + self.chance.randint(1, size)) << 80)
        (await connection.execute(_BARE, {"id": after})).all()


async def _milliseconds(
    turn: Callable[[AsyncConnection, int], Awaitable[None]], connection: AsyncConnection, size: int
) -> float:
    began = time.perf_counter()
    await turn(connection, size)
    return (time.perf_counter() - began) * 1000
