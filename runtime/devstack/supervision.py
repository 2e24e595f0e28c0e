"""A part of the stack under watch: alive, resting after a death, or due to be started again."""

import time
from dataclasses import dataclass
from typing import Protocol

from runtime.devstack.process import Child

STEADY = 60.0  # seconds after which a part that died before counts as well again
LONGEST_REST = 30.0  # seconds between two tries to start a part that keeps dying


class Part(Protocol):
    """What the stack watches over."""

    child: Child

    def start(self) -> None:
        """Start it, the first time or again."""

    def stop(self) -> None:
        """End it in peace."""


@dataclass
class Watched:
    """A part, and how it has fared."""

    name: str
    part: Part
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0

    def start(self) -> None:
        """Start the part, the first time or again."""
        self.started, self.due = time.monotonic(), 0.0
        self.part.start()

    def rest(self) -> float:
        """Return how long it waits before it is started again: longer with each death in a row."""
        now = time.monotonic()
        self.deaths = 1 if now - self.started > STEADY else self.deaths + 1
        seconds = min(0.25 * 2.0**self.deaths, LONGEST_REST)
        self.due = now + seconds
        return seconds
