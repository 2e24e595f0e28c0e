"""The workflow of one appeal, from registration to its end: it keeps time, and the domain decides."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from domain import commands as c
    from domain.decide.alarms import next_alarm
    from domain.decide.forecast import forecast
    from domain.errors import Refusal, VersionMismatch
    from domain.events import CommandRefused, Fact
    from domain.evolve.appeal import record
    from domain.procedure.competence.split_off import begin_child_appeals
    from domain.procedure.registry import COMMANDS
    from domain.projections.summaries import changed_tasks, summarise_appeal
    from domain.state.appeal import Appeal
    from schemas.wire.messages import (
        AppealEnd,
        AppealStart,
        AppealState,
        CommandBatch,
        CommandMessage,
        CommandResult,
        WriteResult,
    )
    from schemas.wire.task_status import ForecastEventMessage, TaskStatus
    from workflows import web_ui
    from workflows.decided import Decided
    from workflows.names import APPEAL_WORKFLOW, RECORD_FACTS_ACTIVITY, WRONG_APPEAL
    from workflows.options import DATABASE_WRITE
    from workflows.refusals import to_application_error

MAX_HISTORY_EVENTS = 300
MAX_REMEMBERED_COMMANDS = 200
ZERO = timedelta()


@workflow.defn(name=APPEAL_WORKFLOW)
class AppealWorkflow:
    """The process of one appeal: commands of people are updates, those of integrators may be signals."""

    @workflow.init
    def __init__(self, start: AppealStart) -> None:
        """Begin with the appeal as its intake or the previous run left it."""
        self._appeal: Appeal = start.appeal
        self._handled_commands = dict.fromkeys(
            start.handled_commands
        )  # ordered, for signals and earlier runs
        self._unrecorded_facts: tuple[Fact, ...] = ()
        self._recorded_seq = self._appeal.seq
        self._published_attributes = web_ui.search_attributes(self._appeal)
        self._decided: Decided | None = None

    @workflow.run
    async def run(self, _start: AppealStart) -> AppealEnd:
        """Keep time until no clock runs and all events are recorded."""
        while not self._is_finished():
            await self._wait_for_command_or_timer()
            await self._record_facts()
            await self._continue_as_new_if_long()
        self._publish_visibility(self._appeal)
        return AppealEnd(seq=self._appeal.seq, outcome=self._appeal.progress.outcomes[-1])

    @workflow.update(
        dynamic=True,
        description="A person's command: claim, accept, complete, refer …",
        unfinished_policy=workflow.HandlerUnfinishedPolicy.ABANDON,  # only where the run itself has failed
    )
    async def handle_command(self, verb: str, args: Sequence[RawValue]) -> CommandResult:
        """Carry out a command, and return its result once its events are recorded.

        Temporal itself dedupes updates by their id, but only within one run.
        """
        message = _parse_command(verb, args)
        is_duplicate = message.command_id in self._handled_commands
        if not is_duplicate:
            try:
                self._check_version(message)
                self._handle(message.command, message.command_id)
            except Refusal as refusal:
                raise to_application_error(refusal) from refusal
            self._remember_command(message.command_id)
        result = self._result_of(message, is_duplicate=is_duplicate)
        await workflow.wait_condition(lambda: self._recorded_seq >= result.seq)
        return result

    @handle_command.validator
    def validate_command(self, verb: str, args: Sequence[RawValue]) -> None:
        """Raise the refusal of a command before anything of it is written into the history."""
        message = _parse_command(verb, args)
        self._check_appeal(message)
        if message.command_id in self._handled_commands:
            return
        try:
            self._check_version(message)
            self._decided = Decided.now(self._appeal, message.command, message.command_id)
        except Refusal as refusal:
            raise to_application_error(refusal) from refusal

    @workflow.signal(dynamic=True, description="An integrator's command, under the same rules")
    def handle_signal(self, verb: str, args: Sequence[RawValue]) -> None:
        """Carry out an integrator's command; a refusal is recorded as an event for the integrator."""
        try:
            message = _parse_command(verb, args)
            self._check_appeal(message)
        except ApplicationError as error:
            self._record_refusal(verb if verb in COMMANDS else "unknown", error.type or "malformed")
            return
        if message.command_id in self._handled_commands:
            return
        try:
            self._check_version(message)
            self._handle(message.command, message.command_id)
        except Refusal as refusal:
            self._record_refusal(verb, refusal.code, message)
        self._remember_command(message.command_id)

    @workflow.query(description="The appeal as it is now")
    def state(self) -> AppealState:
        """Return the appeal's row and its open tasks."""
        appeal = self._appeal
        return AppealState(summary=summarise_appeal(appeal), tasks=changed_tasks(appeal, appeal.seq))

    @workflow.query(description="What happens by itself, and when, unless a command comes first")
    def forecast(self) -> tuple[ForecastEventMessage, ...]:
        """Return the events to come."""
        return tuple(
            ForecastEventMessage(at=each.at, event=each.event, is_estimated=each.is_estimated)
            for each in forecast(self._appeal)
        )

    def current_details(self) -> str:
        """Return the appeal as Temporal's Web UI shows it; rendered only when it asks."""
        return web_ui.current_details(self._appeal)

    def _is_finished(self) -> bool:
        return (
            not self._has_running_clock() and not self._unrecorded_facts and workflow.all_handlers_finished()
        )

    def _has_running_clock(self) -> bool:
        """Return whether a clock runs; after the end, that of a duty or of the complaint window."""
        return next_alarm(self._appeal) is not None

    async def _wait_for_command_or_timer(self) -> None:
        """Wait until a command is handled or the next alarm is due."""
        alarm = next_alarm(self._appeal)
        if alarm is None:
            await workflow.wait_condition(
                lambda: bool(self._unrecorded_facts) or workflow.all_handlers_finished()
            )
        if alarm is None or self._unrecorded_facts:
            return
        remaining = alarm.at - workflow.now()
        if remaining > ZERO:
            try:
                await workflow.wait_condition(
                    lambda: bool(self._unrecorded_facts),
                    timeout=remaining,
                    timeout_summary=web_ui.timer_summary(alarm),
                )
            except TimeoutError:
                pass
            else:
                return
        self._handle(c.FireDueClocks())

    async def _record_facts(self) -> None:
        """Record the new events in one activity; escalate past levels that are vacant."""
        if not self._unrecorded_facts:
            return
        batch = CommandBatch.from_facts(
            self._appeal,
            self._unrecorded_facts,
            self._recorded_seq,
            begin_child_appeals(self._appeal, self._unrecorded_facts),
        )
        self._unrecorded_facts = ()
        if self._has_running_clock():  # the end is published once, with the end of the run
            self._publish_visibility(self._appeal)
        recorded = await workflow.execute_activity(
            RECORD_FACTS_ACTIVITY,
            batch,
            result_type=WriteResult,
            summary=web_ui.activity_summary(batch.facts),
            **DATABASE_WRITE,
        )
        self._recorded_seq = batch.facts[-1].seq
        for level in recorded.vacant_levels:
            self._handle(c.ReportVacantLevel(level.clock, level.task, level.level))

    async def _continue_as_new_if_long(self) -> None:
        """Continue as new between two events, never while a command is being handled."""
        info = workflow.info()
        if not (
            info.is_continue_as_new_suggested() or info.get_current_history_length() > MAX_HISTORY_EVENTS
        ):
            return
        await workflow.wait_condition(
            lambda: bool(self._unrecorded_facts) or workflow.all_handlers_finished()
        )
        if not self._unrecorded_facts and self._has_running_clock():
            workflow.continue_as_new(
                AppealStart(appeal=self._appeal, handled_commands=tuple(self._handled_commands))
            )

    def _check_appeal(self, message: CommandMessage) -> None:
        """Raise ApplicationError where the command is meant for another appeal of the same number."""
        if message.appeal not in {None, self._appeal.id}:
            raise ApplicationError(WRONG_APPEAL, type=WRONG_APPEAL, non_retryable=True)

    def _check_version(self, message: CommandMessage) -> None:
        """Raise VersionMismatch where the task has changed since the caller read it."""
        if message.task_version is None or not isinstance(message.command, c.TaskCommand):
            return
        task = self._appeal.task(message.command.task)
        if task.version != message.task_version:
            raise VersionMismatch(version=task.version)

    def _handle(self, command: c.Command, command_id: UUID | None = None) -> None:
        decided, self._decided = self._decided, None
        if decided is None or not decided.is_for(self._appeal, command, command_id):
            decided = Decided.now(self._appeal, command, command_id)
        self._appeal = decided.after
        self._unrecorded_facts += decided.facts

    def _result_of(self, message: CommandMessage, *, is_duplicate: bool) -> CommandResult:
        command = message.command
        status = (
            TaskStatus.of(self._appeal, command.task, command.by)
            if isinstance(command, c.TaskCommand)
            else None
        )
        return CommandResult(seq=self._appeal.seq, status=status, duplicate=is_duplicate)

    def _record_refusal(self, verb: str, code: str, message: CommandMessage | None = None) -> None:
        event = CommandRefused(verb, code)
        by, command = (message.command.by, message.command_id) if message else (None, None)
        self._appeal, facts = record(self._appeal, [event], workflow.now(), by, command)
        self._unrecorded_facts += facts

    def _remember_command(self, command_id: UUID) -> None:
        self._handled_commands[command_id] = None
        for oldest in list(self._handled_commands)[:-MAX_REMEMBERED_COMMANDS]:
            del self._handled_commands[oldest]

    def _publish_visibility(self, appeal: Appeal) -> None:
        now = web_ui.search_attributes(appeal)
        if changed := web_ui.search_attribute_updates(self._published_attributes, now):
            workflow.upsert_search_attributes(changed)
            self._published_attributes = now


def _parse_command(verb: str, args: Sequence[RawValue]) -> CommandMessage:
    """Return the command that came under the name *verb*. Raises ApplicationError where it is malformed."""
    if len(args) == 1:
        try:
            message = workflow.payload_converter().from_payload(args[0].payload, CommandMessage)
        except Exception:  # noqa: BLE001 - no message may stop the appeal
            message = None
        if isinstance(message, CommandMessage) and COMMANDS.verb_of(message.command) == verb:
            return message
    raise ApplicationError("malformed", {"verb": verb}, type="malformed", non_retryable=True)
