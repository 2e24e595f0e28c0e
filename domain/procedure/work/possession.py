"""Possession of a task: claim, release, reassignment and hold."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import HoldTooLong, NotASupervisor, NotInFuture, SameAssignee
from domain.identity.people import oversees
from domain.procedure.competence.redirect import check_reassignment
from domain.rules.closing import considered_by
from domain.rules.lifecycle import Verb
from domain.rules.permissions import acts_by_override, check_not_barred
from domain.state.appeal import Appeal
from domain.state.task import Purpose, Task, TaskState


def claim(_appeal: Appeal, task: Task, command: c.Claim | c.Accept, _now: datetime) -> Sequence[e.Event]:
    """Return the claim of *task*; for its holder, a renewed lease or the end of the hold."""
    if task.holder is None:
        return [e.TaskClaimed(task.id, command.by.id)]
    return [e.LeaseRenewed(task.id)] if task.state is TaskState.CLAIMED else [e.TaskResumed(task.id)]


def release(appeal: Appeal, task: Task, command: c.Release, _now: datetime) -> Sequence[e.Event]:
    """Return the release of *task* to its group."""
    return [e.TaskReleased(task.id, acts_by_override(appeal, task, command))]


def reassign(appeal: Appeal, task: Task, command: c.Reassign, _now: datetime) -> Sequence[e.Event]:
    """Return the reassignment of *task*; only an overseer moves it to another group."""
    if command.group != task.group and not oversees(command.by, task.group, appeal.origin.region):
        raise NotASupervisor(verb=Verb.REASSIGN)
    if (command.group, command.holder) == (task.group, task.holder):
        raise SameAssignee(group=task.group)
    check_reassignment(appeal, task, command.group)
    if command.holder is not None:
        check_not_barred(appeal, command.holder)
    moved = e.TaskReassigned(task.id, command.group, command.holder, command.text, command.superior)
    if task.purpose is not Purpose.WORK:
        return [moved]
    body, above = considered_by(appeal, task.step, command.group, superior=command.superior)
    return [replace(moved, considering_body=body, considering_superior=above)]


def hold(appeal: Appeal, task: Task, command: c.Hold, now: datetime) -> Sequence[e.Event]:
    """Return the hold of *task* until a moment that the policy permits."""
    if command.until <= now:
        raise NotInFuture(field="until")
    latest = appeal.calendar.add_term(now, appeal.plan.limits.max_hold)
    if command.until > latest:
        raise HoldTooLong(latest=latest.isoformat())
    return [e.TaskHeld(task.id, command.until, command.reason, command.text)]


def resume(_appeal: Appeal, task: Task, _command: c.Resume, _now: datetime) -> Sequence[e.Event]:
    """Return the resumption of *task* by its holder."""
    return [e.TaskResumed(task.id)]
