"""The workflow of one appeal, from registration to its end: it keeps time, and the domain decides."""

from collections.abc import Sequence
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from domain import commands as c
    from domain.decide.alarms import next_alarm
    from domain.decide.forecast import forecast
    from domain.decide.silence import precedes_silence
    from domain.errors import Refusal
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
        SilenceAnswer,
        SilenceQuestion,
        WriteResult,
    )
    from schemas.wire.outside_commands import OutsideAnswer
    from schemas.wire.task_status import ForecastEventMessage
    from workflows import web_ui
    from workflows.commands import outside
    from workflows.commands.seals import is_sealed
    from workflows.commands.turns import CommandTurns
    from workflows.names import APPEAL_WORKFLOW, CORRECT_SILENCE_ACTIVITY, RECORD_FACTS_ACTIVITY
    from workflows.options import DATABASE_READ, DATABASE_WRITE
    from workflows.refusals import malformed, to_application_error
    from workflows.run_state import RunState

MAX_HISTORY_EVENTS = 300
ZERO = timedelta()


@workflow.defn(name=APPEAL_WORKFLOW)
class AppealWorkflow:
    """The process of one appeal: commands of people are updates, those of integrators may be signals."""

    @workflow.init
    def __init__(self, start: AppealStart) -> None:
        """Begin with the appeal as its intake or the previous run left it."""
        self._run = RunState(start.appeal, start.handled_commands)
        self._turns = CommandTurns()
        self._published_attributes = web_ui.search_attributes(start.appeal)

    @workflow.run
    async def run(self, _start: AppealStart) -> AppealEnd:
        """Keep time until no clock runs and all events are recorded."""
        while not self._is_finished():
            await self._wait_for_command_or_timer()
            await self._record_facts()
            await self._continue_as_new_if_long()
        self._publish_visibility(self._run.appeal)
        return AppealEnd(seq=self._run.appeal.seq, outcome=self._run.appeal.progress.outcomes[-1])

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
        is_duplicate = self._run.is_handled(message)
        if not is_duplicate:
            try:
                if is_sealed(args):
                    await self._carry_out(message)
                else:
                    await self._carry_out_from_outside(verb, outside.admit(verb, args, message))
            except Refusal as refusal:
                raise to_application_error(refusal) from refusal
        result = self._run.result_of(message, is_duplicate=is_duplicate)
        await workflow.wait_condition(lambda: self._run.recorded_seq >= result.seq)
        return result

    @handle_command.validator
    def validate_command(self, verb: str, args: Sequence[RawValue]) -> None:
        """Raise the refusal of a command before anything of it is written into the history."""
        message = _parse_command(verb, args)
        if not is_sealed(args):
            message = outside.admit(verb, args, message)
        self._run.check_appeal(message)
        if self._run.is_handled(message) or precedes_silence(self._run.appeal, message.accepted_at):
            return
        try:
            self._run.decide(message)
        except Refusal as refusal:
            raise to_application_error(refusal) from refusal

    @workflow.signal(dynamic=True, description="An integrator's command, under the same rules")
    async def handle_signal(self, verb: str, args: Sequence[RawValue]) -> None:
        """Carry out an integrator's command; a refusal is recorded as an event for the integrator."""
        try:
            message = outside.admit(verb, args, _parse_command(verb, args))
            self._run.check_appeal(message)
        except ApplicationError as error:
            self._run.record_refusal(verb if verb in COMMANDS else "unknown", error.type or "malformed")
            return
        if self._run.is_handled(message):
            return
        try:
            await self._carry_out_from_outside(verb, message, outside.signal_digest(args))
        except (Refusal, ApplicationError):  # it is recorded
            self._run.remember_command(message.command_id)

    @workflow.query(description="The appeal as it is now")
    def state(self) -> AppealState:
        """Return the appeal's row and its open tasks."""
        appeal = self._run.appeal
        return AppealState(summary=summarise_appeal(appeal), tasks=changed_tasks(appeal, appeal.seq))

    @workflow.query(description="What happens by itself, and when, unless a command comes first")
    def forecast(self) -> tuple[ForecastEventMessage, ...]:
        """Return the events to come."""
        return tuple(
            ForecastEventMessage(at=each.at, event=each.event, is_estimated=each.is_estimated)
            for each in forecast(self._run.appeal)
        )

    def current_details(self) -> str:
        """Return the appeal as Temporal's Web UI shows it; rendered only when it asks."""
        return web_ui.current_details(self._run.appeal)

    def _is_finished(self) -> bool:
        return (
            not self._has_running_clock()
            and not self._run.unrecorded_facts
            and workflow.all_handlers_finished()
        )

    def _has_running_clock(self) -> bool:
        """Return whether a clock runs; after the end, that of a duty or of the complaint window."""
        return next_alarm(self._run.appeal) is not None

    async def _wait_for_command_or_timer(self) -> None:
        """Wait until a command is handled or the next alarm is due."""
        alarm = next_alarm(self._run.appeal)
        if alarm is None:
            await workflow.wait_condition(
                lambda: bool(self._run.unrecorded_facts) or workflow.all_handlers_finished()
            )
        if alarm is None or self._run.unrecorded_facts:
            return
        remaining = alarm.at - workflow.now()
        if remaining > ZERO:
            try:
                await workflow.wait_condition(
                    lambda: bool(self._run.unrecorded_facts),
                    timeout=remaining,
                    timeout_summary=web_ui.timer_summary(alarm),
                )
            except TimeoutError:
                pass
            else:
                return
        if self._turns.is_any_waiting:  # it goes before the clocks that fell due after it
            await workflow.wait_condition(
                lambda: bool(self._run.unrecorded_facts) or not self._turns.is_any_waiting
            )
            return
        self._run.handle(c.FireDueClocks())

    async def _carry_out_from_outside(
        self, verb: str, message: CommandMessage, digest: str | None = None
    ) -> None:
        """Carry out a command from outside once it is checked, in its turn; record a refusal, and raise it.

        No clock fires meanwhile. A signal, which has a *digest*, counts from when Temporal accepted it.
        """
        answer = OutsideAnswer()
        place = self._turns.enter(workflow.now())
        try:
            answer = await outside.check(verb, self._run.appeal.id, message, digest)
            self._turns.move(place, answer.accepted_at or workflow.now())
            await self._turns.reach(place)
            self._turns.leave(place)
            if self._run.is_handled(message):
                return
            if answer.command is None:
                raise outside.refused(answer)
            checked = {"command": answer.command, "accepted_at": answer.accepted_at}
            await self._carry_out_now(message.model_copy(update=checked))
        except (Refusal, ApplicationError) as error:
            code = error.code if isinstance(error, Refusal) else error.type or "malformed"
            self._run.record_refusal(verb, code, answer.sender, message.command_id)
            raise
        finally:
            self._turns.leave(place)

    async def _carry_out(self, message: CommandMessage) -> None:
        """Carry out a command; while a clock is due, in the order of acceptance. Raises a Refusal."""
        if self._turns.is_any_waiting or self._run.is_clock_overdue:
            place = self._turns.enter(message.accepted_at or workflow.now())
            try:
                await self._turns.reach(place)
            finally:
                self._turns.leave(place)
            if self._run.is_handled(message):
                return
        await self._carry_out_now(message)

    async def _carry_out_now(self, message: CommandMessage) -> None:
        """Carry out a command whose turn it is. Raises a Refusal."""
        if precedes_silence(self._run.appeal, message.accepted_at):
            await self._carry_out_before_silence(message)
        else:
            self._run.carry_out(message)

    async def _carry_out_before_silence(self, message: CommandMessage) -> None:
        """Carry out a command that was accepted before a recorded silence, which is corrected by that."""
        self._turns.is_correcting = True
        try:
            await workflow.wait_condition(lambda: self._run.recorded_seq >= self._run.appeal.seq)
            now = workflow.now()
            question = SilenceQuestion(
                appeal=self._run.appeal.id, accepted_at=message.accepted_at or now, now=now
            )
            answer = await workflow.execute_activity(
                CORRECT_SILENCE_ACTIVITY,
                question,
                result_type=SilenceAnswer,
                summary="silence in spite of an act in time",
                **DATABASE_READ,
            )
            self._run.carry_out(message, answer.correction)
        finally:
            self._turns.is_correcting = False

    async def _record_facts(self) -> None:
        """Record the new events in one activity; escalate past levels that are vacant."""
        if not self._run.unrecorded_facts:
            return
        appeal, facts = self._run.appeal, self._run.take_unrecorded_facts()
        batch = CommandBatch.from_facts(
            appeal, facts, self._run.recorded_seq, begin_child_appeals(appeal, facts)
        )
        if self._has_running_clock():  # the end is published once, with the end of the run
            self._publish_visibility(self._run.appeal)
        recorded = await workflow.execute_activity(
            RECORD_FACTS_ACTIVITY,
            batch,
            result_type=WriteResult,
            summary=web_ui.activity_summary(batch.facts),
            **DATABASE_WRITE,
        )
        self._run.recorded_seq = batch.facts[-1].seq
        for level in recorded.vacant_levels:
            self._run.handle(c.ReportVacantLevel(level.clock, level.task, level.level))

    async def _continue_as_new_if_long(self) -> None:
        """Continue as new between two events, never while a command is being handled."""
        info = workflow.info()
        if not (
            info.is_continue_as_new_suggested() or info.get_current_history_length() > MAX_HISTORY_EVENTS
        ):
            return
        await workflow.wait_condition(
            lambda: bool(self._run.unrecorded_facts) or workflow.all_handlers_finished()
        )
        if not self._run.unrecorded_facts and self._has_running_clock():
            workflow.continue_as_new(
                AppealStart(appeal=self._run.appeal, handled_commands=self._run.handled_commands)
            )

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
    raise malformed(verb)
