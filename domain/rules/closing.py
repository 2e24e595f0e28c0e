"""How tasks and appeals end, wait for the help to arrive, and begin again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from domain import events as e
from domain.errors import GroundRequired, OutcomeNotAllowed, SideTaskOpen
from domain.evolve.appeal import evolve
from domain.identity.people import Group
from domain.identity.uuid7 import derive_id
from domain.policy.plan import Specialty, Step
from domain.rules.applicability import is_to_be_forwarded
from domain.rules.duties import notice_still_holds, with_forwarding_term
from domain.state.appeal import Appeal
from domain.state.task import Duty, Outcome, Purpose, Task, TaskOutcome

APPEAL_OUTCOME_OF: dict[TaskOutcome, Outcome] = {
    TaskOutcome.RESOLVED: Outcome.RESOLVED,
    TaskOutcome.EXPLAINED: Outcome.EXPLAINED,
    TaskOutcome.REFUSED: Outcome.REFUSED,
    TaskOutcome.TERMINATED: Outcome.TERMINATED,
}
NEEDS_GROUND = frozenset({TaskOutcome.REFUSED, TaskOutcome.TERMINATED})


def open_task(  # noqa: PLR0913 - a task has that many sides
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
    task = derive_id(appeal.id, len(appeal.tasks) + 1, now)
    hurried = urgent or (purpose is Purpose.WORK and appeal.legal.danger is not None)
    return e.TaskOpened(
        task, purpose, step, group, offered, mandatory, specialty, origin, text, urgent=hurried
    )


def closing_outcome(outcome: TaskOutcome, ground: str | None) -> Outcome:
    """Return the appeal's outcome for that of its main task.

    Raises WrongOutcome or GroundRequired.
    """
    if outcome not in APPEAL_OUTCOME_OF:
        raise OutcomeNotAllowed(outcome=outcome, allowed=", ".join(APPEAL_OUTCOME_OF))
    if outcome in NEEDS_GROUND and not ground:
        raise GroundRequired(outcome=outcome)
    return APPEAL_OUTCOME_OF[outcome]


def close_or_await_receipt(appeal: Appeal, task: Task, closed: e.Closed) -> Sequence[e.Event]:
    """Return what follows the decision of main *task*: the end, or the wait for the help to arrive.

    A complaint is about an act, not about help.

    Raises SideTaskOpen while a mandatory side task is open.
    """
    check_side_tasks(appeal)
    receipt = None if appeal.legal.complaint_against else appeal.plan.receipt
    if closed.outcome is Outcome.RESOLVED and receipt is not None:
        return [*cancel_open_tasks(appeal, task.id), e.HelpGranted(task.id, receipt.term)]
    return close(appeal, closed, task.id)


def check_side_tasks(appeal: Appeal) -> None:
    """Refuse to decide while somebody who had to be asked has not answered."""
    blocking = [str(task.id) for task in appeal.open_tasks if task.mandatory]
    if blocking:
        raise SideTaskOpen(tasks=", ".join(blocking))


def close(appeal: Appeal, closed: e.Closed, completed: UUID | None = None) -> Sequence[e.Event]:
    """Return the end of the appeal, with every open task but the *completed* one cancelled."""
    return [*cancel_open_tasks(appeal, completed), closed]


def cancel_open_tasks(appeal: Appeal, but: UUID | None = None) -> Sequence[e.Event]:
    """Return the cancelling of every open task *but* one. What the law asks for outlives the appeal."""
    return [e.TaskCancelled(task.id) for task in appeal.open_tasks if task.id != but and not task.duty]


def conclude_call_back(
    appeal: Appeal, now: datetime, *, received: bool, called: UUID | None = None
) -> Sequence[e.Event]:
    """Return what follows the word that the help has arrived, or has not. *called* was just completed."""
    if received:
        return close(appeal, e.Closed(Outcome.RESOLVED), called)
    return [*cancel_open_tasks(appeal, called), *reopen(appeal, now)]


def reopen(appeal: Appeal, now: datetime, text: UUID | None = None) -> Sequence[e.Event]:
    """Return a new beginning at the step that decided last, for the same group."""
    last = next(task for task in reversed(appeal.tasks) if task.purpose is Purpose.WORK)
    again = open_task(
        appeal, now, Purpose.WORK, last.step, last.group, specialty=last.specialty, origin=last.origin_task
    )
    anew = e.Reopened(appeal.reopenings + 1, text)
    if is_to_be_forwarded(appeal):
        again = with_forwarding_term(again, appeal.law)
    return [anew, *cancel_obsolete_notices(appeal, anew, now), again]


def cancel_obsolete_notices(appeal: Appeal, undone_by: e.Event, now: datetime) -> Sequence[e.Event]:
    """Return the cancelling of the notices still to give that say what is so no more after an event.

    A notice that was given stays given.
    """
    after = evolve(appeal, e.Fact(appeal.seq + 1, now, undone_by))
    owed = (task for task in appeal.open_tasks if task.duty is Duty.NOTICE)
    return [e.TaskCancelled(task.id) for task in owed if not notice_still_holds(after, task)]
