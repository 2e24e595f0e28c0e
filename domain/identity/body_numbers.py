"""The number of an appeal in the journal of a body, beside the number of the talon."""

import re

from domain.country.personal_numbers import is_iin

MAX_BODY_NUMBER_LENGTH = 40
BODY_NUMBER = re.compile(
    r"(?=.*[0-9])(?!.*[^\W\d_]{6})"  # a digit, and no six letters side by side
    rf"[^\W_](?:[^\W_]|[-№/.()]){{0,{MAX_BODY_NUMBER_LENGTH - 1}}}"
)
DIGITS = re.compile(r"[0-9]+")


def parse_body_number(text: str) -> str:
    """Return the registration number that *text* states, in capitals and without spaces and a leading №.

    It has digits, letters in groups of at most five, and the signs ``-/.№()``: no name and no IIN fits.
    Raises ValueError.
    """
    number = "".join(text.upper().split()).removeprefix("№")
    if not BODY_NUMBER.fullmatch(number) or any(map(is_iin, DIGITS.findall(number))):
        raise ValueError("a registration number has digits, and few letters between them")
    return number
