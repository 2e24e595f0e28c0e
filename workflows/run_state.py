"""What one run of an appeal's workflow keeps: the appeal, the facts to record, and the commands handled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from domain import commands as c
from domain.decide.alarms import next_alarm
from domain.decide.handle import handle, handle_after_correction
from domain.errors import Refusal, VersionMismatch
from domain.events import CommandRefused, Fact, SilenceCorrected
from domain.evolve.appeal import record
from domain.identity.people import Person
from domain.procedure.registry import COMMANDS
from domain.projections.summaries import summarise_appeal
from domain.state.appeal import Appeal
from schemas.wire.messages import CommandMessage, CommandResult
from schemas.wire.task_status import TaskStatus
from workflows.names import WRONG_APPEAL
from workflows.refusals import malformed

MAX_REMEMBERED_COMMANDS = 200


@dataclass(frozen=True, slots=True)
class Decided:
    """The appeal after a command and the facts that led there, as decided on one state at one moment."""

    before: Appeal
    message: CommandMessage
    at: datetime
    after: Appeal
    facts: tuple[Fact, ...]

    @classmethod
    def now(
        cls, appeal: Appeal, message: CommandMessage, correction: SilenceCorrected | None = None
    ) -> "Decided":
        """Return what a command leads to at the workflow's present moment, after *correction*, if any.

        Raises a Refusal; ApplicationError where the rules cannot cope with a value of the command, or with
        the appeal after it.
        """
        at = workflow.now()
        try:
            after, facts = handle_after_correction(
                appeal, correction, message.command, at, message.command_id, message.accepted_at
            )
            next_alarm(after)
            summarise_appeal(after)
        except Refusal:
            raise
        except Exception as error:  # an impossible value must not stop the appeal
            raise malformed(COMMANDS.verb_of(message.command)) from error
        return cls(appeal, message, at, after, facts)

    def is_for(self, appeal: Appeal, message: CommandMessage) -> bool:
        """Return whether this was decided for the same command, at this very moment and state.

        A replay runs no validator, and decides again: the result is the same.
        """
        return self.before is appeal and self.at == workflow.now() and self.message == message


class RunState:
    """The appeal of a run after all commands so far, and which of its facts are not recorded yet."""

    def __init__(self, appeal: Appeal, handled_commands: Iterable[UUID]) -> None:
        """Begin with the appeal as its intake or the previous run left it."""
        self.appeal = appeal
        self.unrecorded_facts: tuple[Fact, ...] = ()
        self.recorded_seq = appeal.seq
        self._handled_commands = dict.fromkeys(handled_commands)  # ordered, for signals and earlier runs
        self._decided: Decided | None = None

    @property
    def handled_commands(self) -> tuple[UUID, ...]:
        """Return the ids of the latest commands, in order."""
        return tuple(self._handled_commands)

    @property
    def is_clock_overdue(self) -> bool:
        """Return whether a clock is due that has not fired."""
        alarm = next_alarm(self.appeal)
        return alarm is not None and alarm.at < workflow.now()

    def is_handled(self, message: CommandMessage) -> bool:
        """Return whether the command was carried out, or its signal refused, before."""
        return message.command_id in self._handled_commands

    def check_appeal(self, message: CommandMessage) -> None:
        """Raise ApplicationError where the command is meant for another appeal of the same number."""
        if message.appeal not in {None, self.appeal.id}:
            raise ApplicationError(WRONG_APPEAL, type=WRONG_APPEAL, non_retryable=True)

    def decide(self, message: CommandMessage) -> None:
        """Decide a command without carrying it out; the handler takes that over. Raises a Refusal."""
        self._check_version(message)
        self._decided = Decided.now(self.appeal, message)

    def handle(self, command: c.SystemCommand) -> None:
        """Carry out a command of the system."""
        self._keep(*handle(self.appeal, command, workflow.now()))

    def carry_out(self, message: CommandMessage, correction: SilenceCorrected | None = None) -> None:
        """Carry out a command, after the *correction* of what was recorded too early. Raises a Refusal."""
        decided, self._decided = self._decided, None
        if correction or decided is None or not decided.is_for(self.appeal, message):
            self._check_version(message)
            decided = Decided.now(self.appeal, message, correction)
        self._keep(decided.after, decided.facts)
        self.remember_command(message.command_id)

    def record_refusal(
        self, verb: str, code: str, by: Person | None = None, command: UUID | None = None
    ) -> None:
        """Record that a signal was refused."""
        self._keep(*record(self.appeal, [CommandRefused(verb, code)], workflow.now(), by, command))

    def take_unrecorded_facts(self) -> tuple[Fact, ...]:
        """Return the facts that are to be recorded now."""
        facts, self.unrecorded_facts = self.unrecorded_facts, ()
        return facts

    def remember_command(self, command_id: UUID) -> None:
        """Remember that a command has been dealt with."""
        self._handled_commands[command_id] = None
        for oldest in list(self._handled_commands)[:-MAX_REMEMBERED_COMMANDS]:
            del self._handled_commands[oldest]

    def result_of(self, message: CommandMessage, *, is_duplicate: bool) -> CommandResult:
        """Return the result of a command that was carried out now or before."""
        command = message.command
        status = (
            TaskStatus.of(self.appeal, command.task, command.by)
            if isinstance(command, c.TaskCommand)
            else None
        )
        return CommandResult(seq=self.appeal.seq, status=status, duplicate=is_duplicate)

    def _check_version(self, message: CommandMessage) -> None:
        """Raise VersionMismatch where the task has changed since the caller read it."""
        if message.task_version is None or not isinstance(message.command, c.TaskCommand):
            return
        task = self.appeal.task(message.command.task)
        if task.version != message.task_version:
            raise VersionMismatch(version=task.version)

    def _keep(self, appeal: Appeal, facts: tuple[Fact, ...]) -> None:
        self.appeal = appeal
        self.unrecorded_facts += facts
