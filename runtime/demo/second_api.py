"""A second API beside the one that runs, with the policy of the rehearsal; the same worker serves both."""

import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runtime.devstack.component import komek
from runtime.devstack.process import Child, bound_to_parent, free_port, says_ok
from runtime.errors import PartFailed
from runtime.settings import Settings

POLICY = "rehearsal"
PATIENCE = 60.0


@contextmanager
def api(settings: Settings) -> Iterator[str]:
    """Run it for as long as it is needed; yield its address."""
    port = free_port()
    environment = {
        "KOMEK_POLICY": POLICY,
        "KOMEK_API_HOST": "127.0.0.1",
        "KOMEK_API_PORT": str(port),
        "KOMEK_DATA": str(settings.data),
    }
    with tempfile.TemporaryDirectory(prefix="komek-demo-") as folder:
        child = Child(Path(folder) / "serve.log")
        child.begin(bound_to_parent(komek("serve"), signal.SIGTERM), environment)
        try:
            _wait(child, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            child.end(signal.SIGTERM, settings.drain_seconds)


def _wait(child: Child, port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while not says_ok(port, "/readyz"):
        if not child.is_alive() or time.monotonic() > deadline:
            raise PartFailed(f"the API of the rehearsal did not start; {child.last_words()}")
        time.sleep(0.1)
