"""Supervision of one component: running, in backoff after a crash, or due for a restart."""

import time
from dataclasses import dataclass
from typing import Protocol

from runtime.devstack.process import ChildProcess

STABLE_SECONDS = 60.0  # seconds of running after which earlier crashes are forgotten
MAX_BACKOFF_SECONDS = 30.0  # maximum seconds between two restarts


class Component(Protocol):
    """A component of the stack."""

    process: ChildProcess

    def start(self) -> None:
        """Start or restart the component."""

    def stop(self) -> None:
        """Stop the component in order."""


@dataclass
class SupervisedComponent:
    """A component and its restart history."""

    name: str
    component: Component
    started: float = 0.0
    failures: int = 0
    restart_at: float = 0.0

    def start(self) -> None:
        """Start or restart the component."""
        self.started, self.restart_at = time.monotonic(), 0.0
        self.component.start()

    def backoff_seconds(self) -> float:
        """Return the seconds before the next restart, longer after each crash in a row."""
        now = time.monotonic()
        self.failures = 1 if now - self.started > STABLE_SECONDS else self.failures + 1
        seconds = min(0.25 * 2.0**self.failures, MAX_BACKOFF_SECONDS)
        self.restart_at = now + seconds
        return seconds
