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
    from domain.decide.forecast import foresee
    from domain.decide.handle import obey
    from domain.errors import ChangedMeanwhile, Refusal
    from domain.events import CommandRefused, Fact
    from domain.evolve.appeal import record
    from domain.projections.summaries import changed_tasks, summarise
    from domain.rules.lifecycle import COMMANDS, VERBS
    from domain.state.appeal import Appeal
    from schemas.wire.messages import (
        Answer,
        AppealStart,
        AppealState,
        Batch,
        Coming,
        Ended,
        Given,
        Recorded,
    )
    from schemas.wire.tagged_union import EVENTS
    from workflows import visibility
    from workflows.names import APPEAL, RECORD
    from workflows.options import BOOKKEEPING
    from workflows.refusals import fault

LONG_HISTORY = 300
MOST_ANSWERS = 200
NO_TIME = timedelta()


@workflow.defn(name=APPEAL)
class AppealWorkflow:
    """The durable life of one appeal: people's verbs are updates, integrators' are signals."""

    @workflow.init
    def __init__(self, start: AppealStart) -> None:
        """Take the appeal over, from its intake or from the run before."""
        self._appeal: Appeal = start.appeal
        self._answers: dict[UUID, int] = dict(start.answers)
        self._unsaved: tuple[Fact, ...] = ()
        self._saved = self._appeal.seq
        self._shown = visibility.attributes(self._appeal)

    @workflow.run
    async def run(self, _start: AppealStart) -> Ended:
        """Keep time until no clock is left, and all is written down."""
        while not self._is_over():
            await self._next_thing()
            await self._save()
            await self._begin_anew_when_long()
        self._show(self._appeal)
        return Ended(seq=self._appeal.seq, outcome=self._appeal.outcomes[-1])

    @workflow.update(
        dynamic=True,
        description="A person's verb: claim, accept, complete, refer …",
        unfinished_policy=workflow.HandlerUnfinishedPolicy.ABANDON,  # only where the run itself has failed
    )
    async def give(self, verb: str, args: Sequence[RawValue]) -> Answer:
        """Obey a command; answer once what followed is written down."""
        given = _read(verb, args)
        if given.id in self._answers:
            return Answer(seq=self._answers[given.id], again=True)
        try:
            self._check_version(given)
            facts = self._obey(given.command, given.id)
        except Refusal as refusal:
            raise fault(refusal) from refusal
        seq = self._appeal.seq
        self._remember(given.id)
        await workflow.wait_condition(lambda: self._saved >= seq)
        return Answer(seq=seq, events=tuple(EVENTS.name(fact.event) for fact in facts))

    @give.validator
    def check(self, verb: str, args: Sequence[RawValue]) -> None:
        """Refuse at the door, before anything is written."""
        given = _read(verb, args)
        if given.id in self._answers:
            return
        try:
            self._check_version(given)
            obey(self._appeal, given.command, workflow.now())
        except Refusal as refusal:
            raise fault(refusal) from refusal

    @workflow.signal(dynamic=True, description="An integrator's verb, under the same rules")
    def hear(self, verb: str, args: Sequence[RawValue]) -> None:
        """Obey an integrator's command; a refusal is recorded where the integrator can read it."""
        try:
            given = _read(verb, args)
        except ApplicationError as error:
            self._note_refusal(verb if verb in COMMANDS else "unknown", error.type or "malformed")
            return
        if given.id in self._answers:
            return
        try:
            self._check_version(given)
            self._obey(given.command, given.id)
        except Refusal as refusal:
            self._note_refusal(verb, refusal.code, given)
        self._remember(given.id)

    @workflow.query(description="The appeal as it is now")
    def state(self) -> AppealState:
        """Return the appeal's row and its open tasks."""
        appeal = self._appeal
        return AppealState(summary=summarise(appeal), tasks=changed_tasks(appeal, appeal.seq))

    @workflow.query(description="What will happen by itself, and when, if nobody acts")
    def timeline(self) -> tuple[Coming, ...]:
        """Return the events to come."""
        return tuple(Coming(at=each.at, event=each.event) for each in foresee(self._appeal))

    def _is_over(self) -> bool:
        return not self._is_ticking() and not self._unsaved and workflow.all_handlers_finished()

    def _is_ticking(self) -> bool:
        """Tell whether a clock runs: after the end, that of a duty or of the time to complain."""
        return next_alarm(self._appeal) is not None

    async def _next_thing(self) -> None:
        """Wait until somebody acts or the next alarm rings."""
        alarm = next_alarm(self._appeal)
        if alarm is None:
            await workflow.wait_condition(lambda: bool(self._unsaved) or workflow.all_handlers_finished())
        if alarm is None or self._unsaved:
            return
        patience = alarm.at - workflow.now()
        if patience > NO_TIME:
            try:
                await workflow.wait_condition(
                    lambda: bool(self._unsaved),
                    timeout=patience,
                    timeout_summary=visibility.alarm_words(alarm),
                )
            except TimeoutError:
                pass
            else:
                return
        self._obey(c.Ring())

    async def _save(self) -> None:
        """Write down what has happened, in one activity; climb past levels on which nobody stands."""
        if not self._unsaved:
            return
        batch = Batch.of(self._appeal, self._unsaved, self._saved)
        self._unsaved = ()
        if self._is_ticking():  # the end is shown once, with the end of the run
            self._show(self._appeal)
        recorded = await workflow.execute_activity(
            RECORD, batch, result_type=Recorded, summary=visibility.batch_words(batch.facts), **BOOKKEEPING
        )
        self._saved = batch.facts[-1].seq
        for level in recorded.unreachable:
            self._obey(c.ReportUnreachable(level.clock, level.task, level.level))

    async def _begin_anew_when_long(self) -> None:
        """Continue as new between two events, never with a command in hand."""
        info = workflow.info()
        if not (info.is_continue_as_new_suggested() or info.get_current_history_length() > LONG_HISTORY):
            return
        await workflow.wait_condition(lambda: bool(self._unsaved) or workflow.all_handlers_finished())
        if not self._unsaved and self._is_ticking():
            workflow.continue_as_new(AppealStart(appeal=self._appeal, answers=self._answers))

    def _check_version(self, given: Given) -> None:
        """Raise ChangedMeanwhile where the task is not as the command's giver saw it."""
        if given.version is None or not isinstance(given.command, c.TaskCommand):
            return
        task = self._appeal.task(given.command.task)
        if task.version != given.version:
            raise ChangedMeanwhile(version=task.version)

    def _obey(self, command: c.Command, given: UUID | None = None) -> tuple[Fact, ...]:
        self._appeal, facts = obey(self._appeal, command, workflow.now(), given)
        self._unsaved += facts
        return facts

    def _note_refusal(self, verb: str, code: str, given: Given | None = None) -> None:
        event = CommandRefused(verb, code)
        by, command = (given.command.by, given.id) if given else (None, None)
        self._appeal, facts = record(self._appeal, [event], workflow.now(), by, command)
        self._unsaved += facts

    def _remember(self, given: UUID) -> None:
        self._answers[given] = self._appeal.seq
        for oldest in list(self._answers)[:-MOST_ANSWERS]:
            del self._answers[oldest]

    def _show(self, appeal: Appeal) -> None:
        now = visibility.attributes(appeal)
        if changed := visibility.changes(self._shown, now):
            workflow.upsert_search_attributes(changed)
            self._shown = now
        workflow.set_current_details(visibility.details(appeal))


def _read(verb: str, args: Sequence[RawValue]) -> Given:
    """Return the command that came under the name *verb*, or refuse it as malformed."""
    if len(args) == 1:
        try:
            given = workflow.payload_converter().from_payload(args[0].payload, Given)
        except Exception:  # noqa: BLE001 - whatever was sent, it must not stop the appeal
            given = None
        if isinstance(given, Given) and VERBS[type(given.command)] == verb:
            return given
    raise ApplicationError("malformed", {"verb": verb}, type="malformed", non_retryable=True)
