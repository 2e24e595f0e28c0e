"""Statutory commands; those of everyday work are in tasks.py and appeals.py.

A command contains no free text: ``text`` is the id of a text kept in Postgres.
"""

from dataclasses import dataclass
from uuid import UUID

from domain.identity.people import Group, Person
from domain.law.applicable_law import Law
from domain.law.vocabulary import Danger, Defect, Notification, NotificationMeans, ReturnGround
from domain.worktime.terms import Term
from domain.worktime.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class Redirect:
    """Redirect the whole appeal to the competent body; its term starts again there (АППК 65(1), 76(2)).

    *superior* is that body's superior under the current policy; so in every command that has the field.
    A body that *is_external* is written to, and the sender awaits its answer.
    """

    by: Person
    task: UUID
    to_organisation: str
    text: UUID | None = None
    override: bool = False
    superior: Group | None = None
    is_external: bool = False


@dataclass(frozen=True, slots=True)
class SplitOff:
    """Split off some *demands* as an appeal of their own for the competent body (АППК 65(2))."""

    by: Person
    task: UUID
    demands: tuple[UUID, ...]
    to_organisation: str
    text: UUID | None = None
    override: bool = False
    superior: Group | None = None


@dataclass(frozen=True, slots=True)
class FlagDanger:
    """Report a crime or a threat to safety: the appeal is forwarded at once (АППК 64(7-2))."""

    by: Person
    task: UUID
    danger: Danger
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReportDefects:
    """State the defects of an appeal and the term for their correction (АППК 64(6))."""

    by: Person
    task: UUID
    defects: tuple[Defect, ...]
    term: Term
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReturnToApplicant:
    """Return the appeal without a decision, with reasons (АППК 64(7)); *earlier* is the identical appeal."""

    by: Person
    task: UUID
    ground: ReturnGround
    identical_to: UUID | None = None
    text: UUID | None = None
    override: bool = False
    notification: Notification | None = None


@dataclass(frozen=True, slots=True)
class AnnouncePreliminaryDecision:
    """Announce the preliminary decision, so that the applicant is heard before the act (АППК 73(1))."""

    by: Person
    task: UUID
    text: UUID | None = None
    notification: Notification | None = None


@dataclass(frozen=True, slots=True)
class RecordHearing:
    """Record that the applicant was heard; the protocol is then to be signed (АППК 73, 74(4))."""

    by: Person
    task: UUID
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class SignHearingProtocol:
    """Sign the protocol of the hearing, which is the duty *task* (АППК 74(4))."""

    by: Person
    task: UUID
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ForwardComplaint:
    """Forward a complaint, with the file, from the body complained of to its superior (АППК 91(4))."""

    by: Person
    task: UUID
    text: UUID | None = None
    override: bool = False


@dataclass(frozen=True, slots=True)
class DecideRecusal:
    """Decide, as the superior, whether the person challenged is recused (АППК 67(3))."""

    by: Person
    task: UUID
    is_upheld: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecordNotification:
    """Record the notification of the applicant by *means*; the text is the proof of delivery (АППК 66)."""

    by: Person
    task: UUID
    means: NotificationMeans
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """Change the kind of the appeal to the one whose terms *law* contains.

    *against* is the body complained of, None where the kind is no complaint, and *superior* then decides.
    """

    by: Person
    law: Law
    text: UUID | None = None
    complaint_against: str | None = None  # None: unchanged
    superior: Group | None = None


@dataclass(frozen=True, slots=True)
class CorrectDefects:
    """Correct the defects of the appeal (АППК 64(6))."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class SubmitObjection:
    """Submit an objection to the preliminary decision (АППК 73(3))."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class RequestHearing:
    """Request a hearing in person (АППК 73(3))."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class SubmitProtocolRemarks:
    """Submit remarks on the protocol of the hearing (АППК 74(6))."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class RequestRecusal:
    """Request the recusal of *person* of the group *of*, by default of the task's holder (АППК 67).

    *has_new_circumstances* states that it is not about those of an earlier request (67(9)).
    """

    by: Person
    person: UUID | None = None
    text: UUID | None = None
    group: Group | None = None
    has_new_circumstances: bool = False


@dataclass(frozen=True, slots=True)
class ChangeRepresentative:
    """Name, replace or remove the applicant's representative; the name is kept in Postgres (АППК 68).

    *removed* states that the applicant has no representative any more.
    """

    by: Person
    text: UUID | None = None
    is_removal: bool = False


@dataclass(frozen=True, slots=True)
class RequestFileAccess:
    """Request access to the file (АППК 75)."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class AttachToFile:
    """Attach an identical appeal to the file of the returned one; it gets no answer (АППК 64(8))."""

    by: Person
    target_appeal: UUID


@dataclass(frozen=True, slots=True)
class ChangeCalendar:
    """Change the calendar of the appeal to another version."""

    by: Person
    calendar: Calendar
