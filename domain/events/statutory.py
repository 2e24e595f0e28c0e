"""What the acts of the law have done: participles; written once, kept for years, never changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.identity.people import Group
from domain.law.applicable_law import Law
from domain.law.vocabulary import Danger, Defect, HearingException, Means, ReturnGround
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
    restarts: bool = True
    text: UUID | None = None
    overridden: bool = False
    superior: Group | None = None


@dataclass(frozen=True, slots=True)
class CompetenceDisputed:
    """The appeal was about to go back and forth: the fallback queue decides whose it is."""

    task: UUID
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartRedirected:
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
class DefectsNamed:
    """The applicant was told what is missing, and has a *term* to mend it."""

    task: UUID
    missing: tuple[Defect, ...]
    term: Term
    article: str
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Mended:
    """The applicant has added what was missing."""

    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class MendTermEnded:
    """What was missing is missing still at the end of the term: the appeal may be returned."""

    due: datetime


@dataclass(frozen=True, slots=True)
class ReturnedToApplicant:
    """The appeal was given back without a decision on it."""

    task: UUID
    ground: ReturnGround
    article: str
    earlier: UUID | None = None
    text: UUID | None = None
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class PreliminaryTold:
    """The applicant knows what is going to be decided; the act comes no sooner than ``earliest``."""

    task: UUID
    earliest: datetime
    article: str
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Objected:
    """The applicant objected to the preliminary decision."""

    in_time: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class HearingAsked:
    """The applicant asked to be heard in person."""

    in_time: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class HearingHeld:
    """The applicant was heard."""

    task: UUID
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ProtocolSigned:
    """The protocol of the hearing was signed; the applicant may remark on it."""

    task: UUID
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ProtocolRemarked:
    """The applicant remarked on the protocol."""

    in_time: bool
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
class Challenged:
    """The applicant asked that *person* has no part in the appeal."""

    person: UUID
    article: str
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecusalDecided:
    """The superior decided whether *person* steps aside."""

    task: UUID
    person: UUID
    upheld: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class RepresentativeNamed:
    """Somebody speaks for the applicant from now on.

    Or, *removed*, nobody does any more: there is time *until* then to name another.
    """

    text: UUID | None = None
    removed: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class FileAsked:
    """The applicant asked to see the file."""

    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ApplicantNotified:
    """The applicant was told; ``text`` is the proof of delivery."""

    task: UUID
    means: Means
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class KindChanged:
    """The appeal is treated as one of another kind, with the terms of *law*.

    It is a complaint *against* that body from now on, or against none; where it is None, as before.
    """

    law: Law
    old_due: datetime | None
    new_due: datetime | None
    text: UUID | None = None
    against: str | None = None
    superior: Group | None = None


@dataclass(frozen=True, slots=True)
class DeemedRefused:
    """The term has ended in silence, which the law takes for a refusal (АППК 91(2), 100(5))."""

    due: datetime
    article: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, in the law's own terms. Without *remedies* the act does not say how to complain."""

    decision: str
    article: str
    ground: str = ""
    remedies: bool = True
    exception: HearingException | None = None


@dataclass(frozen=True, slots=True)
class WindowClosed:
    """The time to complain of the decision is over."""

    due: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """One clock's due time under the old calendar and the new; ``breached`` says that it was late already."""

    clock: ClockKind
    task: UUID | None
    old_due: datetime
    new_due: datetime
    breached: bool


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """The appeal is reckoned by another version of its calendar; these of its clocks *moved*."""

    calendar: Calendar
    moved: tuple[Moved, ...] = ()


ActEvent = (
    Redirected
    | CompetenceDisputed
    | PartRedirected
    | DangerFlagged
    | DefectsNamed
    | Mended
    | MendTermEnded
    | ReturnedToApplicant
    | PreliminaryTold
    | Objected
    | HearingAsked
    | HearingHeld
    | ProtocolSigned
    | ProtocolRemarked
    | ComplaintForwarded
    | Challenged
    | RecusalDecided
    | RepresentativeNamed
    | FileAsked
    | ApplicantNotified
    | KindChanged
    | DeemedRefused
    | Decided
    | WindowClosed
    | CalendarChanged
)
