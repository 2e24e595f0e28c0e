"""remembered: functions of a frozen state that are computed once for each state."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from domain.state.appeal import Appeal

Result = TypeVar("Result")
STATES = 256  # a command is decided, recorded and shown within a few states of its appeal


def remembered(compute: Callable[[Appeal], Result]) -> Callable[[Appeal], Result]:
    """Return *compute*, which remembers its results for the latest states.

    A state is recognised as an object: to compare two appeals would cost as much as to compute.
    """

    @lru_cache(maxsize=STATES)
    def compute_once(state: _SameObject) -> Result:
        return compute(state.appeal)

    @wraps(compute)
    def of_appeal(appeal: Appeal) -> Result:
        return compute_once(_SameObject(appeal))

    return of_appeal


class _SameObject:
    """An appeal that equals only itself."""

    __slots__ = ("appeal",)

    def __init__(self, appeal: Appeal) -> None:
        self.appeal = appeal

    def __hash__(self) -> int:
        return id(self.appeal)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameObject) and other.appeal is self.appeal
