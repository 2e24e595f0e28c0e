"""Amounts of time that can be added up: the entries of the ledger."""

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Self

ZERO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class TimeAmounts:
    """Amounts of time by kind; *elapsed* is the time that they divide."""

    elapsed: timedelta = ZERO_TIME

    def __add__(self, other: Self) -> Self:
        """Return the sum of both, kind by kind."""
        names = (each.name for each in fields(self))
        return type(self)(*(getattr(self, name) + getattr(other, name) for name in names))
