"""Commands of the law, as imperatives; the everyday ones are in tasks.py and appeals.py.

Free text never stands in a command: ``text`` is the id of a text kept in Postgres.
"""

from dataclasses import dataclass
from uuid import UUID

from domain.identity.people import Group, Person
from domain.law.applicable_law import Law
from domain.law.vocabulary import Danger, Defect, NotificationMeans, ReturnGround
from domain.worktime.terms import Term
from domain.worktime.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class Redirect:
    """Send the whole appeal to the body that is competent; its term begins anew there (АППК 65(1), 76(2)).

    *superior* is who stands above that body, by the policy of now; in every command that has one.
    """

    by: Person
    task: UUID
    to_organisation: str
    text: UUID | None = None
    override: bool = False
    superior: Group | None = None


@dataclass(frozen=True, slots=True)
class SplitOff:
    """Send some *demands* to the body that is competent: they become an appeal of their own (АППК 65(2))."""

    by: Person
    task: UUID
    demands: tuple[UUID, ...]
    to_organisation: str
    text: UUID | None = None
    override: bool = False
    superior: Group | None = None


@dataclass(frozen=True, slots=True)
class FlagDanger:
    """Tell of a crime or a threat to safety: the appeal goes on at once (АППК 64(7-2))."""

    by: Person
    task: UUID
    danger: Danger
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReportDefects:
    """Say what an appeal lacks, and by when the applicant may mend it (АППК 64(6))."""

    by: Person
    task: UUID
    defects: tuple[Defect, ...]
    term: Term
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReturnToApplicant:
    """Give the appeal back without a decision on it, with reasons (АППК 64(7)); *earlier* is its twin."""

    by: Person
    task: UUID
    ground: ReturnGround
    identical_to: UUID | None = None
    text: UUID | None = None
    override: bool = False


@dataclass(frozen=True, slots=True)
class AnnouncePreliminaryDecision:
    """Tell the applicant the preliminary decision, so that they are heard before the act (АППК 73(1))."""

    by: Person
    task: UUID
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecordHearing:
    """Say that the applicant was heard; the protocol is then to be signed (АППК 73, 74(4))."""

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
    """Send a complaint, with the file, from the body complained of to its superior (АППК 91(4))."""

    by: Person
    task: UUID
    text: UUID | None = None
    override: bool = False


@dataclass(frozen=True, slots=True)
class DecideRecusal:
    """Decide, as the superior, whether the person challenged steps aside (АППК 67(3))."""

    by: Person
    task: UUID
    is_upheld: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecordNotification:
    """Say that the applicant was told, by which *means*; the text is the proof of delivery (АППК 66)."""

    by: Person
    task: UUID
    means: NotificationMeans
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """Treat the appeal as one of another kind: *law* has that kind's terms.

    *against* is the body complained of, none where the kind is no complaint, and *superior* who decides then.
    """

    by: Person
    law: Law
    text: UUID | None = None
    complaint_against: str | None = None  # None: as it was
    superior: Group | None = None


@dataclass(frozen=True, slots=True)
class CorrectDefects:
    """Add what the appeal lacked (АППК 64(6))."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class SubmitObjection:
    """Object to the preliminary decision (АППК 73(3))."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class RequestHearing:
    """Ask to be heard in person (АППК 73(3))."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class SubmitProtocolRemarks:
    """Remark on the protocol of the hearing (АППК 74(6))."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class RequestRecusal:
    """Ask that *person* of the group *of*, or else whoever holds it, has no part in the appeal (АППК 67)."""

    by: Person
    person: UUID | None = None
    text: UUID | None = None
    group: Group | None = None


@dataclass(frozen=True, slots=True)
class ChangeRepresentative:
    """Name who speaks for the applicant, or somebody else instead; the name stays in Postgres (АППК 68).

    *removed* says that nobody does any more.
    """

    by: Person
    text: UUID | None = None
    is_removal: bool = False


@dataclass(frozen=True, slots=True)
class RequestFileAccess:
    """Ask to see the file (АППК 75)."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class AttachToFile:
    """Attach to the file of a returned appeal what came again identical; there is no answer (АППК 64(8))."""

    by: Person
    target_appeal: UUID


@dataclass(frozen=True, slots=True)
class ChangeCalendar:
    """Reckon the appeal by another version of its calendar."""

    by: Person
    calendar: Calendar
