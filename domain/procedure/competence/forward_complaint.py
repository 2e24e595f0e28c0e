"""Complaints (АППК 91 to 100): their subject, their forwarding to the superior, and their deadline."""

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
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Outcome, Purpose, Task

OUTCOMES_WITHOUT_DECISION = frozenset({Outcome.ATTACHED, Outcome.MERGED})


@dataclass(frozen=True, slots=True)
class ComplaintTarget:
    """The subject of a complaint: the appeal, the body that had it, and the people who decided or hold it.

    *late* states that the time to complain was over.
    """

    appeal: UUID
    complaint_against: Group
    barred: tuple[UUID, ...]
    complaint_late: bool = False


def complaint_target(facts: Sequence[e.Fact], received_at: datetime) -> ComplaintTarget:
    """Return the subject of a complaint received at *received_at*, by the *facts* of the contested appeal."""
    appeal = replay(facts)
    last = next(task for task in reversed(appeal.tasks) if task.purpose is Purpose.WORK)
    decided = {fact.by.id for fact in facts if fact.by and _is_decision_on_task(fact.event, last.id)}
    holds = {last.holder} if last.holder else set()
    barred = tuple(sorted(decided or holds))
    return ComplaintTarget(appeal.id, appeal.considering_body, barred, _is_late(appeal, facts, received_at))


def forward_complaint(
    appeal: Appeal, task: Task, command: c.ForwardComplaint, now: datetime
) -> Sequence[e.Event]:
    """Return the forwarding of the complaint to the superior of the body complained of."""
    overridden = acts_by_override(appeal, task, command)
    superior = appeal.legal.competence.superior or appeal.plan.fallback
    article = appeal.law.article_of(RuleId.COMPLAINT_FORWARD)
    return [
        e.ComplaintForwarded(task.id, superior, article, command.text, overridden),
        open_task(appeal, now, Purpose.WORK, Step.AGENCY, superior, offered=True, text=command.text),
    ]


def check_complaint_may_end(appeal: Appeal, outcome: Outcome) -> None:
    """Refuse to end a complaint that is with the body complained of, or only passed on, with *outcome*."""
    check_not_held_for_deciding_body(appeal)
    if awaits_forwarding(appeal):
        raise DecisionNotAllowed(
            kind=appeal.law.kind,
            decision=outcome,
            outcome=outcome,
            article=appeal.law.article_of(RuleId.COMPLAINT_FORWARD),
            allowed=", ".join(each.id for each in appeal.law.decisions if each.by_respondent),
        )


def complaint_deadline(appeal: Appeal) -> datetime | None:
    """Return the deadline for contesting the decision or the silence, the later one; None if there is none.

    It is None too while the applicant is to be notified of the decision: the term begins with that.
    """
    if appeal.legal.decision.pending_window is not None:
        return None
    window = appeal.clock(ClockKind.COMPLAINT_WINDOW)
    silence = appeal.legal.silence_contestable_until
    ends = [silence] if silence else []
    return max([*ends, appeal.reading(window).due] if window else ends, default=None)


def _is_late(appeal: Appeal, facts: Sequence[e.Fact], received_at: datetime) -> bool:
    until = complaint_deadline(appeal)
    if until is not None:
        return until < received_at
    endings = [fact.event for fact in facts if isinstance(fact.event, e.Closed | e.ComplaintWindowClosed)]
    return appeal.is_closed and bool(endings) and isinstance(endings[-1], e.ComplaintWindowClosed)


def _is_decision_on_task(event: e.Event, task: UUID) -> bool:
    """Return whether *event* ended the appeal through *task*, with or without a decision."""
    if isinstance(event, e.Closed):
        return event.outcome in OUTCOMES_WITHOUT_DECISION
    return isinstance(event, e.TaskCompleted | e.ReturnedToApplicant) and event.task == task
