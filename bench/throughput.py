"""Whole lives through the front door, beside bare ones: how many of each a second."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from statistics import median

from bench import baseline
from bench.appeals import Office
from bench.environment import Stage
from bench.figures import Measured
from bench.worker import plain_client
from runtime import temporal_client
from store.database.engine import connect
from workflows.client import Appeals

AT_ONCE = 16
Life = Callable[[], AsyncIterator[str]]


async def measure(parts: Stage, *, lives: int, rounds: int) -> Measured:
    """Live *rounds* times *lives* lives each way, taking turns, each way in its own worker process."""
    database = parts.database("lives")
    settings, engine = parts.settings(database), connect(database, pool_size=AT_ONCE)
    async with engine.begin() as connection:
        await connection.execute(baseline.TABLE)
    office, appeals, plain = (
        Office(),
        Appeals(await temporal_client.connect(settings)),
        await plain_client(settings),
    )
    ways: dict[str, Life] = {
        "ours": lambda: office.life(engine, appeals),
        "bare": lambda: baseline.life(engine, plain),
    }
    rates: dict[str, list[float]] = {way: [] for way in ways}
    with (
        parts.process("bench.worker", "ours", database),
        parts.process("bench.worker", "bare", database),
    ):
        for life in ways.values():
            await _rate(life, AT_ONCE)
        for turn in range(rounds):
            for way in sorted(ways, reverse=bool(turn % 2)):
                rates[way].append(await _rate(ways[way], lives))
    await engine.dispose()
    ratio = median(ours / barest for ours, barest in zip(rates["ours"], rates["bare"], strict=True))
    return Measured({"lives_ratio": ratio}, {"lives_per_second": rates})


async def few_at_a_time(doing: Callable[[], Awaitable[None]], times: int) -> None:
    """Do something as often as that, a few at a time."""
    few = asyncio.Semaphore(AT_ONCE)

    async def one() -> None:
        async with few:
            await doing()

    await asyncio.gather(*(one() for _ in range(times)))


async def _rate(life: Life, lives: int) -> float:
    """Return how many of *lives* lives end in a second."""

    async def whole() -> None:
        async for _ in life():
            pass

    began = time.perf_counter()
    await few_at_a_time(whole, lives)
    return lives / (time.perf_counter() - began)
