"""What the law has made of an appeal beside its tasks and clocks, and the words its acts are told in."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from domain.identity.people import Group
from domain.law.vocabulary import Danger, HearingException
from domain.worktime.terms import Term


@dataclass(frozen=True, slots=True)
class PendingComplaintWindow:
    """The time to complain of an end, which begins when the applicant is told of it by that *notice*."""

    notice_task: UUID
    term: Term


@dataclass(frozen=True, slots=True)
class LegalState:
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
    child_count: int = 0
    anonymous: bool = False
    danger: Danger | None = None
    barred: tuple[UUID, ...] = ()
    previous_bodies: tuple[str, ...] = ()
    previous_term_starts: tuple[datetime, ...] = ()
    received_by_body_at: datetime | None = None
    complaint_about: UUID | None = None
    complaint_against: str = ""
    forwarded: bool = False
    complaint_late: bool = False
    challenged: tuple[UUID, ...] = ()
    recused: tuple[UUID, ...] = ()
    recusal_dismissed: tuple[UUID, ...] = ()
    defect_correction_lapsed_at: datetime | None = None
    preliminary_announced_at: datetime | None = None
    preliminary_notified_at: datetime | None = None  # when the applicant was given notice of it
    hearing_requested: bool = False
    heard_at: datetime | None = None
    protocol_signed_at: datetime | None = None
    deemed_refused_at: datetime | None = None  # deemed refused by silence
    decision: str = ""
    decision_article: str = ""
    termination_ground: str = ""
    remedies_stated: bool = True
    hearing_exception: HearingException | None = None
    pending_complaint_window: PendingComplaintWindow | None = None
    relieved_bodies: tuple[str, ...] = ()
    considering_body: Group | None = None

    def previous_term_start(self, body: str) -> datetime | None:
        """Return when the term of *body* began that redirected the appeal, if it did; at first, if twice."""
        return dict(
            zip(reversed(self.previous_bodies), reversed(self.previous_term_starts), strict=True)
        ).get(body)


INITIAL = LegalState()


def undecided(legal: LegalState) -> LegalState:
    """Return *legal* with everything still to be decided, and the applicant to be heard before."""
    return replace(
        legal,
        preliminary_announced_at=None,
        preliminary_notified_at=None,
        hearing_requested=False,
        heard_at=None,
        protocol_signed_at=None,
        decision="",
        decision_article="",
        termination_ground="",
        remedies_stated=True,
        hearing_exception=None,
        pending_complaint_window=None,
    )
