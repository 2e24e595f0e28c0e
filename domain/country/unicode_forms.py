"""Unicode normalisation in linear time, whatever a text contains."""

import re
from typing import Literal
from unicodedata import combining, normalize

MAX_MARKS_IN_A_ROW = 30  # the Stream-Safe Text Format of UAX #15; no language needs as many
MANY_MARKS = re.compile(rf"[^\w\s]{{{MAX_MARKS_IN_A_ROW + 1},}}")  # no combining mark is a letter or a digit


def normalised(form: Literal["NFC", "NFD", "NFKC"], text: str) -> str:
    """Return *text* in this normalisation *form*, with at most thirty combining marks in a row.

    The marks after one letter are sorted, which takes the square of their number.
    """
    return normalize(form, MANY_MARKS.sub(lambda run: _with_few_marks(run[0]), text))


def _with_few_marks(run: str) -> str:
    kept, marks = [], 0
    for each in run:
        marks = marks + 1 if combining(each) else 0
        if marks <= MAX_MARKS_IN_A_ROW:
            kept.append(each)
    return "".join(kept)
