"""The legal state of an appeal: what the procedures of the law have established so far."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from domain.identity.people import Group
from domain.law.vocabulary import Danger, HearingException
from domain.worktime.terms import Term


@dataclass(frozen=True, slots=True)
class Hearing:
    """The hearing before an adverse act; the applicant is notified of the preliminary decision after it."""

    announced_at: datetime | None = None
    notified_at: datetime | None = None
    is_requested: bool = False
    held_at: datetime | None = None
    protocol_signed_at: datetime | None = None

    @property
    def is_awaited(self) -> bool:
        """Return whether a hearing was requested and not held yet."""
        return self.is_requested and self.held_at is None


@dataclass(frozen=True, slots=True)
class PendingTerm:
    """A term of the applicant, which begins when the task ``notice_task`` is completed."""

    notice_task: UUID
    term: Term


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision in the law's terms; empty until one is made."""

    code: str = ""
    article: str = ""
    termination_ground: str = ""
    remedies_stated: bool = True
    hearing_exception: HearingException | None = None
    pending_window: PendingTerm | None = None


@dataclass(frozen=True, slots=True)
class Complaint:
    """The appeal that a complaint is about, and the body that it is against; empty for other kinds."""

    about: UUID | None = None
    against: str = ""
    is_forwarded: bool = False
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Competence:
    """The bodies that had the appeal, the one that considers it now, and the superior of each.

    ``previous_bodies`` redirected it, in order, and ``previous_term_starts`` is when the term of each began;
    from the ``relieved_bodies`` the fallback queue took over. ``received_at`` is when the present body
    received it. The ``considering_body`` decides, whichever group works for it; ``superior`` decides on
    complaints against it. ``superiors`` has the superiors of bodies that the plan does not name.
    For a body outside the system, ``kept_by`` is the group that awaits its answer and enters it.
    """

    previous_bodies: tuple[str, ...] = ()
    previous_term_starts: tuple[datetime, ...] = ()
    relieved_bodies: tuple[str, ...] = ()
    received_at: datetime | None = None
    considering_body: Group | None = None
    superior: Group | None = None
    superiors: tuple[tuple[str, Group], ...] = ()
    kept_by: Group | None = None

    @property
    def external_body(self) -> str | None:
        """Return the organisation outside the system that considers the appeal, or None."""
        return self.considering_body.organisation if self.kept_by and self.considering_body else None

    def is_kept_by(self, organisation: str) -> bool:
        """Return whether *organisation* awaits the answer of a body outside the system, and enters it."""
        return self.kept_by is not None and self.kept_by.organisation == organisation

    def previous_term_start(self, body: str) -> datetime | None:
        """Return when the first term of *body* began, if it redirected the appeal."""
        return dict(
            zip(reversed(self.previous_bodies), reversed(self.previous_term_starts), strict=True)
        ).get(body)


@dataclass(frozen=True, slots=True)
class Recusals:
    """The people who have no part in the appeal, and those whose recusal was requested or dismissed."""

    barred: tuple[UUID, ...] = ()
    requested: tuple[UUID, ...] = ()
    upheld: tuple[UUID, ...] = ()
    dismissed: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyRegistration:
    """The registration of the appeal in the journal of one *organisation*: its number and day there."""

    organisation: str
    number: str
    registered_on: date


NO_HEARING, NO_DECISION, NO_COMPLAINT = Hearing(), Decision(), Complaint()


@dataclass(frozen=True, slots=True)
class LegalState:
    """What the procedures of the law have established. Demands and people are ids.

    ``pending_correction`` is the term to correct defects that were reported, before its notice.
    ``deemed_refused_at`` is when the last term ended in silence: no later act takes that back, nor the time
    in which it is ``silence_contestable_until``.
    """

    demands: tuple[UUID, ...] = ()
    child_count: int = 0
    danger: Danger | None = None
    pending_correction: PendingTerm | None = None
    defect_correction_lapsed_at: datetime | None = None
    deemed_refused_at: datetime | None = None
    silence_contestable_until: datetime | None = None
    hearing: Hearing = NO_HEARING
    decision: Decision = NO_DECISION
    complaint: Complaint = NO_COMPLAINT
    competence: Competence = field(default_factory=Competence)
    recusals: Recusals = field(default_factory=Recusals)
    registrations: tuple[BodyRegistration, ...] = ()

    def registration_at(self, organisation: str) -> BodyRegistration | None:
        """Return the registration of the appeal at *organisation*, if it is known."""
        return next((each for each in self.registrations if each.organisation == organisation), None)

    def with_registration(self, registration: BodyRegistration) -> "LegalState":
        """Return this with *registration*, in place of the former one of the same organisation."""
        others = (each for each in self.registrations if each.organisation != registration.organisation)
        return replace(self, registrations=(*others, registration))


INITIAL = LegalState()
