"""Personal receptions: who receives people, when, and by when the next reception is owed (АППК 90)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.errors import (
    NotAReceiver,
    NotInFuture,
    NotYourReception,
    ReceptionBegun,
    ReceptionCancelled,
    ReceptionNotBegun,
    ReceptionOver,
    ReceptionsOverlap,
    UnknownBooking,
    WrongHours,
)
from domain.identity.people import Office, Person, Role
from domain.law.rulebook import Rule, Rulebook, due, in_force
from domain.policy.policy import Organisation
from domain.worktime.working_calendar import Calendar

MONTHLY, WRITTEN = "personal_reception", "reception_written"  # the rules that a rulebook has of them
LEADERS = frozenset({Role.HEAD, Role.SUPERVISOR})
LEADING = frozenset({Office.HEAD, Office.DEPUTY})


class ReceptionChange(StrEnum):
    """What was done to a reception: kept with who, when and why."""

    APPROVED = "approved"
    MOVED = "moved"
    CANCELLED = "cancelled"
    HELD = "held"


class ReceptionState(StrEnum):
    """How a reception stands. That it was held somebody has said: the schedule alone proves nothing."""

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
        """Return how the reception stands at *now*."""
        if self.cancelled:
            return ReceptionState.CANCELLED
        if self.held:
            return ReceptionState.HELD
        return ReceptionState.PLANNED if now < self.ends else ReceptionState.MISSED


@dataclass(frozen=True, slots=True)
class Led:
    """An organisation, and since when somebody stands at its head."""

    organisation: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """By when a body must hold its next reception: within a term since the last one, or since it has a head.

    ``planned`` is the next one of its schedule.
    """

    organisation: str
    since: datetime
    due: datetime
    held: datetime | None = None
    planned: datetime | None = None

    def is_late(self, now: datetime) -> bool:
        """Tell whether the term has ended and nobody was received."""
        return now > self.due

    def is_missing(self, now: datetime) -> bool:
        """Tell whether it is late, or will be if all goes by the schedule."""
        return self.is_late(now) or self.planned is None or self.planned > self.due


def rule_on(rulebooks: Sequence[Rulebook], day: date, name: str) -> Rule | None:
    """Return what the law of that day says of receptions under this name; None where it says nothing."""
    return in_force(rulebooks, day).rule(name) if rulebooks else None


def leads(person: Person) -> bool:
    """Tell whether *person* is a head or deputy: by their office, or by their role where it is not known."""
    return person.role in LEADERS if person.office is None else person.office in LEADING


def owes(organisation: Organisation) -> bool:
    """Tell whether the law obliges the heads of *organisation* to receive people.

    It obliges the bodies that decide on appeals. Those have officers, and somebody at their head;
    the public's own receptions, helpers and funds have none, and are free to receive or not.
    """
    return organisation.staffs(Role.OFFICER) and not LEADERS.isdisjoint(organisation.roles)


def owed(led: Led, receptions: Iterable[Reception], rule: Rule, calendar: Calendar, now: datetime) -> Owed:
    """Return by when the heads of *led* must receive people by *rule*."""
    own = [each for each in receptions if each.organisation == led.organisation and not each.cancelled]
    held = max((each.begins for each in own if each.held), default=None)
    planned = min((each.begins for each in own if not each.held and now < each.ends), default=None)
    since = max(led.since, held or led.since)
    return Owed(led.organisation, since, due(rule, since, calendar), held, planned)


def check_arranger(by: Person, organisation: str) -> None:
    """Refuse somebody who may not approve the schedule of *organisation*."""
    if by.role is not Role.OPERATOR and not (leads(by) and by.organisation == organisation):
        raise NotYourReception(organisation=organisation, role=by.role)


def check_server(by: Person, reception: Reception) -> None:
    """Refuse somebody who may not write down what happens at *reception*."""
    staff = by.organisation == reception.organisation and by.role is not Role.INTEGRATOR
    if by.role is not Role.OPERATOR and not staff:
        raise NotYourReception(organisation=reception.organisation, role=by.role)


def check_receiver(receiver: Person, organisation: str, article: str) -> None:
    """Refuse as receiver somebody who is no head or deputy of *organisation*."""
    if not leads(receiver) or receiver.organisation != organisation:
        raise NotAReceiver(organisation=organisation, role=receiver.role, article=article)


def check_hours(wanted: Reception, others: Iterable[Reception], calendar: Calendar, now: datetime) -> None:
    """Refuse hours that are past, that are not of one day, or in which the receiver sits elsewhere."""
    if wanted.begins <= now:
        raise NotInFuture(field="begins")
    if wanted.ends <= wanted.begins or calendar.day(wanted.ends) != calendar.day(wanted.begins):
        raise WrongHours(field="ends")
    for each in others:
        same = each.receiver == wanted.receiver and each.id != wanted.id and not each.cancelled
        if same and each.begins < wanted.ends and wanted.begins < each.ends:
            raise ReceptionsOverlap(begins=each.begins.isoformat(), ends=each.ends.isoformat())


def check_unbegun(reception: Reception, now: datetime) -> None:
    """Refuse to move or cancel what was cancelled, or has begun."""
    _check_uncancelled(reception)
    if reception.begins <= now:
        raise ReceptionBegun(begins=reception.begins.isoformat())


def check_bookable(reception: Reception, now: datetime) -> None:
    """Refuse to put anybody on the list of a reception that was cancelled, or has ended."""
    _check_uncancelled(reception)
    if reception.ends <= now:
        raise ReceptionOver(ended=reception.ends.isoformat())


def check_begun(reception: Reception, now: datetime) -> None:
    """Refuse to say that a reception was held which was cancelled, or has not begun."""
    _check_uncancelled(reception)
    if now < reception.begins:
        raise ReceptionNotBegun(begins=reception.begins.isoformat())


def check_same_day(reception: Reception, calendar: Calendar, now: datetime, article: str) -> None:
    """Refuse to write down a visit before the reception begins, or on any later day (АППК 90(4))."""
    check_begun(reception, now)
    if calendar.day(now) != calendar.day(reception.begins):
        raise ReceptionOver(ended=reception.ends.isoformat(), article=article)


def check_booking(booking: int | None, waiting: Iterable[int]) -> None:
    """Refuse a number on the list under which nobody waits."""
    if booking is not None and booking not in waiting:
        raise UnknownBooking(booking=booking)


def _check_uncancelled(reception: Reception) -> None:
    if reception.cancelled:
        raise ReceptionCancelled
