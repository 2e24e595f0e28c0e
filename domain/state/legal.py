"""What the law has made of an appeal beside its tasks and clocks, and the words its acts are told in."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from domain.identity.people import Group
from domain.law.vocabulary import Danger, HearingException
from domain.worktime.terms import Term


@dataclass(frozen=True, slots=True)
class Window:
    """The time to complain of an end, which begins when the applicant is told of it by that *notice*."""

    notice: UUID
    term: Term


@dataclass(frozen=True, slots=True)
class Legal:
    """All that the acts remember. Demands and people stand here by their ids.

    ``bodies`` are the organisations that had the appeal before a redirect, in order, and ``terms`` is when
    the term of each began; ``reached`` is when
    the present one received it. ``against`` is the body complained of, ``about`` the appeal it decided,
    and ``barred`` who decided there; ``late`` says that the time to complain was over. Who was challenged
    is ``recused`` in the end, or ``cleared``. ``window`` has not begun yet. From the bodies ``relieved`` the
    fallback queue took the work. The ``body`` has the power to decide, whoever has the work for it.
    """

    demands: tuple[UUID, ...] = ()
    parent: UUID | None = None
    parts: int = 0
    anonymous: bool = False
    danger: Danger | None = None
    barred: tuple[UUID, ...] = ()
    bodies: tuple[str, ...] = ()
    terms: tuple[datetime, ...] = ()
    reached: datetime | None = None
    about: UUID | None = None
    against: str = ""
    forwarded: bool = False
    late: bool = False
    challenged: tuple[UUID, ...] = ()
    recused: tuple[UUID, ...] = ()
    cleared: tuple[UUID, ...] = ()
    mend_ended: datetime | None = None
    preliminary_at: datetime | None = None
    told_at: datetime | None = None  # when the applicant was given notice of it
    hearing_asked: bool = False
    heard_at: datetime | None = None
    protocol_at: datetime | None = None
    refused_at: datetime | None = None  # deemed refused by silence
    decision: str = ""
    article: str = ""
    ground: str = ""
    remedies: bool = True
    exception: HearingException | None = None
    window: Window | None = None
    relieved: tuple[str, ...] = ()
    body: Group | None = None

    def began(self, body: str) -> datetime | None:
        """Return when the term of *body* began that redirected the appeal, if it did; at first, if twice."""
        return dict(zip(reversed(self.bodies), reversed(self.terms), strict=True)).get(body)


NOTHING_YET = Legal()


def undecided(legal: Legal) -> Legal:
    """Return *legal* with everything still to be decided, and the applicant to be heard before."""
    return replace(
        legal,
        preliminary_at=None,
        told_at=None,
        hearing_asked=False,
        heard_at=None,
        protocol_at=None,
        decision="",
        article="",
        ground="",
        remedies=True,
        exception=None,
        window=None,
    )
