"""Terms: amounts of time as the policy and the law write them ("15wd", "4wh")."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self, TypeVar

MONTHS_A_YEAR = 12
D = TypeVar("D", bound=date)
_TERM_PATTERN = re.compile(r"(?P<amount>[0-9]{1,6})(?P<unit>[a-z]{1,2})")


class Unit(StrEnum):
    """The unit of a term; all but calendar days and months pause while offices are closed."""

    WORKING_DAYS = "wd"
    WORKING_HOURS = "wh"
    WORKING_MINUTES = "wm"
    CALENDAR_DAYS = "cd"
    MONTHS = "mo"
    SECONDS = "s"


@dataclass(frozen=True, slots=True)
class Term:
    """An amount of one unit; zero means at once."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"{self} is not a term: its amount is negative")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the term written in *text*; raises ValueError listing the accepted forms."""
        written = _TERM_PATTERN.fullmatch(text)
        if written is None or written["unit"] not in set(Unit):
            raise ValueError(
                f"{text!r} is not a term: write a whole number of up to six digits and one of "
                "wd (working days), wh (working hours), wm (working minutes), cd (calendar days), "
                "mo (months), s (seconds), as in 15wd"
            )
        return cls(int(written["amount"]), Unit(written["unit"]))

    def in_proportion(self, whole: "Term", other: "Term | None") -> "Term":
        """Return the part of the *other* term that this one is of the *whole*, at least one unit of it.

        It is this term itself where the other is the same, or where this one has another unit than the whole.
        """
        if other is None or other == whole or self.unit is not whole.unit:
            return self
        return Term(max(1, self.amount * other.amount // whole.amount), other.unit)

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"


def add_months(local: D, months: int) -> D:
    """Return the same day of a later month, or that month's last day if it is shorter."""
    year, month = divmod(local.year * MONTHS_A_YEAR + local.month - 1 + months, MONTHS_A_YEAR)
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day)
