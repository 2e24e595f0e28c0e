"""Codes and types of regions: KATO, the classifier of administrative-territorial objects."""

from enum import Enum

KATO_DIGITS = 9
REGION_DIGITS = 2  # those of a code that are its region's id


class RegionType(Enum):
    """The type of a region; its value is the folded words that denote it."""

    REGION = frozenset({"oblisi", "oblast", "obl", "region"})
    CITY = frozenset({"kalasi", "k", "gorod", "gor", "g", "city"})


def is_kato(code: str) -> bool:
    """Return whether *code* has the form of a KATO code of a region or of a place in one."""
    return code.isascii() and code.isdigit() and len(code) in (REGION_DIGITS, KATO_DIGITS)
