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

from runtime.devstack.component import komek_command
from runtime.devstack.process import find_free_port, is_healthy
from tests.support.devstack import clean_environment, read_state

START_TIMEOUT_SECONDS = 90.0


@dataclass
class KillableStack:
    """`komek up` on one data folder and one API port, however often it is started."""

    data: Path
    api_port: int = field(default_factory=find_free_port)
    _process: subprocess.Popen[bytes] | None = None

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
        return str(self.read_state()["settings"]["database_url"])

    def start(self) -> None:
        """Start everything, and return when it is ready."""
        ports = ("--api-port", str(self.api_port), "--ui-port", "0", "--temporal-port", "0")
        with (self.data / "said.log").open("ab") as log:
            words = komek_command("up", "--data", str(self.data), *ports)
            self._process = subprocess.Popen(words, env=clean_environment(), stdout=log, stderr=log)
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while "is ready" not in self._log_tail():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((self.data / "said.log").read_text("utf-8"))
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop everything in peace."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(START_TIMEOUT_SECONDS)

    def read_state(self) -> dict[str, Any]:
        """Return what the running stack says of itself."""
        return read_state(self.data)

    def kill(self, name: str) -> None:
        """Kill one process without warning; its supervisor restarts it."""
        with suppress(ProcessLookupError):
            os.kill(self.read_state()["processes"][name], signal.SIGKILL)

    def kill_all(self) -> None:
        """Kill every process at once, the watcher first."""
        stack = self.read_state()
        for pid in [stack["supervisor"], *stack["processes"].values()]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self._process is not None:
            self._process.wait(START_TIMEOUT_SECONDS)

    async def wait_until_ready(self) -> None:
        """Wait until all parts answer."""
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while not await asyncio.to_thread(is_healthy, self.api_port, "/readyz"):
            assert time.monotonic() < deadline
            await asyncio.sleep(0.2)

    def _log_tail(self) -> str:
        log = (self.data / "said.log").read_text("utf-8")
        return log.rpartition("starting the worker and the API")[2]


@contextmanager
def running_stack(data: Path) -> Iterator[KillableStack]:
    """Run a whole Komek on *data*."""
    stack = KillableStack(data)
    stack.start()
    try:
        yield stack
    finally:
        stack.stop()
