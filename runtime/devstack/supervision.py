"""A part of the stack under watch: alive, resting after a death, or due to be started again."""

import time
from dataclasses import dataclass
from typing import Protocol

from runtime.devstack.process import ChildProcess

STABLE_SECONDS = 60.0  # seconds after which a part that died before counts as well again
MAX_BACKOFF_SECONDS = 30.0  # seconds between two tries to start a part that keeps dying


class Component(Protocol):
    """What the stack watches over."""

    process: ChildProcess

    def start(self) -> None:
        """Start it, the first time or again."""

    def stop(self) -> None:
        """End it in peace."""


@dataclass
class SupervisedComponent:
    """A part, and how it has fared."""

    name: str
    component: Component
    started: float = 0.0
    failures: int = 0
    restart_at: float = 0.0

    def start(self) -> None:
        """Start the part, the first time or again."""
        self.started, self.restart_at = time.monotonic(), 0.0
        self.component.start()

    def backoff_seconds(self) -> float:
        """Return how long it waits before it is started again: longer with each death in a row."""
        now = time.monotonic()
        self.failures = 1 if now - self.started > STABLE_SECONDS else self.failures + 1
        seconds = min(0.25 * 2.0**self.failures, MAX_BACKOFF_SECONDS)
        self.restart_at = now + seconds
        return seconds
