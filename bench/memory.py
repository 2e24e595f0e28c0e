"""What one more open appeal costs the worker that remembers it, beside a bare workflow."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from bench import baseline
from bench.appeals import Office
from bench.environment import Stage
from bench.figures import Measured
from bench.throughput import AT_ONCE, few_at_a_time
from bench.worker import plain_client
from runtime import temporal_client
from store.database.engine import connect
from workflows.client import Appeals


async def measure(parts: Stage, *, workflows: int) -> Measured:
    """Open appeals that somebody holds, and look how much larger the worker has become for each."""
    database = parts.database("memory")
    settings, engine = parts.settings(database), connect(database, pool_size=AT_ONCE)
    async with engine.begin() as connection:
        await connection.execute(baseline.TABLE)
    office, appeals, plain = (
        Office(),
        Appeals(await temporal_client.connect(settings)),
        await plain_client(settings),
    )

    async def ours() -> None:
        await office.claim(appeals, await office.begin(engine, appeals))

    async def barest() -> None:
        await baseline.give(plain, await baseline.begin(engine, plain))

    found: dict[str, float] = {}
    for way, opened in (("ours", ours), ("bare", barest)):
        with parts.process("bench.worker", way, database) as worker:
            found[way] = await _growth(opened, workflows, worker.pid)
    await engine.dispose()
    return Measured({"kib_per_workflow": found["ours"]}, {"kib_per_workflow": found})


async def _growth(opened: Callable[[], Awaitable[None]], workflows: int, pid: int) -> float:
    """Return by how many KiB process *pid* grows with each workflow, once its threads and pools are there."""
    await few_at_a_time(opened, workflows // 2)
    before = _resident_kib(pid)
    await few_at_a_time(opened, workflows)
    return (_resident_kib(pid) - before) / workflows


def _resident_kib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")))
