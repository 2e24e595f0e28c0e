"""The history of one full run: events and state transitions in Temporal, round trips to PostgreSQL."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median

import psycopg
from psycopg import sql
from sqlalchemy import make_url
from temporalio.client import Client

from bench.appeals import COMMANDS_PER_RUN, AppealDriver
from bench.baseline import workflow as baseline
from bench.environment import Environment
from bench.figures import Measurement
from bench.worker import baseline_worker, connect_plain
from runtime import temporal_client
from runtime.processes.worker import build_worker
from store.database.engine import create_engine
from workflows.client import AppealClient

HistoryTrace = list[tuple[int, int]]
"""Events and state transitions after the start and after each command."""

STATEMENT_LINE = re.compile(r" LOG:  (?:statement|execute [^:]*):\s+(\w+)")
LOGGED_USER = "watched"
WARM_UP = 3


async def measure(parts: Environment, *, runs: int) -> Measurement:
    """Perform *runs* full runs one after another, with a worker whose SQL statements are logged.

    The worker is in the process that starts the runs, as it is next to a dispatcher.
    """
    database = parts.create_database("traces")
    settings, engine, watched = (
        parts.settings(database),
        create_engine(database),
        create_engine(_logged_user_url(database)),
    )
    client, plain = await temporal_client.connect(settings), await connect_plain(settings)
    office, appeals, log = AppealDriver(), AppealClient(client), parts.postgres.process.log
    async with engine.begin() as connection:
        await connection.execute(baseline.CREATE_TABLE)
    async with build_worker(client, watched), baseline_worker(plain, engine):
        for _ in range(WARM_UP):
            await _read_trace(client, office.full_run(engine, appeals))
        begun = log.stat().st_size
        ours = [await _read_trace(client, office.full_run(engine, appeals)) for _ in range(runs)]
        statements = _statement_counts(log, begun)
        minimal = [await _read_trace(client, baseline.full_run(engine, plain)) for _ in range(runs)]
    await engine.dispose()
    await watched.dispose()
    figures = {
        "events_per_task": median(trace[-1][0] for trace in ours) / COMMANDS_PER_RUN,
        "transitions_per_task": median(trace[-1][1] for trace in ours) / COMMANDS_PER_RUN,
        "sql_per_transition": statements.total() / (runs * COMMANDS_PER_RUN),
    }
    raw = {
        "sql_per_transition": {word: count / (runs * COMMANDS_PER_RUN) for word, count in statements.items()},
        "history": {"ours": _median_costs(ours), "baseline": _median_costs(minimal)},
    }
    return Measurement(figures, raw)


async def _read_trace(client: Client, run: AsyncIterator[str]) -> HistoryTrace:
    trace = []
    async for each in run:
        described = (await client.get_workflow_handle(each).describe()).raw_description
        info = described.workflow_execution_info
        trace.append((info.history_length, info.state_transition_count))
    return trace


def _median_costs(traces: list[HistoryTrace]) -> dict[str, list[float]]:
    """Return the medians of *traces* after the start and after each command."""
    steps = list(zip(*traces, strict=True))
    return {
        "events": [median(events for events, _ in step) for step in steps],
        "transitions": [median(transitions for _, transitions in step) for step in steps],
    }


def _logged_user_url(database_url: str) -> str:
    """Return the URL of a database user whose statements the server logs."""
    url = make_url(database_url)
    make = sql.SQL("CREATE ROLE {} LOGIN SUPERUSER PASSWORD {}")
    watch = sql.SQL("ALTER ROLE {} SET log_statement = 'all'")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(make.format(sql.Identifier(LOGGED_USER), sql.Literal(str(url.password))))
        connection.execute(watch.format(sql.Identifier(LOGGED_USER)))
    return url.set(username=LOGGED_USER).render_as_string(hide_password=False)


def _statement_counts(log: Path, begun: int) -> Counter[str]:
    """Return the number of statements by first word in *log* after position *begun*."""
    with log.open(encoding="utf-8", errors="replace") as written:
        written.seek(begun)
        return Counter(STATEMENT_LINE.findall(written.read()))
