"""The history of one full run: events, state transitions and bytes in Temporal, statements in PostgreSQL."""

from collections.abc import AsyncIterator
from statistics import median

from temporalio.client import Client

from bench.appeals import COMMANDS_PER_RUN, AppealDriver, connect_appeals, read_command_key
from bench.baseline import workflow as baseline
from bench.environment import Environment
from bench.figures import Measurement
from bench.statement_log import logged_user_url, statement_counts
from bench.worker import baseline_worker, connect_plain
from runtime import temporal_client
from runtime.processes.worker import build_worker
from store.database.engine import create_engine

HistoryTrace = list[tuple[int, int, int]]
"""Events, state transitions and bytes after the start and after each command."""

WARM_UP = 3


async def measure(parts: Environment, *, runs: int) -> Measurement:
    """Perform *runs* full runs one after another, with a worker whose SQL statements are logged.

    The worker is in the process that starts the runs, as it is next to a dispatcher.
    """
    database = parts.create_database("traces")
    settings, engine, watched = (
        parts.settings(database),
        create_engine(database),
        create_engine(logged_user_url(database)),
    )
    client, plain = await temporal_client.connect(settings), await connect_plain(settings)
    office, appeals, log = AppealDriver(), await connect_appeals(client, engine), parts.postgres.process.log
    async with engine.begin() as connection:
        await connection.execute(baseline.CREATE_TABLE)
    async with (
        build_worker(client, watched, command_key=await read_command_key(engine)),
        baseline_worker(plain, engine),
    ):
        for _ in range(WARM_UP):
            await _read_trace(client, office.full_run(engine, appeals))
        begun = log.stat().st_size
        ours = [await _read_trace(client, office.full_run(engine, appeals)) for _ in range(runs)]
        statements = statement_counts(log, begun)
        minimal = [await _read_trace(client, baseline.full_run(engine, plain)) for _ in range(runs)]
    await engine.dispose()
    await watched.dispose()
    figures = {
        "events_per_task": median(trace[-1][0] for trace in ours) / COMMANDS_PER_RUN,
        "transitions_per_task": median(trace[-1][1] for trace in ours) / COMMANDS_PER_RUN,
        "history_kib_per_run": median(trace[-1][2] for trace in ours) / 1024,
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
        trace.append((info.history_length, info.state_transition_count, info.history_size_bytes))
    return trace


def _median_costs(traces: list[HistoryTrace]) -> dict[str, list[float]]:
    """Return the medians of *traces* after the start and after each command."""
    steps = list(zip(*traces, strict=True))
    return {
        "events": [median(events for events, _, _ in step) for step in steps],
        "transitions": [median(transitions for _, transitions, _ in step) for step in steps],
        "bytes": [median(size for _, _, size in step) for step in steps],
    }
