"""Personal and business identification numbers (IIN, BIN): their check digit, and what an IIN encodes."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

IDENTIFIER = re.compile(r"[0-9]{12}")
FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
MODULUS = 11
MAX_AGE_YEARS = 120  # years beyond the longest plausible life
LEAP_YEAR = 2000
BIN_TYPES = "456"  # resident, non-resident, joint enterprise of individuals


class Sex(StrEnum):
    """The sex that the seventh digit of an IIN encodes."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, slots=True)
class IinHints:
    """The birth date and sex encoded in an IIN; never a reason to refuse it."""

    birth_date: date | None
    sex: Sex | None


def check_digit(prefix: str) -> int | None:
    """Return the twelfth digit of an IIN or BIN that begins with *prefix*, or None where none is issued."""
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        rest = sum(int(digit) * weight for digit, weight in zip(prefix, weights, strict=True)) % MODULUS
        if rest < MODULUS - 1:
            return rest
    return None


def is_iin(text: str) -> bool:
    """Return whether *text* can be an IIN: twelve digits, with a check digit at the end."""
    return bool(IDENTIFIER.fullmatch(text)) and check_digit(text[:-1]) == int(text[-1])


def is_bin(text: str) -> bool:
    """Return whether *text* can be a BIN: like an IIN, with the type of organisation as fifth digit."""
    return is_iin(text) and text[4] in BIN_TYPES


def decode_iin(iin: str) -> IinHints:
    """Return the birth date and sex encoded in a valid *iin*, as far as it has them."""
    century = int(iin[6])
    if not 1 <= century <= 6:  # noqa: PLR2004 - two digits for each century since 1800
        return IinHints(None, None)
    year = 1800 + (century - 1) // 2 * 100 + int(iin[:2])
    try:
        born = date(year, int(iin[2:4]), int(iin[4:6]))
    except ValueError:
        born = None
    return IinHints(born, Sex.MALE if century % 2 else Sex.FEMALE)


def has_implausible_birth_date(iin: str, today: date, born: date | None = None) -> bool:
    """Return whether the birth date in *iin* is none, in the future, too long ago, or not the stated one.

    An IIN that states no century may be of a foreigner, but it begins with a day of the calendar.
    """
    hint = decode_iin(iin).birth_date
    if hint is None:
        return not _is_day_of_year(iin[2:4], iin[4:6])
    return hint > today or today.year - hint.year > MAX_AGE_YEARS or born not in (None, hint)


def _is_day_of_year(month: str, day: str) -> bool:
    try:
        date(LEAP_YEAR, int(month), int(day))
    except ValueError:
        return False
    return True
