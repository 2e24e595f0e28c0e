"""What happened to an appeal. Participles; written once, kept for years, never changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.law.applicable_law import NO_LAW, Law
from domain.policy.plan import Plan
from domain.state.task import Ground, Outcome
from domain.worktime.terms import Term
from domain.worktime.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class Registered:
    """The appeal exists: its talon was given.

    A part of another appeal has that *parent*, and *bodies* that had it, whose *terms* began then.
    A complaint is *about* an appeal, *against* the body that decided it; those *barred* have no part in
    it. It came *late* where the time to complain was over; a part of one may have been *forwarded* before.
    """

    appeal: UUID
    number: str
    channel: str
    language: str
    topic: str
    region: str
    reception: str
    received_at: datetime
    registered_at: datetime
    plan: Plan
    calendar: Calendar
    law: Law = NO_LAW
    demands: tuple[UUID, ...] = ()
    parent: UUID | None = None
    anonymous: bool = False
    complaint_about: UUID | None = None
    complaint_against: str = ""
    barred: tuple[UUID, ...] = ()
    recused: tuple[UUID, ...] = ()
    complaint_late: bool = False
    previous_bodies: tuple[str, ...] = ()
    previous_term_starts: tuple[datetime, ...] = ()
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class InformationRequested:
    """The citizen was asked: the clocks pause."""

    task: UUID
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class InformationProvided:
    """The citizen answered: the clocks go on."""

    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class InformationWaitLapsed:
    """The citizen did not answer within the longest wait: the clocks go on."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class HelpGranted:
    """The decision is made; the appeal waits until the help has arrived, a *term* at most."""

    task: UUID
    term: Term


@dataclass(frozen=True, slots=True)
class ReceiptOverdue:
    """Nobody said in time whether the help has arrived, so somebody calls."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class ReceiptConfirmed:
    """Somebody said whether the help has arrived."""

    received: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """The appeal ended; there is a *window* of time to complain of it.

    It begins when the applicant is told by that *notice*; with the end itself, where there is none.
    Where it goes on in another one, that is called by its *number*.
    """

    outcome: Outcome
    ground: Ground | None = None
    merged_into: UUID | None = None
    text: UUID | None = None
    complaint_window: Term | None = None
    notice_task: UUID | None = None
    merged_into_number: str = ""


@dataclass(frozen=True, slots=True)
class Reopened:
    """The appeal was taken up again for the ``count``-th time."""

    count: int
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class CommandRefused:
    """An integrator's signal was refused; kept where the integrator can read it."""

    verb: str
    code: str
