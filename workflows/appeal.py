"""One appeal, from its talon to its end. This workflow keeps time; what happens is decided in domain/."""

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
    from domain.decide.handle import handle
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
        ForecastEventMessage,
        WriteResult,
    )
    from schemas.wire.tagged_union import EVENT_UNION
    from workflows import visibility
    from workflows.names import APPEAL_WORKFLOW, RECORD_FACTS_ACTIVITY
    from workflows.options import DATABASE_WRITE
    from workflows.refusals import to_application_error

MAX_HISTORY_EVENTS = 300
MAX_REMEMBERED_RESULTS = 200
ZERO = timedelta()


@workflow.defn(name=APPEAL_WORKFLOW)
class AppealWorkflow:
    """The durable life of one appeal: people's verbs are updates, integrators' are signals."""

    @workflow.init
    def __init__(self, start: AppealStart) -> None:
        """Take the appeal over, from its intake or from the run before."""
        self._appeal: Appeal = start.appeal
        self._seq_by_command: dict[UUID, int] = dict(start.answers)
        self._unrecorded_facts: tuple[Fact, ...] = ()
        self._recorded_seq = self._appeal.seq
        self._published_attributes = visibility.search_attributes(self._appeal)

    @workflow.run
    async def run(self, _start: AppealStart) -> AppealEnd:
        """Keep time until no clock is left, and all is written down."""
        while not self._is_finished():
            await self._wait_for_command_or_timer()
            await self._record_facts()
            await self._continue_as_new_if_long()
        self._publish_visibility(self._appeal)
        return AppealEnd(seq=self._appeal.seq, outcome=self._appeal.outcomes[-1])

    @workflow.update(
        dynamic=True,
        description="A person's verb: claim, accept, complete, refer …",
        unfinished_policy=workflow.HandlerUnfinishedPolicy.ABANDON,  # only where the run itself has failed
    )
    async def handle_command(self, verb: str, args: Sequence[RawValue]) -> CommandResult:
        """Obey a command; answer once what followed is written down."""
        given = _parse_command(verb, args)
        if given.command_id in self._seq_by_command:
            return CommandResult(seq=self._seq_by_command[given.command_id], duplicate=True)
        try:
            self._check_version(given)
            facts = self._handle(given.command, given.command_id)
        except Refusal as refusal:
            raise to_application_error(refusal) from refusal
        seq = self._appeal.seq
        self._remember_result(given.command_id)
        await workflow.wait_condition(lambda: self._recorded_seq >= seq)
        return CommandResult(seq=seq, events=tuple(EVENT_UNION.name(fact.event) for fact in facts))

    @handle_command.validator
    def validate_command(self, verb: str, args: Sequence[RawValue]) -> None:
        """Refuse at the door, before anything is written."""
        given = _parse_command(verb, args)
        if given.command_id in self._seq_by_command:
            return
        try:
            self._check_version(given)
            handle(self._appeal, given.command, workflow.now())
        except Refusal as refusal:
            raise to_application_error(refusal) from refusal

    @workflow.signal(dynamic=True, description="An integrator's verb, under the same rules")
    def handle_signal(self, verb: str, args: Sequence[RawValue]) -> None:
        """Obey an integrator's command; a refusal is recorded where the integrator can read it."""
        try:
            given = _parse_command(verb, args)
        except ApplicationError as error:
            self._record_refusal(verb if verb in COMMANDS else "unknown", error.type or "malformed")
            return
        if given.command_id in self._seq_by_command:
            return
        try:
            self._check_version(given)
            self._handle(given.command, given.command_id)
        except Refusal as refusal:
            self._record_refusal(verb, refusal.code, given)
        self._remember_result(given.command_id)

    @workflow.query(description="The appeal as it is now")
    def state(self) -> AppealState:
        """Return the appeal's row and its open tasks."""
        appeal = self._appeal
        return AppealState(summary=summarise_appeal(appeal), tasks=changed_tasks(appeal, appeal.seq))

    @workflow.query(description="What will happen by itself, and when, if nobody acts")
    def forecast(self) -> tuple[ForecastEventMessage, ...]:
        """Return the events to come."""
        return tuple(ForecastEventMessage(at=each.at, event=each.event) for each in forecast(self._appeal))

    def _is_finished(self) -> bool:
        return (
            not self._has_running_clock() and not self._unrecorded_facts and workflow.all_handlers_finished()
        )

    def _has_running_clock(self) -> bool:
        """Tell whether a clock runs: after the end, that of a duty or of the time to complain."""
        return next_alarm(self._appeal) is not None

    async def _wait_for_command_or_timer(self) -> None:
        """Wait until somebody acts or the next alarm rings."""
        alarm = next_alarm(self._appeal)
        if alarm is None:
            await workflow.wait_condition(
                lambda: bool(self._unrecorded_facts) or workflow.all_handlers_finished()
            )
        if alarm is None or self._unrecorded_facts:
            return
        patience = alarm.at - workflow.now()
        if patience > ZERO:
            try:
                await workflow.wait_condition(
                    lambda: bool(self._unrecorded_facts),
                    timeout=patience,
                    timeout_summary=visibility.timer_summary(alarm),
                )
            except TimeoutError:
                pass
            else:
                return
        self._handle(c.FireDueClocks())

    async def _record_facts(self) -> None:
        """Write down what has happened, in one activity; climb past levels on which nobody stands."""
        if not self._unrecorded_facts:
            return
        batch = CommandBatch.from_facts(
            self._appeal,
            self._unrecorded_facts,
            self._recorded_seq,
            begin_child_appeals(self._appeal, self._unrecorded_facts),
        )
        self._unrecorded_facts = ()
        if self._has_running_clock():  # the end is shown once, with the end of the run
            self._publish_visibility(self._appeal)
        recorded = await workflow.execute_activity(
            RECORD_FACTS_ACTIVITY,
            batch,
            result_type=WriteResult,
            summary=visibility.activity_summary(batch.facts),
            **DATABASE_WRITE,
        )
        self._recorded_seq = batch.facts[-1].seq
        for level in recorded.vacant_levels:
            self._handle(c.ReportVacantLevel(level.clock, level.task, level.level))

    async def _continue_as_new_if_long(self) -> None:
        """Continue as new between two events, never with a command in hand."""
        info = workflow.info()
        if not (
            info.is_continue_as_new_suggested() or info.get_current_history_length() > MAX_HISTORY_EVENTS
        ):
            return
        await workflow.wait_condition(
            lambda: bool(self._unrecorded_facts) or workflow.all_handlers_finished()
        )
        if not self._unrecorded_facts and self._has_running_clock():
            workflow.continue_as_new(AppealStart(appeal=self._appeal, answers=self._seq_by_command))

    def _check_version(self, given: CommandMessage) -> None:
        """Raise ChangedMeanwhile where the task is not as the command's giver saw it."""
        if given.task_version is None or not isinstance(given.command, c.TaskCommand):
            return
        task = self._appeal.task(given.command.task)
        if task.version != given.task_version:
            raise VersionMismatch(version=task.version)

    def _handle(self, command: c.Command, given: UUID | None = None) -> tuple[Fact, ...]:
        self._appeal, facts = handle(self._appeal, command, workflow.now(), given)
        self._unrecorded_facts += facts
        return facts

    def _record_refusal(self, verb: str, code: str, given: CommandMessage | None = None) -> None:
        event = CommandRefused(verb, code)
        by, command = (given.command.by, given.command_id) if given else (None, None)
        self._appeal, facts = record(self._appeal, [event], workflow.now(), by, command)
        self._unrecorded_facts += facts

    def _remember_result(self, given: UUID) -> None:
        self._seq_by_command[given] = self._appeal.seq
        for oldest in list(self._seq_by_command)[:-MAX_REMEMBERED_RESULTS]:
            del self._seq_by_command[oldest]

    def _publish_visibility(self, appeal: Appeal) -> None:
        now = visibility.search_attributes(appeal)
        if changed := visibility.search_attribute_updates(self._published_attributes, now):
            workflow.upsert_search_attributes(changed)
            self._published_attributes = now
        workflow.set_current_details(visibility.current_details(appeal))


def _parse_command(verb: str, args: Sequence[RawValue]) -> CommandMessage:
    """Return the command that came under the name *verb*, or refuse it as malformed."""
    if len(args) == 1:
        try:
            given = workflow.payload_converter().from_payload(args[0].payload, CommandMessage)
        except Exception:  # noqa: BLE001 - whatever was sent, it must not stop the appeal
            given = None
        if isinstance(given, CommandMessage) and COMMANDS.verb_of(given.command) == verb:
            return given
    raise ApplicationError("malformed", {"verb": verb}, type="malformed", non_retryable=True)
