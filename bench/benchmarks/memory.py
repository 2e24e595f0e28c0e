"""The memory of the worker per cached open appeal, next to that of a baseline workflow."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.appeals import AppealDriver, connect_appeals
from bench.baseline import workflow as baseline
from bench.benchmarks.throughput import MAX_CONCURRENT, run_concurrently
from bench.environment import Environment
from bench.figures import Measurement
from bench.worker import connect_plain
from runtime import temporal_client
from store.database.engine import create_engine


async def measure(parts: Environment, *, workflows: int) -> Measurement:
    """Open appeals with a claimed task, and measure the growth of the worker per appeal."""
    database = parts.create_database("memory")
    settings, engine = parts.settings(database), create_engine(database, pool_size=MAX_CONCURRENT)
    async with engine.begin() as connection:
        await connection.execute(baseline.CREATE_TABLE)
    office, appeals, plain = (
        AppealDriver(),
        await connect_appeals(await temporal_client.connect(settings), engine),
        await connect_plain(settings),
    )

    async def ours() -> None:
        await office.claim_first_task(appeals, await office.register_and_start(engine, appeals))

    async def minimal() -> None:
        await baseline.increment(plain, await baseline.start_run(engine, plain))

    found: dict[str, float] = {}
    for way, opened in (("ours", ours), ("baseline", minimal)):
        with parts.process("bench.worker", way, database) as worker:
            found[way] = await _kib_per_workflow(opened, workflows, worker.pid)
    await engine.dispose()
    return Measurement({"worker_kib_per_workflow": found["ours"]}, {"kib_per_workflow": found})


async def _kib_per_workflow(opened: Callable[[], Awaitable[None]], workflows: int, pid: int) -> float:
    """Return the growth of process *pid* in KiB per workflow, after its threads and pools exist."""
    await run_concurrently(opened, workflows // 2)
    before = _resident_kib(pid)
    await run_concurrently(opened, workflows)
    return (_resident_kib(pid) - before) / workflows


def _resident_kib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")))
