"""Commands on an appeal as a whole."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.commands.tasks import HappenedOn
from domain.identity.people import Person
from domain.law.vocabulary import NO_DECISION_DETAILS, DecisionDetails
from domain.state.task import Ground, TaskOutcome
from domain.worktime.terms import Term


@dataclass(frozen=True, slots=True)
class ResolveAtIntake:
    """Resolve the appeal at the counter, in the same visit: all its working clocks end."""

    by: Person
    outcome: TaskOutcome
    ground: Ground | None = None
    text: UUID | None = None
    decision_details: DecisionDetails = NO_DECISION_DETAILS


@dataclass(frozen=True, slots=True)
class ProvideInformation:
    """Record the citizen's answer, whichever channel it came by.

    ``question`` is the number of the question that it answers; None if only one was asked.
    """

    by: Person
    text: UUID | None = None
    question: int | None = None
    happened_on: HappenedOn | None = None


@dataclass(frozen=True, slots=True)
class ConfirmReceipt:
    """Record whether the granted help has arrived."""

    by: Person
    received: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Withdraw the appeal on the citizen's behalf."""

    by: Person
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Close the appeal as merged into another one, identified by its *number*.

    *answered_there* states that all applicants are answered there, by the same procedure and due no later.
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
    """Reopen a closed appeal, keeping its earlier outcome.

    *sent_back* is the time of the last decision on a complaint that ordered a new consideration.
    """

    by: Person
    text: UUID | None = None
    remitted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecordBodyRegistration:
    """Record the number under which the considering body has registered the appeal itself, and the day."""

    by: Person
    number: str
    registered_on: date | None = None
