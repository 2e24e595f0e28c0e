"""What one life leaves behind: events and state transitions in Temporal, round trips to Postgres."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median

import psycopg
from psycopg import sql
from sqlalchemy import make_url
from temporalio.client import Client

from bench import baseline
from bench.appeals import VERBS, Office
from bench.environment import Stage
from bench.figures import Measured
from bench.worker import bare_worker, plain_client
from runtime import temporal_client
from runtime.processes.worker import build_worker
from store.database.engine import connect
from workflows.client import Appeals

Trace = list[tuple[int, int]]
"""Events and state transitions after the start and after each human task."""

SAID = re.compile(r" LOG:  (?:statement|execute [^:]*):\s+(\w+)")
WATCHED = "watched"
WARM_UP = 3


async def measure(parts: Stage, *, lives: int) -> Measured:
    """Live *lives* lives one after another, by a worker whose every word to Postgres is written down.

    The worker is in the process that starts the lives, as it is beside a dispatcher.
    """
    database = parts.database("traces")
    settings, engine, watched = parts.settings(database), connect(database), connect(_watched(database))
    client, plain = await temporal_client.connect(settings), await plain_client(settings)
    office, appeals, log = Office(), Appeals(client), parts.postgres.child.log
    async with engine.begin() as connection:
        await connection.execute(baseline.TABLE)
    async with build_worker(client, watched), bare_worker(plain, engine):
        for _ in range(WARM_UP):
            await _trace(client, office.life(engine, appeals))
        begun = log.stat().st_size
        ours = [await _trace(client, office.life(engine, appeals)) for _ in range(lives)]
        told = _told(log, begun)
        barest = [await _trace(client, baseline.life(engine, plain)) for _ in range(lives)]
    await engine.dispose()
    await watched.dispose()
    figures = {
        "events_per_task": median(trace[-1][0] for trace in ours) / VERBS,
        "transitions_per_task": median(trace[-1][1] for trace in ours) / VERBS,
        "sql_per_transition": told.total() / (lives * VERBS),
    }
    raw = {
        "sql_per_transition": {word: count / (lives * VERBS) for word, count in told.items()},
        "history": {"ours": _story(ours), "bare": _story(barest)},
    }
    return Measured(figures, raw)


async def _trace(client: Client, life: AsyncIterator[str]) -> Trace:
    trace = []
    async for each in life:
        described = (await client.get_workflow_handle(each).describe()).raw_description
        info = described.workflow_execution_info
        trace.append((info.history_length, info.state_transition_count))
    return trace


def _story(traces: list[Trace]) -> dict[str, list[float]]:
    """Return the middle of *traces*: how many there were after the start, and after each human task."""
    steps = list(zip(*traces, strict=True))
    return {
        "events": [median(events for events, _ in step) for step in steps],
        "transitions": [median(transitions for _, transitions in step) for step in steps],
    }


def _watched(database_url: str) -> str:
    """Return the address for somebody whose every statement the server writes into its log."""
    url = make_url(database_url)
    make = sql.SQL("CREATE ROLE {} LOGIN SUPERUSER PASSWORD {}")
    watch = sql.SQL("ALTER ROLE {} SET log_statement = 'all'")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(make.format(sql.Identifier(WATCHED), sql.Literal(str(url.password))))
        connection.execute(watch.format(sql.Identifier(WATCHED)))
    return url.set(username=WATCHED).render_as_string(hide_password=False)


def _told(log: Path, begun: int) -> Counter[str]:
    """Return how often each statement, by its first word, stands in *log* after position *begun*."""
    with log.open(encoding="utf-8", errors="replace") as written:
        written.seek(begun)
        return Counter(SAID.findall(written.read()))
