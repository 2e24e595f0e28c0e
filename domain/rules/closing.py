"""The completion of tasks, the closing of appeals, the wait for receipt, and reopening."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domain import events as e
from domain.errors import GroundRequired, OutcomeNotAllowed, SideTaskOpen
from domain.evolve.appeal import evolve
from domain.identity.people import Group
from domain.identity.uuid7 import derive_id
from domain.policy.plan import ASSISTING_STEPS, Specialty, Step
from domain.rules.applicability import is_to_be_forwarded
from domain.rules.duties import notice_still_holds, with_forwarding_term
from domain.rules.statute import reopened_statute_clock, work_budget
from domain.state.appeal import Appeal
from domain.state.task import Duty, Ground, Outcome, Purpose, Task, TaskOutcome

APPEAL_OUTCOME_OF: dict[TaskOutcome, Outcome] = {
    TaskOutcome.RESOLVED: Outcome.RESOLVED,
    TaskOutcome.EXPLAINED: Outcome.EXPLAINED,
    TaskOutcome.REFUSED: Outcome.REFUSED,
    TaskOutcome.TERMINATED: Outcome.TERMINATED,
}
NEEDS_GROUND = frozenset({TaskOutcome.REFUSED, TaskOutcome.TERMINATED})


def open_task(  # noqa: PLR0913 - the parameters of a task
    appeal: Appeal,
    now: datetime,
    purpose: Purpose,
    step: Step,
    group: Group,
    *,
    offered: bool = False,
    mandatory: bool = False,
    specialty: Specialty | None = None,
    origin: UUID | None = None,
    text: UUID | None = None,
    urgent: bool = False,
    superior: Group | None = None,
) -> e.TaskOpened:
    """Return the opening of the appeal's next task, its id derived from the appeal's and its number.

    Work on an appeal with a danger stays urgent, whichever group gets it. *superior* is that of the group's
    body, where the command names it.
    """
    task = derive_id(appeal.id, len(appeal.tasks) + 1, now)
    hurried = urgent or (purpose is Purpose.WORK and appeal.legal.danger is not None)
    opened = e.TaskOpened(
        task, purpose, step, group, offered, mandatory, specialty, origin, text, urgent=hurried
    )
    if purpose is not Purpose.WORK:
        return opened
    body, above = considered_by(appeal, step, group, offered=offered, superior=superior)
    budget = None if hurried else work_budget(appeal.plan, appeal.law, step)
    return replace(opened, considering_body=body, considering_superior=above, budget=budget)


def considered_by(
    appeal: Appeal, step: Step, group: Group, *, offered: bool = False, superior: Group | None = None
) -> tuple[Group | None, Group | None]:
    """Return the body that considers the appeal once *group* has its work, and that body's superior.

    Nothing where that stays as it is: an assisting group acts for the body that asked, one that awaits the
    answer of a body outside the system for that body, and the fallback queue for the body before, unless it
    is *offered* the appeal as any other body is.
    """
    passes = group == appeal.plan.fallback and not offered
    if appeal.legal.competence.is_kept_by(group.organisation):
        return None, None
    if appeal.legal.competence.considering_body is not None and (step in ASSISTING_STEPS or passes):
        return None, None
    return group, superior or appeal.superior_of(group.organisation)


def closing_outcome(outcome: TaskOutcome, ground: str | None) -> Outcome:
    """Return the appeal's outcome for that of its main task.

    Raises OutcomeNotAllowed or GroundRequired.
    """
    if outcome not in APPEAL_OUTCOME_OF:
        raise OutcomeNotAllowed(outcome=outcome, allowed=", ".join(APPEAL_OUTCOME_OF))
    if outcome in NEEDS_GROUND and not ground:
        raise GroundRequired(outcome=outcome, allowed=", ".join(Ground))
    return APPEAL_OUTCOME_OF[outcome]


def close_or_await_receipt(appeal: Appeal, task: Task, closed: e.Closed) -> Sequence[e.Event]:
    """Return the events after the decision of main *task*: the closing, or the wait for the receipt of help.

    A complaint is about an act, so it never waits for help.

    Raises SideTaskOpen while a mandatory side task is open.
    """
    check_side_tasks(appeal)
    receipt = None if appeal.legal.complaint.against else appeal.plan.receipt
    if closed.outcome is Outcome.RESOLVED and receipt is not None:
        return [*cancel_open_tasks(appeal, task.id), e.HelpGranted(task.id, receipt.term, closed.text)]
    return close(appeal, closed, task.id)


def check_side_tasks(appeal: Appeal) -> None:
    """Refuse a decision while a mandatory side task is open."""
    blocking = [str(task.id) for task in appeal.open_tasks if task.mandatory]
    if blocking:
        raise SideTaskOpen(tasks=", ".join(blocking))


def close(appeal: Appeal, closed: e.Closed, completed: UUID | None = None) -> Sequence[e.Event]:
    """Return the closing of the appeal, with every open task but the *completed* one cancelled."""
    return [*cancel_open_tasks(appeal, completed), closed]


def cancel_open_tasks(appeal: Appeal, but: UUID | None = None) -> Sequence[e.Event]:
    """Return the cancellation of every open task *but* one; duties remain after the appeal."""
    return [e.TaskCancelled(task.id) for task in appeal.open_tasks if task.id != but and not task.duty]


def conclude_call_back(
    appeal: Appeal, now: datetime, *, received: bool, called: UUID | None = None
) -> Sequence[e.Event]:
    """Return the events after the arrival of the help was confirmed or denied; *called* is the call-back."""
    if received:
        return close(appeal, e.Closed(Outcome.RESOLVED), called)
    return [*cancel_open_tasks(appeal, called), *_resume_work(appeal, now, appeal.progress.reopenings)]


def reopen(appeal: Appeal, now: datetime, text: UUID | None = None) -> Sequence[e.Event]:
    """Return the reopening at the step that decided last, for the same group."""
    return _resume_work(appeal, now, appeal.progress.reopenings + 1, text)


def _resume_work(
    appeal: Appeal, now: datetime, reopenings: int, text: UUID | None = None
) -> Sequence[e.Event]:
    """Return the new work at the step that decided last, after so many *reopenings*."""
    last = next(task for task in reversed(appeal.tasks) if task.purpose is Purpose.WORK)
    again = open_task(
        appeal, now, Purpose.WORK, last.step, last.group, specialty=last.specialty, origin=last.origin_task
    )
    reopened = e.Reopened(reopenings, reopened_statute_clock(appeal, now), text)
    if is_to_be_forwarded(appeal):
        again = with_forwarding_term(again, appeal.law)
    return [reopened, *cancel_obsolete_notices(appeal, reopened, now), again]


def cancel_obsolete_notices(appeal: Appeal, undone_by: e.Event, now: datetime) -> Sequence[e.Event]:
    """Return the cancellation of the open notices whose content *undone_by* has made untrue.

    A completed notice is not affected.
    """
    after = evolve(appeal, e.Fact(appeal.seq + 1, now, undone_by))
    owed = (task for task in appeal.open_tasks if task.duty is Duty.NOTICE)
    return [e.TaskCancelled(task.id) for task in owed if not notice_still_holds(after, task)]
