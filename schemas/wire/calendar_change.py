"""What travels through Temporal while open appeals are told of a changed calendar: ids and counts only."""

from datetime import timedelta
from uuid import UUID

from pydantic import Field

from schemas.base import Wire
from schemas.wire.messages import VERSION

PER_SECOND = 50.0
SETTLE = timedelta(seconds=15)
"""How long an appeal may still be registered under the calendar before, by an API that has not heard yet."""


class ChangeProgress(Wire):
    """How far a change has come: how many appeals were told, how many were left when last counted.

    ``waiting`` could not be told yet: their workflow is starting, lost, or stuck. They are asked again.
    """

    v: int = VERSION
    told: int = 0
    left: int | None = None
    rounds: int = 0
    waiting: tuple[UUID, ...] = ()
    overtaken: bool = Field(default=False, description="A later change has taken its place.")


class ChangeStart(Wire):
    """A run begins, or goes on after the appeal *after* in its round."""

    v: int = VERSION
    version: str
    per_second: float = PER_SECOND
    settle: timedelta = SETTLE
    after: UUID | None = None
    progress: ChangeProgress = ChangeProgress()


class PageToTell(Wire):
    """Tell the next appeals of this version, no faster than so many a second."""

    v: int = VERSION
    version: str
    after: UUID | None
    most: int
    per_second: float


class PageTold(Wire):
    """What came of a page: ``following`` is where the next begins, None at the end of the round."""

    v: int = VERSION
    told: int
    left: int
    waiting: tuple[UUID, ...] = ()
    following: UUID | None = None
    overtaken: bool = False
