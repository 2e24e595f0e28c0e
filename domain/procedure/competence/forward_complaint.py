"""Complaint (АППК 91 to 100): who decides on it, who has no part in it, and until when one may complain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain import commands as c
from domain import events as e
from domain.errors import WrongDecision
from domain.evolve.appeal import replay
from domain.identity.people import Group
from domain.law.rule_ids import FORWARD
from domain.policy.plan import Step
from domain.rules.applicability import awaits_forward, check_passed_on
from domain.rules.closing import opened
from domain.rules.lifecycle import Verb
from domain.rules.permissions import check_holder
from domain.rules.remedies import remedy_of
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Outcome, Purpose, Task

ENDS_UNDECIDED = frozenset({Outcome.ATTACHED, Outcome.MERGED})


@dataclass(frozen=True, slots=True)
class ComplainedOf:
    """What a complaint is about: the appeal, the body that had it, and whoever decided or does.

    *late* says that the time to complain was over.
    """

    appeal: UUID
    body: Group
    barred: tuple[UUID, ...]
    late: bool = False


def complained_of(facts: Sequence[e.Fact], received_at: datetime) -> ComplainedOf:
    """Return what a complaint that came in at *received_at* is about, by the *facts* of that appeal."""
    appeal = replay(facts)
    last = next(task for task in reversed(appeal.tasks) if task.purpose is Purpose.WORK)
    decided = {fact.by.id for fact in facts if fact.by and _decides(fact.event, last.id)}
    holds = {last.holder} if last.holder else set()
    barred = tuple(sorted(decided or holds))
    return ComplainedOf(appeal.id, appeal.considered_by, barred, _is_late(appeal, facts, received_at))


def forwarded(appeal: Appeal, task: Task, command: c.Forward, now: datetime) -> Sequence[e.Event]:
    """Return that the superior of the body complained of has it now."""
    overridden = check_holder(appeal, task, command.by, Verb.FORWARD, override=command.override)
    superior = appeal.plan.superior or appeal.plan.fallback
    article = appeal.law.article(FORWARD)
    return [
        e.ComplaintForwarded(task.id, superior, article, command.text, overridden),
        opened(appeal, now, Purpose.WORK, Step.AGENCY, superior, offered=True, text=command.text),
    ]


def check_end(appeal: Appeal, outcome: Outcome) -> None:
    """Refuse that a complaint ends so which is with the body complained of, or only passed on."""
    check_passed_on(appeal)
    if awaits_forward(appeal):
        facts = {"kind": appeal.law.kind, "decision": outcome, "outcome": outcome}
        raise WrongDecision(**facts, article=appeal.law.article(FORWARD))


def complain_until(appeal: Appeal) -> datetime | None:
    """Return until when one may complain of the decision or the silence, or go to court; None if never.

    None as well while the applicant is still to be told of the decision: no time runs before that.
    """
    window = appeal.clock(ClockKind.WINDOW)
    if window is not None:
        return appeal.face(window).due
    refused, remedy = appeal.legal.refused_at, remedy_of(appeal, named=True)
    return remedy.ends(refused, appeal.calendar) if refused and remedy else None


def _is_late(appeal: Appeal, facts: Sequence[e.Fact], received_at: datetime) -> bool:
    until = complain_until(appeal)
    if until is not None:
        return until < received_at
    said = [fact.event for fact in facts if isinstance(fact.event, e.Closed | e.WindowClosed)]
    return appeal.is_closed and bool(said) and isinstance(said[-1], e.WindowClosed)


def _decides(event: e.Event, task: UUID) -> bool:
    """Tell whether *event* is how whoever had *task* ended the appeal, with or without a decision."""
    if isinstance(event, e.Closed):
        return event.outcome in ENDS_UNDECIDED
    return isinstance(event, e.TaskCompleted | e.ReturnedToApplicant) and event.task == task
