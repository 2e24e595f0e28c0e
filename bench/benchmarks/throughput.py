"""Full runs of appeals and of baseline workflows: how many of each per second."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from statistics import median

from bench.appeals import AppealDriver, connect_appeals
from bench.baseline import workflow as baseline
from bench.environment import Environment
from bench.figures import Measurement
from bench.worker import connect_plain
from runtime import temporal_client
from store.database.engine import create_engine

MAX_CONCURRENT = 16
FullRun = Callable[[], AsyncIterator[str]]


async def measure(parts: Environment, *, runs: int, rounds: int) -> Measurement:
    """Alternate *rounds* times between *runs* runs of appeals and of the baseline, each in its own worker."""
    database = parts.create_database("runs")
    settings, engine = parts.settings(database), create_engine(database, pool_size=MAX_CONCURRENT)
    async with engine.begin() as connection:
        await connection.execute(baseline.CREATE_TABLE)
    office, appeals, plain = (
        AppealDriver(),
        await connect_appeals(await temporal_client.connect(settings), engine),
        await connect_plain(settings),
    )
    ways: dict[str, FullRun] = {
        "ours": lambda: office.full_run(engine, appeals),
        "baseline": lambda: baseline.full_run(engine, plain),
    }
    rates: dict[str, list[float]] = {way: [] for way in ways}
    with (
        parts.process("bench.worker", "ours", database),
        parts.process("bench.worker", "baseline", database),
    ):
        for run in ways.values():
            await _runs_per_second(run, MAX_CONCURRENT)
        for turn in range(rounds):
            for way in sorted(ways, reverse=bool(turn % 2)):
                rates[way].append(await _runs_per_second(ways[way], runs))
    await engine.dispose()
    ratio = median(ours / minimal for ours, minimal in zip(rates["ours"], rates["baseline"], strict=True))
    return Measurement({"throughput_ratio": ratio}, {"runs_per_second": rates})


async def run_concurrently(act: Callable[[], Awaitable[None]], times: int) -> None:
    """Call *act* *times* times, with a limited concurrency."""
    few = asyncio.Semaphore(MAX_CONCURRENT)

    async def one() -> None:
        async with few:
            await act()

    await asyncio.gather(*(one() for _ in range(times)))


async def _runs_per_second(run: FullRun, runs: int) -> float:
    """Return the number of runs that end per second."""

    async def whole() -> None:
        async for _ in run():
            pass

    began = time.perf_counter()
    await run_concurrently(whole, runs)
    return runs / (time.perf_counter() - began)
