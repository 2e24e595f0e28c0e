"""Whole lives through the front door, beside bare ones: how many of each a second."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from statistics import median

from bench.appeals import AppealDriver
from bench.baseline import workflow as baseline
from bench.environment import Environment
from bench.figures import Measurement
from bench.worker import connect_plain
from runtime import temporal_client
from store.database.engine import create_engine
from workflows.client import AppealClient

MAX_CONCURRENT = 16
Run = Callable[[], AsyncIterator[str]]


async def measure(parts: Environment, *, lives: int, rounds: int) -> Measurement:
    """Live *rounds* times *lives* lives each way, taking turns, each way in its own worker process."""
    database = parts.create_database("lives")
    settings, engine = parts.settings(database), create_engine(database, pool_size=MAX_CONCURRENT)
    async with engine.begin() as connection:
        await connection.execute(baseline.CREATE_TABLE)
    office, appeals, plain = (
        AppealDriver(),
        AppealClient(await temporal_client.connect(settings)),
        await connect_plain(settings),
    )
    ways: dict[str, Run] = {
        "ours": lambda: office.full_run(engine, appeals),
        "bare": lambda: baseline.full_run(engine, plain),
    }
    rates: dict[str, list[float]] = {way: [] for way in ways}
    with (
        parts.process("bench.worker", "ours", database),
        parts.process("bench.worker", "bare", database),
    ):
        for life in ways.values():
            await _runs_per_second(life, MAX_CONCURRENT)
        for turn in range(rounds):
            for way in sorted(ways, reverse=bool(turn % 2)):
                rates[way].append(await _runs_per_second(ways[way], lives))
    await engine.dispose()
    ratio = median(ours / barest for ours, barest in zip(rates["ours"], rates["bare"], strict=True))
    return Measurement({"throughput_ratio": ratio}, {"lives_per_second": rates})


async def run_concurrently(doing: Callable[[], Awaitable[None]], times: int) -> None:
    """Do something as often as that, a few at a time."""
    few = asyncio.Semaphore(MAX_CONCURRENT)

    async def one() -> None:
        async with few:
            await doing()

    await asyncio.gather(*(one() for _ in range(times)))


async def _runs_per_second(life: Run, lives: int) -> float:
    """Return how many of *lives* lives end in a second."""

    async def whole() -> None:
        async for _ in life():
            pass

    began = time.perf_counter()
    await run_concurrently(whole, lives)
    return lives / (time.perf_counter() - began)
