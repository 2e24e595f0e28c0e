"""Messages of a calendar rollout: ids and counts only."""

from datetime import timedelta
from uuid import UUID

from pydantic import Field

from schemas.base import WireMessage

DEFAULT_APPEALS_PER_SECOND = 50.0
SETTLE_TIME = timedelta(seconds=15)
"""How long an appeal may still be registered under the calendar before, by an API that has not heard yet."""


class RolloutProgress(WireMessage):
    """The progress of a rollout: the updated and the remaining appeals at the last count.

    ``waiting`` could not be updated yet: their workflow is starting, missing or stuck. They are retried.
    """

    notified: int = 0
    remaining: int | None = None
    rounds: int = 0
    unreachable: tuple[UUID, ...] = ()
    superseded: bool = Field(default=False, description="A later change has taken its place.")


class RolloutStart(WireMessage):
    """The start of a run, or its continuation after the appeal *after*."""

    version: str
    appeals_per_second: float = DEFAULT_APPEALS_PER_SECOND
    settle_time: timedelta = SETTLE_TIME
    after: UUID | None = None
    progress: RolloutProgress = RolloutProgress()


class RolloutPage(WireMessage):
    """A request to update the next appeals at a limited rate."""

    version: str
    after: UUID | None
    limit: int
    appeals_per_second: float


class RolloutPageResult(WireMessage):
    """The result of a page: ``following`` is the start of the next page, None at the end."""

    notified: int
    remaining: int
    unreachable: tuple[UUID, ...] = ()
    next_after: UUID | None = None
    superseded: bool = False
