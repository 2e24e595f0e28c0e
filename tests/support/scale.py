"""The size of long proofs: a sample in the gate, the whole in `./dev prove`."""

import os
from typing import TypeVar

SCALE_VARIABLE = "TEST_SCALE"
WHOLE = "whole"

Size = TypeVar("Size")


def scaled(sample: Size, whole: Size) -> Size:
    """Return *whole* in `./dev prove`, else *sample*."""
    return whole if os.environ.get(SCALE_VARIABLE) == WHOLE else sample
