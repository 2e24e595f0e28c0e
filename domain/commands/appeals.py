"""Commands on an appeal as a whole."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.identity.people import Person
from domain.law.vocabulary import NO_DECISION_DETAILS, DecisionDetails
from domain.state.task import Ground, TaskOutcome
from domain.worktime.terms import Term


@dataclass(frozen=True, slots=True)
class ResolveAtIntake:
    """Solve the appeal at the counter, in the same visit: no clock of the work on it is left."""

    by: Person
    outcome: TaskOutcome
    ground: Ground | None = None
    text: UUID | None = None
    decision_details: DecisionDetails = NO_DECISION_DETAILS


@dataclass(frozen=True, slots=True)
class ProvideInformation:
    """The citizen's answer, by whatever channel it came."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ConfirmReceipt:
    """Say whether the help that was granted has arrived."""

    by: Person
    received: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The citizen takes the appeal back."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Close the appeal as a part of another one, called by its *number*.

    *answered_there* says that all who asked ask there too, by the same procedure and due no later.
    """

    by: Person
    target_appeal: UUID
    covers_all_applicants: bool = False
    target_number: str = ""


@dataclass(frozen=True, slots=True)
class Extend:
    """Extend the statute clock and the step's, before it ends, with a reason kept as text."""

    by: Person
    term: Term
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Reopen:
    """Take a closed appeal up again; its old outcome is kept.

    *sent_back* is when a complaint of it was last decided so: that the body has to begin again.
    """

    by: Person
    text: UUID | None = None
    remitted_at: datetime | None = None
