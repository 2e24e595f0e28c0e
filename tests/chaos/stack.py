"""A whole Komek in processes of its own, to be met over HTTP, and to be killed."""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from runtime.devstack.component import komek
from runtime.devstack.process import free_port, says_ok
from tests.support.stacks import outside, read

PATIENCE = 90.0


@dataclass
class Stack:
    """`komek up` on one data folder and one API port, however often it is started."""

    data: Path
    api_port: int = field(default_factory=free_port)
    _up: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return where the API answers."""
        return f"http://127.0.0.1:{self.api_port}"

    @property
    def token(self) -> str:
        """Return the first operator's token."""
        return (self.data / "first-token").read_text("utf-8").strip()

    @property
    def database_url(self) -> str:
        """Return where the database is."""
        return str(self.written()["settings"]["database_url"])

    def start(self) -> None:
        """Start everything, and return when it is ready."""
        ports = ("--api-port", str(self.api_port), "--ui-port", "0", "--temporal-port", "0")
        with (self.data / "said.log").open("ab") as said:
            words = komek("up", "--data", str(self.data), *ports)
            self._up = subprocess.Popen(words, env=outside(), stdout=said, stderr=said)
        deadline = time.monotonic() + PATIENCE
        while "is ready" not in self._last_words():
            if self._up.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((self.data / "said.log").read_text("utf-8"))
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop everything in peace."""
        if self._up is not None:
            self._up.send_signal(signal.SIGINT)
            self._up.wait(PATIENCE)

    def written(self) -> dict[str, Any]:
        """Return what the running stack says of itself."""
        return read(self.data)

    def kill(self, name: str) -> None:
        """Kill one part without a word; whoever watches it starts it again."""
        with suppress(ProcessLookupError):
            os.kill(self.written()["processes"][name], signal.SIGKILL)

    def kill_all(self) -> None:
        """Kill every process at once, the watcher first."""
        stack = self.written()
        for pid in [stack["supervisor"], *stack["processes"].values()]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self._up is not None:
            self._up.wait(PATIENCE)

    async def is_ready(self) -> None:
        """Wait until all parts answer."""
        deadline = time.monotonic() + PATIENCE
        while not await asyncio.to_thread(says_ok, self.api_port, "/readyz"):
            assert time.monotonic() < deadline
            await asyncio.sleep(0.2)

    def _last_words(self) -> str:
        said = (self.data / "said.log").read_text("utf-8")
        return said.rpartition("starting the worker and the API")[2]


@contextmanager
def running(data: Path) -> Iterator[Stack]:
    """Run a whole Komek on *data*."""
    stack = Stack(data)
    stack.start()
    try:
        yield stack
    finally:
        stack.stop()
