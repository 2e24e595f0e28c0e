"""A connection to PostgreSQL that does not wait for a server that has stopped answering.

The server's own timeouts end slow statements. A server that hangs ends nothing, and its host still keeps the
connection alive; so while a statement takes long, the server is asked whether it accepts connections.
"""

import asyncio
import os
import socket
from collections.abc import Generator
from typing import Any

from psycopg import AsyncConnection

SILENCE_SECONDS = 3.0  # of a statement before the server is asked, and between two questions
ANSWER_SECONDS = 3.0
SSL_REQUEST = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")  # the server answers it with one letter


class WatchedConnection(AsyncConnection[Any]):
    """A connection whose statements fail within seconds when the server hangs."""

    async def wait(self, gen: Generator[Any, Any, Any], *args: Any, **kwargs: Any) -> Any:
        """Return the result of *gen*. Raises OperationalError when the server stops answering."""
        watch = _Watch(self)
        watch.begin()
        try:
            return await super().wait(gen, *args, **kwargs)
        finally:
            watch.end()


class _Watch:
    """Asks the server of one connection whether it answers, while a statement takes long."""

    def __init__(self, connection: AsyncConnection[Any]) -> None:
        self._connection = connection
        self._timer: asyncio.TimerHandle | None = None
        self._question: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Ask after a while: a timer costs nothing where the statement is quick."""
        self._timer = asyncio.get_running_loop().call_later(SILENCE_SECONDS, self._ask)

    def end(self) -> None:
        """Ask no more."""
        for each in (self._timer, self._question):
            if each is not None:
                each.cancel()

    def _ask(self) -> None:
        self._question = asyncio.create_task(self._shut_down_or_continue())

    async def _shut_down_or_continue(self) -> None:
        """Shut the connection down if the server does not answer, so that its statement fails."""
        if await _answers(self._connection.info.hostaddr, self._connection.info.port):
            self.begin()
            return
        with socket.socket(fileno=os.dup(self._connection.fileno())) as own:
            own.shutdown(socket.SHUT_RDWR)


async def _answers(host: str, port: int) -> bool:
    """Return whether a server process answers at this address; True for a local socket, which has none."""
    if not host:
        return True
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                writer.write(SSL_REQUEST)
                return bool(await reader.read(1))
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
