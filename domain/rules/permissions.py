"""Permissions: the holder of a task, its group, its overseers, and roles on an appeal."""

from typing import assert_never
from uuid import UUID

from domain.commands import OverridableCommand, TaskCommand
from domain.errors import (
    Barred,
    Forbidden,
    NotAllowedInTaskState,
    NotASupervisor,
    NotTheHolder,
    NotYourGroup,
    RecusalPending,
    Refusal,
    TaskHeldByAnother,
)
from domain.identity.people import Person, Role, decides_in, oversees, works_in
from domain.law.rule_ids import RuleId
from domain.rules.applicability import check_applicable, check_power_to_decide, check_status
from domain.rules.command_spec import (
    AnyAppealSpec,
    AppealAccess,
    TaskAccess,
    TaskCommandSpec,
)
from domain.rules.lifecycle import Verb
from domain.state.appeal import Appeal
from domain.state.task import OFF_MAIN_PATH, Duty, Purpose, Task

APPLICANT_CHANNEL_ROLES = frozenset({Role.CITIZEN, Role.CLERK, Role.INTEGRATOR})


def check_task_command(
    appeal: Appeal, task: Task, person: Person, spec: TaskCommandSpec[TaskCommand], *, override: bool = False
) -> None:
    """Refuse a command on *task* that the status, the person, the law or the task does not allow now."""
    check_status(appeal, spec, task)
    check_not_barred(appeal, person.id)
    check_applicable(appeal, task, spec)
    _check_not_challenged(appeal, person, decides=spec.is_decision_on(task))
    if person.role not in spec.exempt_roles:
        _check_task_access(appeal, task, person, spec, override=override)
    if spec.is_act_of_body and task.purpose is Purpose.WORK:
        check_power_to_decide(appeal, person)


def task_command_refusal(
    appeal: Appeal, task: Task, person: Person, spec: TaskCommandSpec[TaskCommand]
) -> Refusal | None:
    """Return why *person* may not use the command on *task* now, by override if need be; None if they may."""
    try:
        check_task_command(appeal, task, person, spec, override=spec.overridable)
    except Refusal as refusal:
        return refusal
    return None


def check_appeal_command(appeal: Appeal, person: Person, spec: AnyAppealSpec) -> None:
    """Refuse a command on the appeal as a whole that this person may not use."""
    if person.role not in spec.roles:
        raise Forbidden(verb=spec.verb, role=person.role)
    if spec.access is not AppealAccess.APPLICANT_CHANNEL:
        check_not_barred(appeal, person.id)
    _check_not_challenged(appeal, person, decides=spec.is_decision)
    _check_appeal_access(appeal, person, spec)


def _check_appeal_access(appeal: Appeal, person: Person, spec: AnyAppealSpec) -> None:
    """Refuse a person without the relation to the appeal that the command requires."""
    above = oversees(person, appeal.group, appeal.origin.region)
    match spec.access:
        case AppealAccess.CONSIDERING_BODY:
            _check_oversees_body(appeal, person, spec.verb, above=above)
        case AppealAccess.MEMBER_OF_BODY:
            _check_is_of_body(appeal, person)
        case AppealAccess.OVERSEER:
            if not above:
                raise NotASupervisor(verb=spec.verb)
        case AppealAccess.OWNING_GROUP:
            if not (above or works_in(person, appeal.group)):
                raise NotYourGroup(group=appeal.group)
        case AppealAccess.APPLICANT_CHANNEL:
            channel = person.role in APPLICANT_CHANNEL_ROLES
            if not (channel or above or _has_worked_on_main_path(appeal, person)):
                raise NotYourGroup(group=appeal.group)
        case _:
            assert_never(spec.access)


def _check_oversees_body(appeal: Appeal, person: Person, verb: Verb, *, above: bool) -> None:
    if not (above or oversees(person, appeal.considering_body, appeal.origin.region)):
        raise NotASupervisor(verb=verb)


def _check_is_of_body(appeal: Appeal, person: Person) -> None:
    body = appeal.legal.competence.kept_by or appeal.considering_body
    if person.organisation != body.organisation and not oversees(person, body, appeal.origin.region):
        raise NotYourGroup(group=body)


def check_not_barred(appeal: Appeal, person: UUID) -> None:
    """Refuse the author of the act complained of, and a recused person (АППК 97(2), 67)."""
    if person in appeal.legal.recusals.barred:
        raise Barred(article=appeal.law.article_of(RuleId.AUTHOR_EXCLUDED))
    if person in appeal.legal.recusals.upheld:
        raise Barred(article=appeal.law.article_of(RuleId.RECUSAL))


def acts_by_override(appeal: Appeal, task: Task, command: OverridableCommand) -> bool:
    """Return whether an overseer acts for the holder of *task*; this is recorded."""
    above = oversees(command.by, task.group, appeal.origin.region)
    return command.override and task.holder != command.by.id and above


def person_challenged_by(appeal: Appeal, task: Task) -> UUID:
    """Return the person whose recusal is decided by the open *task*: one task each, in the same order."""
    pending = [each.id for each in appeal.open_tasks if each.duty is Duty.RECUSAL]
    return appeal.legal.recusals.requested[pending.index(task.id)]


def _check_not_challenged(appeal: Appeal, person: Person, *, decides: bool) -> None:
    """Refuse a decision of a person whose recusal is still to be decided."""
    if decides and person.id in appeal.legal.recusals.requested:
        raise RecusalPending(article=appeal.law.article_of(RuleId.RECUSAL))


def _check_task_access(  # noqa: C901 - one arm an access
    appeal: Appeal, task: Task, person: Person, spec: TaskCommandSpec[TaskCommand], *, override: bool
) -> None:
    """Refuse a person without the relation to *task* that the command requires."""
    member, above = works_in(person, task.group), oversees(person, task.group, appeal.origin.region)
    match spec.access:
        case TaskAccess.GROUP:
            _check_available_to(task, person, permitted=member)
        case TaskAccess.DUTY_PERFORMER:
            _check_available_to(task, person, permitted=member or above)
        case TaskAccess.DECIDING_OFFICIAL:
            _check_available_to(task, person, permitted=decides_in(person, task.group.organisation))
        case TaskAccess.GROUP_OR_OVERSEER:
            if not (member or above):
                raise NotYourGroup(group=task.group)
        case TaskAccess.HOLDER:
            _check_holder(appeal, task, person, spec.verb, override=override)
        case TaskAccess.HOLDER_OR_OVERSEER:
            if not (above or task.holder == person.id):
                raise NotTheHolder(verb=spec.verb)
        case TaskAccess.APPEAL_LEADER:
            if not _leads_appeal(appeal, person):
                raise NotTheHolder(verb=spec.verb)
        case _:
            assert_never(spec.access)


def _check_available_to(task: Task, person: Person, *, permitted: bool) -> None:
    """Refuse a person outside the permitted groups, and a task that another person holds."""
    if not permitted:
        raise NotYourGroup(group=task.group)
    if task.holder not in {None, person.id}:
        raise _held_by_another(task)


def _check_holder(appeal: Appeal, task: Task, person: Person, verb: Verb, *, override: bool) -> None:
    """Refuse a person who does not hold the task, but for an overseer by override.

    An unclaimed duty is open to its group. Raises TaskHeldByAnother, naming the holder, or
    NotAllowedInTaskState where the task is unclaimed.
    """
    member, above = works_in(person, task.group), oversees(person, task.group, appeal.origin.region)
    if task.holder == person.id:
        return
    if task.duty is not None and task.holder is None:
        _check_available_to(task, person, permitted=member or above)
        return
    if override:
        if not above:
            raise NotASupervisor(verb=verb)
        return
    if task.holder is None:
        _check_available_to(task, person, permitted=member)
        raise NotAllowedInTaskState(verb=verb, state=task.state, instead=Verb.CLAIM)
    if not (member or above):
        raise NotTheHolder(verb=verb)
    raise _held_by_another(task)


def _held_by_another(task: Task) -> Refusal:
    return TaskHeldByAnother(holder=task.holder, since=task.state_since.isoformat())


def _has_worked_on_main_path(appeal: Appeal, person: Person) -> bool:
    """Return whether the appeal itself, and not only a side task, is or was with *person*'s group."""
    return any(task.purpose not in OFF_MAIN_PATH and works_in(person, task.group) for task in appeal.tasks)


def _leads_appeal(appeal: Appeal, person: Person) -> bool:
    main = appeal.main_task
    holds = main is not None and main.holder == person.id
    return holds or oversees(person, appeal.group, appeal.origin.region)
