"""What travels through Temporal while open appeals are told of a changed calendar: ids and counts only."""

from datetime import timedelta
from uuid import UUID

from pydantic import Field

from schemas.base import WireMessage
from schemas.wire.messages import MESSAGE_VERSION

DEFAULT_APPEALS_PER_SECOND = 50.0
SETTLE_TIME = timedelta(seconds=15)
"""How long an appeal may still be registered under the calendar before, by an API that has not heard yet."""


class RolloutProgress(WireMessage):
    """How far a change has come: how many appeals were told, how many were left when last counted.

    ``waiting`` could not be told yet: their workflow is starting, lost, or stuck. They are asked again.
    """

    v: int = MESSAGE_VERSION
    notified: int = 0
    remaining: int | None = None
    rounds: int = 0
    unreachable: tuple[UUID, ...] = ()
    superseded: bool = Field(default=False, description="A later change has taken its place.")


class RolloutStart(WireMessage):
    """A run begins, or goes on after the appeal *after* in its round."""

    v: int = MESSAGE_VERSION
    version: str
    appeals_per_second: float = DEFAULT_APPEALS_PER_SECOND
    settle_time: timedelta = SETTLE_TIME
    after: UUID | None = None
    progress: RolloutProgress = RolloutProgress()


class RolloutPage(WireMessage):
    """Tell the next appeals of this version, no faster than so many a second."""

    v: int = MESSAGE_VERSION
    version: str
    after: UUID | None
    limit: int
    appeals_per_second: float


class RolloutPageResult(WireMessage):
    """What came of a page: ``following`` is where the next begins, None at the end of the round."""

    v: int = MESSAGE_VERSION
    notified: int
    remaining: int
    unreachable: tuple[UUID, ...] = ()
    next_after: UUID | None = None
    superseded: bool = False
