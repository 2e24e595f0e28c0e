"""A whole stack of real parts, as `komek up` runs it, for as long as a test needs it."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from runtime.devstack.component import komek_command

FREE_PORT_OPTIONS = ("--api-port", "0", "--ui-port", "0", "--temporal-port", "0")
START_TIMEOUT_SECONDS = 60.0


@contextmanager
def running_devstack(data: Path, **elsewhere: str) -> Iterator[subprocess.Popen[str]]:
    """Run a stack on *data*, but for the parts that are *elsewhere*, from its panel to a Ctrl-C."""
    words = komek_command("up", "--data", str(data), *FREE_PORT_OPTIONS)
    with subprocess.Popen(
        words, env=clean_environment() | elsewhere, stdout=subprocess.PIPE, text=True
    ) as stack:
        assert stack.stdout is not None
        output = ""
        while "is ready" not in output and (line := stack.stdout.readline()):
            output += line
        assert "is ready" in output
        try:
            yield stack
        finally:
            stack.send_signal(signal.SIGINT)
            stack.stdout.read()
            stack.wait(START_TIMEOUT_SECONDS)


def run_command(data: Path, *words: str, patience: float) -> subprocess.CompletedProcess[str]:
    """Run one of our commands beside the stack on *data*."""
    return subprocess.run(
        komek_command(*words),
        env={**clean_environment(), "KOMEK_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
        timeout=patience,
    )


@contextmanager
def start_command(data: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Begin one of our commands beside the stack on *data*; it does not outlive the block."""
    environment = {**clean_environment(), "KOMEK_DATA": str(data)}
    with subprocess.Popen(komek_command(*words), env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def read_state(data: Path) -> dict[str, Any]:
    """Return what the stack on *data* says of itself."""
    return json.loads((data / "stack.json").read_text("utf-8"))  # type: ignore[no-any-return]


def clean_environment() -> dict[str, str]:
    """Return the environment without any setting of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("KOMEK_")}
