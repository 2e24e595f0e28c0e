"""How long the event loop is held: the longest time of the processor between two of its turns."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import thread_time


@dataclass
class LoopWatch:
    """The longest turn of the event loop, in seconds of the processor: other processes do not count."""

    longest: float = 0.0

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            before = thread_time()
            await asyncio.sleep(0)
            self.longest = max(self.longest, thread_time() - before)


@asynccontextmanager
async def watched_loop() -> AsyncIterator[LoopWatch]:
    """Watch the event loop within the context."""
    watch = LoopWatch()
    watching = asyncio.create_task(watch.run())
    try:
        yield watch
    finally:
        watching.cancel()
