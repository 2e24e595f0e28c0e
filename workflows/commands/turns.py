"""The order of the commands that meet a clock which is due, or that are still being checked."""

from datetime import datetime
from itertools import count

from temporalio import workflow


class CommandTurns:
    """The commands that wait, in the order of their acceptance; no clock fires before them."""

    def __init__(self) -> None:
        self._waiting: dict[int, datetime] = {}
        self._places = count()
        self.is_correcting = False

    @property
    def is_any_waiting(self) -> bool:
        """Return whether a command waits, so that no clock may fire before it."""
        return self.is_correcting or bool(self._waiting)

    def enter(self, since: datetime) -> int:
        """Return the place of a command that waits from now on, as one that was accepted at *since*."""
        place = next(self._places)
        self._waiting[place] = since
        return place

    def move(self, place: int, accepted_at: datetime) -> None:
        """Let the command at *place* wait as one that was accepted at *accepted_at*."""
        self._waiting[place] = accepted_at

    def leave(self, place: int) -> None:
        """Let the command at *place* wait no longer."""
        self._waiting.pop(place, None)

    async def reach(self, place: int) -> None:
        """Wait until no silence is being corrected and the command at *place* is the earliest."""
        waiting = self._waiting
        await workflow.wait_condition(
            lambda: not self.is_correcting and place == min(waiting, key=waiting.__getitem__)
        )
