"""What the acts of the law have done: participles; written once, kept for years, never changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.identity.people import Group
from domain.law.applicable_law import Law
from domain.law.vocabulary import Danger, Defect, HearingException, NotificationMeans, ReturnGround
from domain.state.clock import ClockKind
from domain.worktime.terms import Term
from domain.worktime.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class Redirected:
    """The whole appeal went to another body; ``restarts`` says that its term began anew there.

    ``superior`` is who stands above that body; in every event that has one.
    """

    task: UUID
    group: Group
    article: str
    restarts_term: bool = True
    text: UUID | None = None
    overridden: bool = False
    superior: Group | None = None


@dataclass(frozen=True, slots=True)
class CompetenceDisputed:
    """The appeal was about to go back and forth: the fallback queue decides whose it is."""

    task: UUID
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemandsSplitOff:
    """Some *demands* became an appeal of their own, ``child``, for another body."""

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
    """The appeal tells of a crime or a threat to safety."""

    task: UUID
    danger: Danger
    article: str
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class DefectsReported:
    """The applicant was told what is missing, and has a *term* to mend it."""

    task: UUID
    defects: tuple[Defect, ...]
    term: Term
    article: str
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class DefectsCorrected:
    """The applicant has added what was missing."""

    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class DefectCorrectionLapsed:
    """What was missing is missing still at the end of the term: the appeal may be returned."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class ReturnedToApplicant:
    """The appeal was given back without a decision on it."""

    task: UUID
    ground: ReturnGround
    article: str
    identical_to: UUID | None = None
    text: UUID | None = None
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class PreliminaryDecisionAnnounced:
    """The applicant knows what is going to be decided; no act is adopted before ``earliest_decision_at``."""

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
    """The applicant asked to be heard in person."""

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
    """The applicant remarked on the protocol."""

    is_in_time: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ComplaintForwarded:
    """The complaint went with the file to the superior of the body complained of."""

    task: UUID
    group: Group
    article: str
    text: UUID | None = None
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class RecusalRequested:
    """The applicant asked that *person* has no part in the appeal."""

    person: UUID
    article: str
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecusalDecided:
    """The superior decided whether *person* steps aside."""

    task: UUID
    person: UUID
    is_upheld: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class RepresentativeChanged:
    """Somebody speaks for the applicant from now on.

    Or, *removed*, nobody does any more: there is time *until* then to name another.
    """

    text: UUID | None = None
    is_removal: bool = False
    replacement_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class FileAccessRequested:
    """The applicant asked to see the file."""

    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ApplicantNotified:
    """The applicant was told; ``text`` is the proof of delivery."""

    task: UUID
    means: NotificationMeans
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class KindChanged:
    """The appeal is treated as one of another kind, with the terms of *law*.

    It is a complaint *against* that body from now on, or against none; where it is None, as before.
    """

    law: Law
    old_due_at: datetime | None
    new_due_at: datetime | None
    text: UUID | None = None
    complaint_against: str | None = None
    superior: Group | None = None


@dataclass(frozen=True, slots=True)
class DeemedRefused:
    """The term has ended in silence, which the law takes for a refusal (АППК 91(2), 100(5))."""

    due_at: datetime
    article: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, in the law's own terms. Without *remedies* the act does not say how to complain."""

    decision: str
    article: str
    termination_ground: str = ""
    remedies_stated: bool = True
    hearing_exception: HearingException | None = None


@dataclass(frozen=True, slots=True)
class ComplaintWindowClosed:
    """The time to complain of the decision is over."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class ClockShift:
    """One clock's due time under the old calendar and the new; ``breached`` says that it was late already."""

    clock: ClockKind
    task: UUID | None
    old_due_at: datetime
    new_due_at: datetime
    breached: bool


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """The appeal is reckoned by another version of its calendar; these of its clocks *moved*."""

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
