"""Personal receptions: their receivers, hours and legal frequency (АППК 90)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.country.offices import Office
from domain.errors import (
    InvalidHours,
    NotInFuture,
    NotYourReception,
    OfficialNotEligible,
    ReceptionCancelled,
    ReceptionEnded,
    ReceptionNotStarted,
    ReceptionsOverlap,
    ReceptionStarted,
    UnknownBooking,
)
from domain.identity.people import Person, Role
from domain.law.rulebook import Rule, Rulebook, rule_ends_at, rulebook_in_force
from domain.policy.policy import Organisation
from domain.worktime.terms import Unit, add_months
from domain.worktime.working_calendar import DAY, Calendar

RECEIVING_ROLES = frozenset({Role.HEAD, Role.SUPERVISOR})
HEAD_OFFICES = frozenset({Office.HEAD, Office.DEPUTY})
HALF_A_DAY, RESOLUTION = timedelta(hours=12), timedelta.resolution


class ReceptionChange(StrEnum):
    """A change of a reception, recorded with its author, time and reason."""

    APPROVED = "approved"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    HELD = "held"


class ReceptionState(StrEnum):
    """The state of a reception; it is held only once that is recorded, not by its schedule alone."""

    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Reception:
    """Hours in which a head or deputy receives people."""

    id: UUID
    organisation: str
    receiver: UUID
    begins: datetime
    ends: datetime
    place: str
    held: bool = False
    cancelled: bool = False

    def state(self, now: datetime) -> ReceptionState:
        """Return the state of the reception at *now*."""
        if self.cancelled:
            return ReceptionState.CANCELLED
        if self.held:
            return ReceptionState.HELD
        return ReceptionState.PLANNED if now < self.ends else ReceptionState.MISSED


@dataclass(frozen=True, slots=True)
class ReceivingOfficial:
    """A head or deputy of an organisation, and the time since which the directory has them."""

    person: UUID
    organisation: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ReceptionObligation:
    """The due time of an official's next reception: each head and deputy receives in each calendar month.

    ``next_planned_at`` is the next one of the schedule.
    """

    official: UUID
    organisation: str
    counted_from: datetime
    due: datetime
    last_held_at: datetime | None = None
    next_planned_at: datetime | None = None

    def is_late(self, now: datetime) -> bool:
        """Return whether the term has ended without a reception."""
        return now > self.due

    def is_late_or_will_be(self, now: datetime) -> bool:
        """Return whether the obligation is late, or will be under the present schedule."""
        return self.is_late(now) or self.next_planned_at is None or self.next_planned_at > self.due


def rule_on(rulebooks: Sequence[Rulebook], day: date, name: str) -> Rule | None:
    """Return the rule on receptions called *name* in the law of that day; None where it has no such rule."""
    return rulebook_in_force(rulebooks, day).rule(name) if rulebooks else None


def is_head_or_deputy(person: Person) -> bool:
    """Return whether *person* is a head or deputy: by office, or by role where the office is not known."""
    return person.role in RECEIVING_ROLES if person.office is None else person.office in HEAD_OFFICES


def must_hold_receptions(organisation: Organisation) -> bool:
    """Return whether the law obliges the heads of *organisation* to receive people.

    It obliges the bodies that decide on appeals, which have officers and a head; receptions for the
    public, helpers and funds have none, and may receive people or not.
    """
    return organisation.is_administrative_body and not RECEIVING_ROLES.isdisjoint(organisation.roles)


def reception_obligation(
    official: ReceivingOfficial,
    receptions: Iterable[Reception],
    rule: Rule,
    calendar: Calendar,
    now: datetime,
) -> ReceptionObligation:
    """Return the time by which *official* must receive people under *rule*.

    A term of months is one of calendar months: after a reception in January, the next is due by the closing
    of February's last working day, and so is the first one after an appointment in January.
    """
    own = [each for each in receptions if each.receiver == official.person and not each.cancelled]
    own = [each for each in own if each.organisation == official.organisation]
    held = max((each.begins for each in own if each.held), default=None)
    planned = min((each.begins for each in own if not each.held and now < each.ends), default=None)
    since = max(official.since, held or official.since)
    due = _end_of_term(rule, since, calendar)
    return ReceptionObligation(official.person, official.organisation, since, due, held, planned)


def _end_of_term(rule: Rule, since: datetime, calendar: Calendar) -> datetime:
    if rule.term is None or rule.term.unit is not Unit.MONTHS:
        return rule_ends_at(rule, since, calendar)
    day, noon = calendar.local_date(since), calendar.end_of_day(since) - HALF_A_DAY
    month_after = add_months(day.replace(day=1), rule.term.amount + 1)
    month_end = calendar.end_of_day(noon + (month_after - day) - DAY)
    return calendar.previous_closing(calendar.at_or_next_opening(month_end + RESOLUTION))


def check_may_schedule(by: Person, organisation: str) -> None:
    """Refuse a person who may not approve the schedule of *organisation*."""
    if by.role is not Role.OPERATOR and not (is_head_or_deputy(by) and by.organisation == organisation):
        raise NotYourReception(organisation=organisation, role=by.role)


def check_may_record(by: Person, reception: Reception) -> None:
    """Refuse a person who may not record the events of *reception*."""
    staff = by.organisation == reception.organisation and by.role is not Role.INTEGRATOR
    if by.role is not Role.OPERATOR and not staff:
        raise NotYourReception(organisation=reception.organisation, role=by.role)


def check_receiver(receiver: Person, organisation: str, article: str) -> None:
    """Refuse a receiver who is not head or deputy of *organisation*."""
    if not is_head_or_deputy(receiver) or receiver.organisation != organisation:
        raise OfficialNotEligible(organisation=organisation, role=receiver.role, article=article)


def check_hours(wanted: Reception, others: Iterable[Reception], calendar: Calendar, now: datetime) -> None:
    """Refuse hours in the past, on more than one day, or overlapping another reception of the receiver."""
    if wanted.begins <= now:
        raise NotInFuture(field="begins_at")
    if wanted.ends <= wanted.begins or calendar.local_date(wanted.ends) != calendar.local_date(wanted.begins):
        raise InvalidHours(field="ends_at")
    for each in others:
        same = each.receiver == wanted.receiver and each.id != wanted.id and not each.cancelled
        if same and each.begins < wanted.ends and wanted.begins < each.ends:
            raise ReceptionsOverlap(begins_at=each.begins.isoformat(), ends_at=each.ends.isoformat())


def check_not_started(reception: Reception, now: datetime) -> None:
    """Refuse to move or cancel a reception that was cancelled or has begun."""
    _check_not_cancelled(reception)
    if reception.begins <= now:
        raise ReceptionStarted(begins_at=reception.begins.isoformat())


def check_bookable(reception: Reception, now: datetime) -> None:
    """Refuse a booking for a reception that was cancelled or has ended."""
    _check_not_cancelled(reception)
    if reception.ends <= now:
        raise ReceptionEnded(ended=reception.ends.isoformat())


def check_started(reception: Reception, now: datetime) -> None:
    """Refuse to record as held a reception that was cancelled or has not begun."""
    _check_not_cancelled(reception)
    if now < reception.begins:
        raise ReceptionNotStarted(begins_at=reception.begins.isoformat())


def check_same_day(reception: Reception, calendar: Calendar, now: datetime, article: str) -> None:
    """Refuse to record a visit before the reception begins, or on a later day (АППК 90(4))."""
    check_started(reception, now)
    if calendar.local_date(now) != calendar.local_date(reception.begins):
        raise ReceptionEnded(ended=reception.ends.isoformat(), article=article)


def check_booking(booking: int | None, waiting: Iterable[int]) -> None:
    """Refuse a booking number under which no visitor is waiting."""
    if booking is not None and booking not in waiting:
        raise UnknownBooking(booking=booking)


def _check_not_cancelled(reception: Reception) -> None:
    if reception.cancelled:
        raise ReceptionCancelled
