"""The registration of the appeal in the journal of a body itself, beside the talon's."""

from collections.abc import Sequence
from datetime import date, datetime

from domain import commands as c
from domain import events as e
from domain.errors import NothingToCorrect, RegistrationDayOutOfRange
from domain.procedure.work.possession import claim
from domain.state.appeal import Appeal
from domain.state.legal import BodyRegistration
from domain.state.task import Task


def accept(appeal: Appeal, task: Task, command: c.Accept, now: datetime) -> Sequence[e.Event]:
    """Return the acceptance of *task*, and the receiver's own registration of the appeal, if it is stated."""
    accepted = claim(appeal, task, command, now)
    if command.number is None:
        return accepted
    own = _registration(appeal, task.group.organisation, command.number, command.registered_on, now)
    return [*accepted, own] if _is_new(appeal, own) else accepted


def record_body_registration(
    appeal: Appeal, command: c.RecordBodyRegistration, now: datetime
) -> Sequence[e.Event]:
    """Return the registration of the appeal at the considering body, or refuse one that is known already."""
    body = appeal.considering_body.organisation
    own = _registration(appeal, body, command.number, command.registered_on, now)
    if not _is_new(appeal, own):
        raise NothingToCorrect
    return [own]


def _registration(
    appeal: Appeal, organisation: str, number: str, day: date | None, now: datetime
) -> e.BodyRegistrationRecorded:
    """Return the registration under *number*, by default of today.

    Raises RegistrationDayOutOfRange for a *day* before the appeal was received, or to come.
    """
    earliest, today = appeal.calendar.local_date(appeal.origin.received_at), appeal.calendar.local_date(now)
    if not earliest <= (day or today) <= today:
        raise RegistrationDayOutOfRange(earliest=earliest.isoformat(), latest=today.isoformat())
    return e.BodyRegistrationRecorded(organisation, number, day or today)


def _is_new(appeal: Appeal, own: e.BodyRegistrationRecorded) -> bool:
    known = appeal.legal.registration_at(own.organisation)
    return known != BodyRegistration(own.organisation, own.number, own.registered_on)
