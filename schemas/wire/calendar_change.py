"""Messages of the rollout of a changed calendar to open appeals: ids and counts only."""

from datetime import timedelta
from uuid import UUID

from pydantic import Field

from schemas.base import WireMessage

DEFAULT_APPEALS_PER_SECOND = 50.0
SETTLE_TIME = timedelta(seconds=15)
"""How long an appeal may still be registered under the calendar before, by an API that has not heard yet."""


class RolloutProgress(WireMessage):
    """How far a change has come: how many appeals have it, how many were left when last counted.

    ``unreachable`` appeals do not have it yet: their workflow is starting, lost or stuck. They are retried.
    """

    notified: int = 0
    remaining: int | None = None
    rounds: int = 0
    unreachable: tuple[UUID, ...] = ()
    superseded: bool = Field(default=False, description="A later change has taken its place.")


class RolloutStart(WireMessage):
    """A run begins, or continues after the appeal *after* in its round."""

    version: str
    appeals_per_second: float = DEFAULT_APPEALS_PER_SECOND
    settle_time: timedelta = SETTLE_TIME
    after: UUID | None = None
    progress: RolloutProgress = RolloutProgress()


class RolloutPage(WireMessage):
    """Apply this version to the next appeals, no faster than so many a second."""

    version: str
    after: UUID | None
    limit: int
    appeals_per_second: float


class RolloutPageResult(WireMessage):
    """The result of a page: ``next_after`` is where the next begins, None at the end of the round."""

    notified: int
    remaining: int
    unreachable: tuple[UUID, ...] = ()
    next_after: UUID | None = None
    superseded: bool = False
