"""decide: the events that follow from a command, or the refusal."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.decide.alarms import escalate_past_vacant_level, fire_due
from domain.procedure.registry import COMMANDS
from domain.rules.applicability import check_status
from domain.rules.command_spec import AnyAppealSpec, AnyTaskSpec, CommandRegistry, TaskCommandSpec
from domain.rules.permissions import check_appeal_command, check_task_command
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind


def decide(
    appeal: Appeal, command: c.Command, now: datetime, commands: CommandRegistry = COMMANDS
) -> Sequence[e.Event]:
    """Return the events that follow from *command* at *now* (UTC).

    Raises a Refusal naming what prevents the command; then nothing has happened.
    """
    if isinstance(command, c.FireDueClocks):
        return fire_due(appeal, now)
    if isinstance(command, c.ReportVacantLevel):
        return _report_vacant_level(appeal, command, now)
    spec = commands.spec_of(command)
    if isinstance(spec, TaskCommandSpec):
        return _decide_on_task(appeal, spec, spec.narrow(command), now)
    return _decide_on_appeal(appeal, spec, spec.narrow(command), now)


def _decide_on_task(
    appeal: Appeal, spec: AnyTaskSpec, command: c.TaskCommand, now: datetime
) -> Sequence[e.Event]:
    task = appeal.task(command.task)
    override = isinstance(command, c.OverridableCommand) and command.override
    check_task_command(appeal, task, command.by, spec, override=override)
    return spec.decide(appeal, task, command, now)


def _decide_on_appeal(
    appeal: Appeal, spec: AnyAppealSpec, command: c.AppealCommand, now: datetime
) -> Sequence[e.Event]:
    check_status(appeal, spec)
    spec.check_precondition(appeal, command)
    check_appeal_command(appeal, command.by, spec)
    if spec.rule_id:
        appeal.law.rule(spec.rule_id)
    return spec.decide(appeal, command, now)


def _report_vacant_level(appeal: Appeal, command: c.ReportVacantLevel, now: datetime) -> Sequence[e.Event]:
    clock = appeal.clock(command.clock, None if command.clock is ClockKind.STATUTE else command.task)
    return [] if clock is None else escalate_past_vacant_level(appeal, clock, command.level, now)
