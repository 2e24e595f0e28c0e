"""A whole stack of real parts, as `komek up` runs it, for as long as a test needs it."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from runtime.devstack.component import komek

ANY_PORTS = ("--api-port", "0", "--ui-port", "0", "--temporal-port", "0")
PATIENCE = 60.0


@contextmanager
def running(data: Path, **elsewhere: str) -> Iterator[subprocess.Popen[str]]:
    """Run a stack on *data*, but for the parts that are *elsewhere*, from its panel to a Ctrl-C."""
    words = komek("up", "--data", str(data), *ANY_PORTS)
    with subprocess.Popen(words, env=outside() | elsewhere, stdout=subprocess.PIPE, text=True) as stack:
        assert stack.stdout is not None
        said = ""
        while "is ready" not in said and (line := stack.stdout.readline()):
            said += line
        assert "is ready" in said
        try:
            yield stack
        finally:
            stack.send_signal(signal.SIGINT)
            stack.stdout.read()
            stack.wait(PATIENCE)


def beside(data: Path, *words: str, patience: float) -> subprocess.CompletedProcess[str]:
    """Run one of our commands beside the stack on *data*."""
    return subprocess.run(
        komek(*words),
        env={**outside(), "KOMEK_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
        timeout=patience,
    )


@contextmanager
def begun(data: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Begin one of our commands beside the stack on *data*; it does not outlive the block."""
    environment = {**outside(), "KOMEK_DATA": str(data)}
    with subprocess.Popen(komek(*words), env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def read(data: Path) -> dict[str, Any]:
    """Return what the stack on *data* says of itself."""
    return json.loads((data / "stack.json").read_text("utf-8"))  # type: ignore[no-any-return]


def outside() -> dict[str, str]:
    """Return the environment without any setting of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("KOMEK_")}
