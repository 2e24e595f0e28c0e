"""Registration: the first events of an appeal."""

from collections.abc import Sequence
from datetime import datetime

from domain import events as e
from domain.errors import IntakeResolutionNotAllowed
from domain.identity.uuid7 import derive_id
from domain.law.applicable_law import Law
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import Danger, Procedure
from domain.rules.duties import with_forwarding_term
from domain.rules.statute import work_budget
from domain.state.appeal import Appeal
from domain.state.task import Purpose


def check_resolvable_at_intake(law: Law, danger: Danger | None) -> None:
    """Refuse a resolution at intake where the law requires a transfer at once."""
    if danger is not None:
        raise IntakeResolutionNotAllowed(article=law.cite(RuleId.URGENT_REDIRECT))
    if law.procedure is Procedure.COMPLAINT:
        rule = law.find_rule(RuleId.COMPLAINT_FORWARD) or law.term
        raise IntakeResolutionNotAllowed(article=rule.article)


def register(registered: e.Registered) -> Sequence[e.Event]:
    """Return the registration and the first task.

    The first task of a complaint has the legal term of forwarding, unless there is no superior to forward to.
    """
    first, law = registered.plan.steps[0], registered.law
    superior = dict(registered.plan.superiors).get(first.group.organisation)
    opened = e.TaskOpened(
        derive_id(registered.appeal, 1, registered.received_at),
        Purpose.WORK,
        first.step,
        first.group,
        is_offered=False,
        considering_body=first.group,
        considering_superior=superior,
        budget=work_budget(registered.plan, law, first.step),
    )
    if registered.complaint_against and superior and law.has_rule(RuleId.COMPLAINT_FORWARD):
        opened = with_forwarding_term(opened, law)
    return [registered, opened]


def late_registration(appeal: Appeal, entered_at: datetime) -> Sequence[e.Event]:
    """Return the breach of the law where *appeal* was entered at *entered_at*, after the right day."""
    rule = appeal.law.find_rule(RuleId.REGISTRATION)
    if rule is None or rule.term is None:
        return []
    received = appeal.origin.received_at
    due = appeal.calendar.end_of_day(rule.ends_at(received, appeal.calendar))
    return [e.RegisteredLate(received, due, entered_at, rule.article)] if entered_at > due else []
