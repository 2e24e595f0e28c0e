"""What the law has made of an appeal beside its tasks and clocks, and the words its acts are told in."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.people import Group
from domain.terms import Term


class Danger(StrEnum):
    """What beats every other rule: an appeal that tells of it goes on at once."""

    CRIME = "crime"
    SAFETY = "safety"


class Defect(StrEnum):
    """What an appeal has to tell and does not (АППК 63)."""

    NAME = "name"
    ADDRESS = "address"
    ADDRESSEE = "addressee"
    SUBSTANCE = "substance"
    DATE = "date"
    SIGNATURE = "signature"


class ReturnGround(StrEnum):
    """Why an appeal is given back to the applicant."""

    UNMENDED = "unmended"
    IDENTICAL = "identical"
    OBSCENE = "obscene"


class Means(StrEnum):
    """By what an applicant was told; each leaves a proof of delivery (АППК 66)."""

    REGISTERED_LETTER = "registered_letter"
    PHONOGRAM = "phonogram"
    TELEGRAM = "telegram"
    CABINET = "cabinet"
    SMS = "sms"
    EMAIL = "email"
    IN_PERSON = "in_person"
    OTHER = "other"


class HearingException(StrEnum):
    """Why an act is made without hearing the applicant first (АППК 73(2))."""

    FAVOURABLE = "favourable"
    SHORT_TERM = "short_term"
    URGENT_PROTECTION = "urgent_protection"
    APPLICANT_ASKS = "applicant_asks"
    SIMPLIFIED = "simplified"
    AUTOMATED = "automated"
    OTHER_LAW = "other_law"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided in the law's own terms, as far as it is said.

    *ground* is that of a termination; *remedies* says that the act tells how to complain of it (АППК 80(5));
    *exception* why nobody was heard before.
    """

    decision: str = ""
    ground: str = ""
    remedies: bool = True
    exception: HearingException | None = None


UNSAID = Verdict()


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
