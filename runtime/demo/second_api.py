"""A second API process with the demo policy next to the running one; the same worker serves both."""

import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runtime.devstack.component import komek_command
from runtime.devstack.process import ChildProcess, die_with_parent, find_free_port, is_healthy
from runtime.errors import ActionableError
from runtime.settings import Settings

DEMO_POLICY = "rehearsal"
START_TIMEOUT_SECONDS = 60.0


@contextmanager
def second_api(settings: Settings) -> Iterator[str]:
    """Run the API within the context; yield its address."""
    port = find_free_port()
    environment = {
        "KOMEK_POLICY": DEMO_POLICY,
        "KOMEK_API_HOST": "127.0.0.1",
        "KOMEK_API_PORT": str(port),
        "KOMEK_DATA": str(settings.data),
    }
    with tempfile.TemporaryDirectory(prefix="komek-demo-") as folder:
        child = ChildProcess(Path(folder) / "serve.log")
        child.start(die_with_parent(komek_command("serve"), signal.SIGTERM), environment)
        try:
            _wait_until_ready(child, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            child.stop(signal.SIGTERM, settings.drain_seconds)


def _wait_until_ready(child: ChildProcess, port: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while not is_healthy(port, "/readyz"):
        if not child.is_alive() or time.monotonic() > deadline:
            raise ActionableError(f"the demo API did not start; {child.log_tail()}")
        time.sleep(0.1)
