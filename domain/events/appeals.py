"""Events of an appeal as a whole. Participles; written once, kept for years, never changed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.law.applicable_law import NO_LAW, Law
from domain.policy.plan import Plan
from domain.state.clock import Clock
from domain.state.task import Ground, Outcome
from domain.worktime.terms import Term
from domain.worktime.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class Registered:
    """The appeal was registered, and its talon issued.

    A part of another appeal has that *parent*, and ``previous_bodies`` with the starts of their terms.
    A complaint is *about* an appeal, *against* the body that decided it; the people *barred* have no part
    in it. It is *late* after the complaint window; a part of a complaint may have been *forwarded* before.
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
    statute_clock: Clock
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
    """The citizen was asked for information, for the ``question``-th time: the clocks pause.

    ``paused_from`` is the moment from which they pause if it was recorded later, for a ``reason``.
    """

    task: UUID
    term: Term
    question: int
    text: UUID | None = None
    paused_from: datetime | None = None
    reason: UUID | None = None


@dataclass(frozen=True, slots=True)
class InformationProvided:
    """The citizen provided information. It ends the wait if it answers the open question.

    ``question`` is the number of the question that it answers; 0 if there was none. ``resumed_from`` is the
    moment from which the clocks run again if it was recorded later, for a ``reason``.
    """

    text: UUID | None = None
    question: int = 0
    ends_wait: bool = False
    resumed_from: datetime | None = None
    reason: UUID | None = None


@dataclass(frozen=True, slots=True)
class InformationWaitLapsed:
    """The citizen did not answer within the longest wait: the clocks resume."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class HelpGranted:
    """Help was granted; the appeal waits for its receipt, a *term* at most. ``text`` is the answer."""

    task: UUID
    term: Term
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReceiptOverdue:
    """The receipt was not confirmed in time, so the applicant is called."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class ReceiptConfirmed:
    """The receipt of the help was confirmed or denied."""

    received: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """The appeal was closed, with a *complaint_window*.

    The window begins with the notification by *notice_task*; with the closing itself, where there is none.
    A merged appeal has the number of the appeal that continues it.
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
    """Work on the appeal began again; it has been reopened ``count`` times.

    The number stays where granted help did not arrive, since the appeal was not closed then.
    """

    count: int
    statute_clock: Clock
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class RegisteredLate:
    """The appeal was entered at *entered_at*, after the day on which the law has it registered (АППК 64(3)).

    Its term counts from the day of receipt all the same.
    """

    received_at: datetime
    due_at: datetime
    entered_at: datetime
    article: str


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The appeal was taken over from the other system *source*; the events before are its past there."""

    source: str


@dataclass(frozen=True, slots=True)
class BodyRegistrationRecorded:
    """The appeal was registered by *organisation* itself, under its own *number*, on the day stated."""

    organisation: str
    number: str
    registered_on: date


@dataclass(frozen=True, slots=True)
class CommandRefused:
    """An integrator's signal was refused; recorded so that the integrator can read it."""

    verb: str
    code: str
