"""What the law lets people ask of an appeal: its acts as imperatives. The everyday verbs are in commands.py.

Free text never stands in a command: ``text`` is the id of a text kept in Postgres.
"""

from dataclasses import dataclass
from uuid import UUID

from domain.identity.people import Group, Person
from domain.law.applicable_law import Law
from domain.law.vocabulary import Danger, Defect, Means, ReturnGround
from domain.worktime.terms import Term
from domain.worktime.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class Redirect:
    """Send the whole appeal to the body that is competent; its term begins anew there (АППК 65(1), 76(2)).

    *superior* is who stands above that body, by the policy of now; in every command that has one.
    """

    by: Person
    task: UUID
    to: str
    text: UUID | None = None
    override: bool = False
    superior: Group | None = None


@dataclass(frozen=True, slots=True)
class RedirectPart:
    """Send some *demands* to the body that is competent: they become an appeal of their own (АППК 65(2))."""

    by: Person
    task: UUID
    demands: tuple[UUID, ...]
    to: str
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
class NameDefects:
    """Say what an appeal lacks, and by when the applicant may mend it (АППК 64(6))."""

    by: Person
    task: UUID
    missing: tuple[Defect, ...]
    term: Term
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReturnToApplicant:
    """Give the appeal back without a decision on it, with reasons (АППК 64(7)); *earlier* is its twin."""

    by: Person
    task: UUID
    ground: ReturnGround
    earlier: UUID | None = None
    text: UUID | None = None
    override: bool = False


@dataclass(frozen=True, slots=True)
class TellPreliminary:
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
class SignProtocol:
    """Sign the protocol of the hearing, which is the duty *task* (АППК 74(4))."""

    by: Person
    task: UUID
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Forward:
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
    upheld: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Notify:
    """Say that the applicant was told, by which *means*; the text is the proof of delivery (АППК 66)."""

    by: Person
    task: UUID
    means: Means
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """Treat the appeal as one of another kind: *law* has that kind's terms.

    *against* is the body complained of, none where the kind is no complaint, and *superior* who decides then.
    """

    by: Person
    law: Law
    text: UUID | None = None
    against: str | None = None  # None: as it was
    superior: Group | None = None


@dataclass(frozen=True, slots=True)
class Mend:
    """Add what the appeal lacked (АППК 64(6))."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Object:
    """Object to the preliminary decision (АППК 73(3))."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class AskForHearing:
    """Ask to be heard in person (АППК 73(3))."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class RemarkOnProtocol:
    """Remark on the protocol of the hearing (АППК 74(6))."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Challenge:
    """Ask that *person* of the group *of*, or else whoever holds it, has no part in the appeal (АППК 67)."""

    by: Person
    person: UUID | None = None
    text: UUID | None = None
    of: Group | None = None


@dataclass(frozen=True, slots=True)
class NameRepresentative:
    """Name who speaks for the applicant, or somebody else instead; the name stays in Postgres (АППК 68).

    *removed* says that nobody does any more.
    """

    by: Person
    text: UUID | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class AskForFile:
    """Ask to see the file (АППК 75)."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Attach:
    """Attach to the file of a returned appeal what came again identical; there is no answer (АППК 64(8))."""

    by: Person
    into: UUID


@dataclass(frozen=True, slots=True)
class ChangeCalendar:
    """Reckon the appeal by another version of its calendar."""

    by: Person
    calendar: Calendar


ActOnTask = (
    Redirect
    | RedirectPart
    | FlagDanger
    | NameDefects
    | ReturnToApplicant
    | TellPreliminary
    | RecordHearing
    | SignProtocol
    | Forward
    | DecideRecusal
    | Notify
)
ActOnAppeal = (
    ChangeKind
    | Mend
    | Object
    | AskForHearing
    | RemarkOnProtocol
    | Challenge
    | NameRepresentative
    | AskForFile
    | Attach
    | ChangeCalendar
)
