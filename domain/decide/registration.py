"""Registration: the first events of an appeal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain import events as e
from domain.errors import IntakeResolutionNotAllowed
from domain.identity.uuid7 import derive_id
from domain.law.applicable_law import NO_LAW, Law
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import Danger, Procedure
from domain.policy.plan import Plan
from domain.rules.duties import with_forwarding_term
from domain.state.task import Purpose
from domain.worktime.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class Intake:
    """The data of an appeal at registration, without names and texts, which stay in Postgres."""

    appeal: UUID
    number: str
    channel: str
    language: str
    topic: str
    region: str
    reception: str
    received_at: datetime
    plan: Plan
    calendar: Calendar
    law: Law = NO_LAW
    demands: tuple[UUID, ...] = ()
    anonymous: bool = False
    about: UUID | None = None
    against: str = ""
    barred: tuple[UUID, ...] = ()
    late: bool = False


def check_resolvable_at_intake(law: Law, danger: Danger | None) -> None:
    """Refuse a resolution at intake where the law requires a transfer at once."""
    if danger is not None:
        raise IntakeResolutionNotAllowed(article=law.cite(RuleId.URGENT_REDIRECT))
    if law.procedure is Procedure.COMPLAINT:
        rule = law.find_rule(RuleId.COMPLAINT_FORWARD) or law.term
        raise IntakeResolutionNotAllowed(article=rule.article)


def register(intake: Intake) -> Sequence[e.Event]:
    """Return the registration of *intake* and its first task.

    The first task of a complaint has the legal term of forwarding, unless there is no superior to forward to.

    The registration is of the same day; after closing or on a day off, of the next working day (АППК 64(3)).
    """
    first = intake.plan.steps[0]
    registered = e.Registered(
        appeal=intake.appeal,
        number=intake.number,
        channel=intake.channel,
        language=intake.language,
        topic=intake.topic,
        region=intake.region,
        reception=intake.reception,
        received_at=intake.received_at,
        registered_at=intake.calendar.registered_at(intake.received_at),
        plan=intake.plan,
        calendar=intake.calendar,
        law=intake.law,
        demands=intake.demands,
        anonymous=intake.anonymous,
        complaint_about=intake.about,
        complaint_against=intake.against,
        barred=intake.barred,
        complaint_late=intake.late,
    )
    task = derive_id(intake.appeal, 1, intake.received_at)
    opened = e.TaskOpened(task, Purpose.WORK, first.step, first.group, is_offered=False)
    law = intake.law
    if intake.against and intake.plan.superior and law.has_rule(RuleId.COMPLAINT_FORWARD):
        opened = with_forwarding_term(opened, law)
    return [registered, opened]
