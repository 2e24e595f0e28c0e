"""Amounts of time that can be added up: the entries of the ledger."""

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Self

ZERO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class TimeAmounts:
    """What of the time that has *elapsed* was what: its kinds say so, all of them amounts of time."""

    elapsed: timedelta = ZERO_TIME

    def __add__(self, other: Self) -> Self:
        """Return both together, each kind of time for itself."""
        names = (each.name for each in fields(self))
        return type(self)(*(getattr(self, name) + getattr(other, name) for name in names))
