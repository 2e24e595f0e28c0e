"""Identification numbers: IIN and BIN, the number of the talon, the tracking code.

Typed numbers are read in any case, with dashes, spaces or Cyrillic look-alikes; check digits reveal
typing errors.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

IDENTIFIER = re.compile(r"[0-9]{12}")
FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
MODULUS = 11
MAX_AGE_YEARS = 120  # years beyond the longest plausible life
BIN_TYPES = "456"  # resident, non-resident, joint enterprise of individuals

TALON_PATTERN = re.compile(r"HK([0-9]{4})([0-9]{8})([0-9])")
LAST_SEQUENCE = 99_999_999
CHILD_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
DAMM_TABLE = (  # each row a permutation: finds any one wrong digit and any two neighbours swapped
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)

CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
CODE_LENGTH = 10
CODE_BYTES = 7
SEPARATORS = re.compile(r"[\s\-\u2010-\u2015.]+")
CYRILLIC_LOOK_ALIKES = str.maketrans("АВСЕНКМОРТХУ", "ABCEHKMOPTXY")
CODE_LOOK_ALIKES = str.maketrans("OIL", "011")


class Sex(StrEnum):
    """The sex that the seventh digit of an IIN encodes."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, slots=True)
class IinHints:
    """The birth date and sex encoded in an IIN; never a reason to refuse it."""

    birth_date: date | None
    sex: Sex | None


@dataclass(frozen=True, slots=True)
class Talon:
    """The number of the talon that the citizen receives at the counter, as in HK-2026-00000017-4."""

    year: int
    sequence: int

    def __post_init__(self) -> None:
        if not 0 < self.sequence <= LAST_SEQUENCE:
            raise ValueError(f"the talon's sequence is 1 to {LAST_SEQUENCE}, not {self.sequence}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the talon whose number is typed in *text*; raises ValueError saying what is wrong."""
        written = TALON_PATTERN.fullmatch(_normalise(text))
        if written is None:
            raise ValueError("a talon's number is written HK-year-eight digits-check digit")
        year, sequence, check = written.groups()
        if damm_check_digit(year + sequence) != check:
            raise ValueError("the talon's number has a wrong digit or two of them swapped")
        return cls(int(year), int(sequence))

    def __str__(self) -> str:
        digits = f"{self.year:04}{self.sequence:08}"
        return f"HK-{digits[:4]}-{digits[4:]}-{damm_check_digit(digits)}"


def parse_appeal_number(text: str) -> str:
    """Return the appeal number typed in *text*: its talon's, with /1, /2 … for parts split off."""
    talon, *parts = text.split("/")
    places = [part.strip() for part in parts]
    if not all(map(CHILD_NUMBER.fullmatch, places)):
        raise ValueError("a part of an appeal is numbered with whole numbers from 1, after a slash")
    return "/".join([str(Talon.parse(talon)), *places])


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
    """Return whether the birth date in *iin* is in the future, too long ago, or not the stated one."""
    hint = decode_iin(iin).birth_date
    if hint is None:
        return False
    return hint > today or today.year - hint.year > MAX_AGE_YEARS or born not in (None, hint)


def damm_check_digit(digits: str) -> str:
    """Return the check digit of *digits* by the algorithm of H. M. Damm."""
    interim = "0"
    for digit in digits:
        interim = DAMM_TABLE[int(interim)][int(digit)]
    return interim


def tracking_code(random_bytes: bytes) -> str:
    """Return the tracking code of an appeal, made from seven or more *random_bytes*."""
    if len(random_bytes) < CODE_BYTES:
        raise ValueError(f"{CODE_BYTES} random bytes are needed, not {len(random_bytes)}")
    bits = int.from_bytes(random_bytes[:CODE_BYTES], "big")
    return "".join(CODE_ALPHABET[bits >> 5 * place & 31] for place in range(CODE_LENGTH))


def parse_tracking_code(text: str) -> str:
    """Return the tracking code typed in *text*; raises ValueError saying what is wrong."""
    code = _normalise(text).translate(CODE_LOOK_ALIKES)
    if len(code) != CODE_LENGTH or not set(code) <= set(CODE_ALPHABET):
        raise ValueError(f"a tracking code has {CODE_LENGTH} letters and digits")
    return code


def _normalise(text: str) -> str:
    return SEPARATORS.sub("", text.upper()).translate(CYRILLIC_LOOK_ALIKES)
