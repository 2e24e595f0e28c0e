"""Complaint (АППК 91 to 100): who decides on it, who has no part in it, and until when one may complain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain import commands as c
from domain import events as e
from domain.errors import DecisionNotAllowed
from domain.evolve.appeal import replay
from domain.identity.people import Group
from domain.law.rule_ids import RuleId
from domain.policy.plan import Step
from domain.rules.applicability import awaits_forwarding, check_not_held_for_deciding_body
from domain.rules.closing import open_task
from domain.rules.permissions import acts_by_override
from domain.rules.remedies import remedy_of
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Outcome, Purpose, Task

OUTCOMES_WITHOUT_DECISION = frozenset({Outcome.ATTACHED, Outcome.MERGED})


@dataclass(frozen=True, slots=True)
class ComplaintTarget:
    """What a complaint is about: the appeal, the body that had it, and whoever decided or does.

    *late* says that the time to complain was over.
    """

    appeal: UUID
    complaint_against: Group
    barred: tuple[UUID, ...]
    complaint_late: bool = False


def complaint_target(facts: Sequence[e.Fact], received_at: datetime) -> ComplaintTarget:
    """Return what a complaint that came in at *received_at* is about, by the *facts* of that appeal."""
    appeal = replay(facts)
    last = next(task for task in reversed(appeal.tasks) if task.purpose is Purpose.WORK)
    decided = {fact.by.id for fact in facts if fact.by and _is_decision_on_task(fact.event, last.id)}
    holds = {last.holder} if last.holder else set()
    barred = tuple(sorted(decided or holds))
    return ComplaintTarget(appeal.id, appeal.considering_body, barred, _is_late(appeal, facts, received_at))


def forward_complaint(
    appeal: Appeal, task: Task, command: c.ForwardComplaint, now: datetime
) -> Sequence[e.Event]:
    """Return that the superior of the body complained of has it now."""
    overridden = acts_by_override(appeal, task, command)
    superior = appeal.plan.superior or appeal.plan.fallback
    article = appeal.law.article_of(RuleId.COMPLAINT_FORWARD)
    return [
        e.ComplaintForwarded(task.id, superior, article, command.text, overridden),
        open_task(appeal, now, Purpose.WORK, Step.AGENCY, superior, offered=True, text=command.text),
    ]


def check_complaint_may_end(appeal: Appeal, outcome: Outcome) -> None:
    """Refuse that a complaint ends so which is with the body complained of, or only passed on."""
    check_not_held_for_deciding_body(appeal)
    if awaits_forwarding(appeal):
        facts = {"kind": appeal.law.kind, "decision": outcome, "outcome": outcome}
        raise DecisionNotAllowed(**facts, article=appeal.law.article_of(RuleId.COMPLAINT_FORWARD))


def complaint_deadline(appeal: Appeal) -> datetime | None:
    """Return until when one may complain of the decision or the silence, or go to court; None if never.

    None as well while the applicant is still to be told of the decision: no time runs before that.
    """
    window = appeal.clock(ClockKind.COMPLAINT_WINDOW)
    if window is not None:
        return appeal.reading(window).due
    refused, remedy = appeal.legal.deemed_refused_at, remedy_of(appeal, named=True)
    return remedy.ends_at(refused, appeal.calendar) if refused and remedy else None


def _is_late(appeal: Appeal, facts: Sequence[e.Fact], received_at: datetime) -> bool:
    until = complaint_deadline(appeal)
    if until is not None:
        return until < received_at
    said = [fact.event for fact in facts if isinstance(fact.event, e.Closed | e.ComplaintWindowClosed)]
    return appeal.is_closed and bool(said) and isinstance(said[-1], e.ComplaintWindowClosed)


def _is_decision_on_task(event: e.Event, task: UUID) -> bool:
    """Tell whether *event* is how whoever had *task* ended the appeal, with or without a decision."""
    if isinstance(event, e.Closed):
        return event.outcome in OUTCOMES_WITHOUT_DECISION
    return isinstance(event, e.TaskCompleted | e.ReturnedToApplicant) and event.task == task
