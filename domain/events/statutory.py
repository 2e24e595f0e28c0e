"""Events of statutory acts: participles; written once, kept for years, never changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.identity.people import Group
from domain.law.applicable_law import Law
from domain.law.vocabulary import Danger, Defect, HearingException, NotificationMeans, ReturnGround
from domain.state.clock import Clock, ClockKind
from domain.worktime.terms import Term
from domain.worktime.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class Redirected:
    """The appeal was redirected to another body; ``restarts_term`` states that its term began again there.

    ``superior`` is that body's superior; so in every event that has the field. Without a ``statute_clock``
    the running one continues. ``kept_by`` is the group that awaits the answer of an external body.
    """

    task: UUID
    group: Group
    article: str
    restarts_term: bool = True
    text: UUID | None = None
    overridden: bool = False
    superior: Group | None = None
    statute_clock: Clock | None = None
    kept_by: Group | None = None


@dataclass(frozen=True, slots=True)
class CompetenceDisputed:
    """The competence was disputed: the fallback queue decides on it."""

    task: UUID
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemandsSplitOff:
    """Some *demands* were split off as an appeal of their own for another body."""

    task: UUID
    demands: tuple[UUID, ...]
    child: UUID
    number: str
    group: Group
    article: str
    text: UUID | None = None
    overridden: bool = False
    superior: Group | None = None


@dataclass(frozen=True, slots=True)
class DangerFlagged:
    """A crime or a threat to safety was reported in the appeal."""

    task: UUID
    danger: Danger
    article: str
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class DefectsReported:
    """The defects were reported; the *term* to correct them begins with ``notice_task``, or else at once."""

    task: UUID
    defects: tuple[Defect, ...]
    term: Term
    article: str
    text: UUID | None = None
    notice_task: UUID | None = None


@dataclass(frozen=True, slots=True)
class DefectsCorrected:
    """The applicant corrected the defects."""

    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class DefectCorrectionLapsed:
    """The term for corrections ended without any: the appeal may be returned."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class ReturnedToApplicant:
    """The appeal was returned without a decision on it."""

    task: UUID
    ground: ReturnGround
    article: str
    identical_to: UUID | None = None
    text: UUID | None = None
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class PreliminaryDecisionAnnounced:
    """The preliminary decision was announced; no act is adopted before ``earliest_decision_at``."""

    task: UUID
    earliest_decision_at: datetime
    article: str
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ObjectionSubmitted:
    """The applicant objected to the preliminary decision."""

    is_in_time: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class HearingRequested:
    """The applicant requested a hearing in person."""

    is_in_time: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class HearingHeld:
    """The applicant was heard."""

    task: UUID
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class HearingProtocolSigned:
    """The protocol of the hearing was signed; the applicant may remark on it."""

    task: UUID
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ProtocolRemarksSubmitted:
    """The applicant submitted remarks on the protocol."""

    is_in_time: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ComplaintForwarded:
    """The complaint was forwarded with the file to the superior of the body complained of."""

    task: UUID
    group: Group
    article: str
    text: UUID | None = None
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class RecusalRequested:
    """The applicant requested the recusal of *person*."""

    person: UUID
    article: str
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecusalDecided:
    """The superior decided whether *person* is recused."""

    task: UUID
    person: UUID
    is_upheld: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class RepresentativeChanged:
    """A representative was named, or removed: another may then be named until ``replacement_due``."""

    text: UUID | None = None
    is_removal: bool = False
    replacement_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class FileAccessRequested:
    """The applicant requested access to the file."""

    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ApplicantNotified:
    """The applicant was notified; ``text`` is the proof, ``notified_at`` a stated moment before this."""

    task: UUID
    means: NotificationMeans
    text: UUID | None = None
    notified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KindChanged:
    """The kind of the appeal was changed to another one, with the terms of *law* and this ``statute_clock``.

    ``complaint_against`` is the body complained of, empty for none; None leaves it unchanged.
    """

    law: Law
    old_due_at: datetime | None
    new_due_at: datetime | None
    statute_clock: Clock
    text: UUID | None = None
    complaint_against: str | None = None
    superior: Group | None = None
    ends_information_wait: bool = False


@dataclass(frozen=True, slots=True)
class DeemedRefused:
    """The term ended in silence: a refusal (АППК 91(2), 100(5)), which is ``contestable_until`` then."""

    due_at: datetime
    article: str
    contestable_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The legal decision was made; ``remedies_stated`` is false where the act does not state the remedies."""

    decision: str
    article: str
    termination_ground: str = ""
    remedies_stated: bool = True
    hearing_exception: HearingException | None = None


@dataclass(frozen=True, slots=True)
class ComplaintWindowClosed:
    """The time to complain of the decision ended."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class ClockShift:
    """One clock's due time under the old calendar and the new; ``breached`` if it had run out before."""

    clock: ClockKind
    task: UUID | None
    old_due_at: datetime
    new_due_at: datetime
    breached: bool


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """The calendar of the appeal was changed to another version, which moved these of its *clocks*."""

    calendar: Calendar
    clocks: tuple[ClockShift, ...] = ()


ActEvent = (
    Redirected
    | CompetenceDisputed
    | DemandsSplitOff
    | DangerFlagged
    | DefectsReported
    | DefectsCorrected
    | DefectCorrectionLapsed
    | ReturnedToApplicant
    | PreliminaryDecisionAnnounced
    | ObjectionSubmitted
    | HearingRequested
    | HearingHeld
    | HearingProtocolSigned
    | ProtocolRemarksSubmitted
    | ComplaintForwarded
    | RecusalRequested
    | RecusalDecided
    | RepresentativeChanged
    | FileAccessRequested
    | ApplicantNotified
    | KindChanged
    | DeemedRefused
    | Decided
    | ComplaintWindowClosed
    | CalendarChanged
)
