"""How tasks and appeals end, wait for the help to arrive, and begin again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from domain import events as e
from domain.errors import GroundRequired, SideTaskOpen, WrongOutcome
from domain.evolve.appeal import evolve
from domain.identity.people import Group
from domain.identity.uuid7 import derive
from domain.law.rule_ids import WRITTEN
from domain.policy.plan import Specialty, Step
from domain.rules.applicability import goes_up
from domain.rules.duties import is_so, to_forward
from domain.state.appeal import Appeal
from domain.state.task import Duty, Outcome, Purpose, Task, TaskOutcome

CLOSES: dict[TaskOutcome, Outcome] = {
    TaskOutcome.RESOLVED: Outcome.RESOLVED,
    TaskOutcome.EXPLAINED: Outcome.EXPLAINED,
    TaskOutcome.REFUSED: Outcome.REFUSED,
    TaskOutcome.TERMINATED: Outcome.TERMINATED,
}
NEEDS_GROUND = frozenset({TaskOutcome.REFUSED, TaskOutcome.TERMINATED})


def opened(  # noqa: PLR0913 - a task has that many sides
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
) -> e.TaskOpened:
    """Return the opening of the appeal's next task, its id derived from the appeal's and its number.

    Work on what tells of a danger stays urgent, whoever gets it.
    """
    task = derive(appeal.id, len(appeal.tasks) + 1, now)
    hurried = urgent or (purpose is Purpose.WORK and appeal.legal.danger is not None)
    return e.TaskOpened(
        task, purpose, step, group, offered, mandatory, specialty, origin, text, urgent=hurried
    )


def closing_outcome(outcome: TaskOutcome, ground: str | None) -> Outcome:
    """Return the appeal's outcome for that of its main task.

    Raises WrongOutcome or GroundRequired.
    """
    if outcome not in CLOSES:
        raise WrongOutcome(outcome=outcome, allowed=", ".join(CLOSES))
    if outcome in NEEDS_GROUND and not ground:
        raise GroundRequired(outcome=outcome)
    return CLOSES[outcome]


def settle(appeal: Appeal, task: Task, closed: e.Closed) -> Sequence[e.Event]:
    """Return what follows the decision of main *task*: the end, or the wait for the help to arrive.

    A complaint is about an act, not about help.

    Raises SideTaskOpen while a mandatory side task is open.
    """
    check_side_tasks(appeal)
    receipt = None if appeal.legal.against else appeal.plan.receipt
    if closed.outcome is Outcome.RESOLVED and receipt is not None:
        return [*cancelled(appeal, task.id), e.HelpGranted(task.id, receipt.term)]
    return close(appeal, closed, task.id)


def check_side_tasks(appeal: Appeal) -> None:
    """Refuse to decide while somebody who had to be asked has not answered."""
    blocking = [str(task.id) for task in appeal.open_tasks if task.mandatory]
    if blocking:
        raise SideTaskOpen(tasks=", ".join(blocking))


def close(appeal: Appeal, closed: e.Closed, completed: UUID | None = None) -> Sequence[e.Event]:
    """Return the end of the appeal, with every open task but the *completed* one cancelled."""
    return [*cancelled(appeal, completed), closed]


def cancelled(appeal: Appeal, but: UUID | None = None) -> Sequence[e.Event]:
    """Return the cancelling of every open task *but* one. What the law asks for outlives the appeal."""
    return [e.TaskCancelled(task.id) for task in appeal.open_tasks if task.id != but and not task.duty]


def end_call_back(
    appeal: Appeal, now: datetime, *, received: bool, called: UUID | None = None
) -> Sequence[e.Event]:
    """Return what follows the word that the help has arrived, or has not. *called* was just completed."""
    if received:
        return close(appeal, e.Closed(Outcome.RESOLVED), called)
    return [*cancelled(appeal, called), *reopen(appeal, now)]


def reopen(appeal: Appeal, now: datetime, text: UUID | None = None) -> Sequence[e.Event]:
    """Return a new beginning at the step that decided last, for the same group."""
    last = next(task for task in reversed(appeal.tasks) if task.purpose is Purpose.WORK)
    again = opened(
        appeal, now, Purpose.WORK, last.step, last.group, specialty=last.specialty, origin=last.origin
    )
    anew = e.Reopened(appeal.reopenings + 1, text)
    if appeal.knows(WRITTEN) and goes_up(appeal):
        again = to_forward(again, appeal.law)
    return [anew, *overtaken(appeal, anew, now), again]


def overtaken(appeal: Appeal, undone_by: e.Event, now: datetime) -> Sequence[e.Event]:
    """Return the cancelling of the notices still to give that say what is so no more after an event.

    A notice that was given stays given.
    """
    if not appeal.knows(WRITTEN):
        return []
    after = evolve(appeal, e.Fact(appeal.seq + 1, now, undone_by))
    owed = (task for task in appeal.open_tasks if task.duty is Duty.NOTICE)
    return [e.TaskCancelled(task.id) for task in owed if not is_so(after, task)]
