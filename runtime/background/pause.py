"""An interruptible pause for background loops."""

import asyncio


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait for *seconds*, or until *stop*."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
