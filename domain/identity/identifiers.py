"""The number of the talon, and the tracking code.

Typed numbers are read in any case, with dashes, spaces or Cyrillic look-alikes; check digits reveal
typing errors.
"""

import re
from dataclasses import dataclass
from typing import Self

TALON_PATTERN = re.compile(r"HK([0-9]{4})([0-9]{8})([0-9])")
LAST_SEQUENCE = 99_999_999
CHILD_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
NUMBER_FRAGMENT = re.compile(r"[0-9HK/]{3,30}")
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


@dataclass(frozen=True, slots=True)
class TalonNumber:
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
    return "/".join([str(TalonNumber.parse(talon)), *places])


def number_fragment(text: str) -> str:
    """Return the part of a number typed in *text*, without dashes; raises ValueError if it is none."""
    part = _normalise(text)
    if not NUMBER_FRAGMENT.fullmatch(part):
        raise ValueError("three or more letters and digits of a number are needed")
    return part


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
