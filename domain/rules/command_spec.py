"""Command specifications: the one row per command that guards, dispatch, routes and documentation read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from domain.commands import AppealCommand, PersonCommand, TaskCommand
from domain.events import Event
from domain.identity.people import Role
from domain.law.rule_ids import RuleId
from domain.rules.lifecycle import StatusMove, Verb
from domain.state.appeal import Appeal, Status
from domain.state.task import Duty, Purpose, Task, TaskState

TaskCommandT_co = TypeVar("TaskCommandT_co", bound=TaskCommand, covariant=True)
AppealCommandT_co = TypeVar("AppealCommandT_co", bound=AppealCommand, covariant=True)

ANY_PURPOSE = frozenset(Purpose)
MAIN_PATH = frozenset({Purpose.WORK})
ANY_BUT_DUTIES = ANY_PURPOSE - {Purpose.DUTY}
SIDE_TASKS = frozenset({Purpose.SIDE})
DUTIES = frozenset({Purpose.DUTY})
NEVER: frozenset[Purpose] = frozenset()
NO_ROLES: frozenset[Role] = frozenset()


class TaskAccess(StrEnum):
    """The people who may use a command on a task; the values are printed in the documentation."""

    GROUP = "a member of the task's group, unless another person holds it"
    GROUP_OR_OVERSEER = "a member or an overseer of the task's group"
    DUTY_PERFORMER = "a member or an overseer of the task's group, unless another person holds it"
    DECIDING_OFFICIAL = "a supervisor or head of the task's organisation, unless another person holds it"
    HOLDER = "the holder"
    HOLDER_OR_OVERSEER = "the holder or an overseer of the task's group"
    APPEAL_LEADER = "the holder of the main task or an overseer of its group"


class AppealAccess(StrEnum):
    """The people among the permitted roles who may use a command on an appeal as a whole."""

    OWNING_GROUP = "a member or an overseer of the group that has the appeal"
    MEMBER_OF_BODY = "a member or an overseer of the body that considers the appeal"
    OVERSEER = "an overseer of the group that has the appeal"
    CONSIDERING_BODY = "an overseer of the body that considers the appeal, or of the group that has it"
    APPLICANT_CHANNEL = (
        "citizens, clerks and integrators; else a group of the main path or an overseer; "
        "also those who are barred from deciding"
    )


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a command on a task: its description, and a check that raises the refusal."""

    words: str
    check: "Callable[[Appeal, Task, TaskCommandSpec[TaskCommand]], None]"


@dataclass(frozen=True, slots=True)
class TaskCommandSpec(Generic[TaskCommandT_co]):
    """One command on a task.

    ``competence``, ``rule_id`` and ``legal_conditions`` are checked in this order, before the state of the
    task; ``conditions`` after it. ``status_rule`` is cited where the status forbids the command. One that
    ``is_act_of_body`` is, on the main path, for people of the body that considers the appeal.
    """

    verb: Verb
    command: type[TaskCommandT_co]
    decided_by: Callable[[Appeal, Task, TaskCommandT_co, datetime], Sequence[Event]]
    summary: str
    statuses: frozenset[Status]
    states: frozenset[TaskState]
    access: TaskAccess
    overridable: bool = False
    exempt_roles: frozenset[Role] = NO_ROLES
    purposes: frozenset[Purpose] = ANY_PURPOSE
    duty: Duty | None = None
    decides_on: frozenset[Purpose] = NEVER
    is_act_of_body: bool = False
    rule_id: RuleId | None = None
    status_rule: RuleId | None = None
    competence: Condition | None = None
    legal_conditions: tuple[Condition, ...] = ()
    conditions: tuple[Condition, ...] = ()
    leads_to: frozenset[TaskState] = frozenset()
    status_moves: tuple[StatusMove, ...] = ()

    def suits(self, task: Task) -> bool:
        """Return whether the command applies to tasks of this purpose and duty."""
        return task.purpose in self.purposes and (task.duty is None or self.duty in {None, task.duty})

    def is_decision_on(self, task: Task) -> bool:
        """Return whether the command decides the matter of *task*."""
        return task.purpose in self.decides_on

    @property
    def audience(self) -> str:
        """Return a description of the people who may use the command."""
        also = [f"any {role}" for role in sorted(self.exempt_roles)]
        override = ["an overseer by a recorded override"] if self.overridable else []
        body = "on the main path, of the body that considers the appeal, and not at a public reception"
        power = [body] if self.is_act_of_body else []
        return "; ".join([self.access, *also, *override, *power])

    def narrow(self, command: PersonCommand) -> TaskCommandT_co:
        """Return *command* typed as one of this row."""
        if not isinstance(command, self.command):
            raise TypeError(f"{type(command).__name__} is no {self.verb}")
        return command

    def decide(self, appeal: Appeal, task: Task, command: TaskCommand, now: datetime) -> Sequence[Event]:
        """Return the events that follow from *command*, or raise the refusal."""
        return self.decided_by(appeal, task, self.narrow(command), now)


@dataclass(frozen=True, slots=True)
class AppealCommandSpec(Generic[AppealCommandT_co]):
    """One command on an appeal as a whole.

    ``precondition`` is checked before the person; ``rule_id`` after.
    """

    verb: Verb
    command: type[AppealCommandT_co]
    decided_by: Callable[[Appeal, AppealCommandT_co, datetime], Sequence[Event]]
    summary: str
    statuses: frozenset[Status]
    roles: frozenset[Role]
    access: AppealAccess
    is_decision: bool = False
    rule_id: RuleId | None = None
    status_rule: RuleId | None = None
    precondition: Callable[[Appeal, AppealCommandT_co], None] | None = None
    states: frozenset[TaskState] = frozenset()
    leads_to: frozenset[TaskState] = frozenset()
    status_moves: tuple[StatusMove, ...] = ()

    @property
    def audience(self) -> str:
        """Return a description of the people who may use the command."""
        return f"{', '.join(role for role in Role if role in self.roles)}: {self.access}"

    def narrow(self, command: PersonCommand) -> AppealCommandT_co:
        """Return *command* typed as one of this row."""
        if not isinstance(command, self.command):
            raise TypeError(f"{type(command).__name__} is no {self.verb}")
        return command

    def check_precondition(self, appeal: Appeal, command: AppealCommand) -> None:
        """Refuse a command that the row's own precondition forbids to every sender."""
        if self.precondition is not None:
            self.precondition(appeal, self.narrow(command))

    def decide(self, appeal: Appeal, command: AppealCommand, now: datetime) -> Sequence[Event]:
        """Return the events that follow from *command*, or raise the refusal."""
        return self.decided_by(appeal, self.narrow(command), now)


AnyTaskSpec = TaskCommandSpec[TaskCommand]
AnyAppealSpec = AppealCommandSpec[AppealCommand]
CommandSpec = AnyTaskSpec | AnyAppealSpec


class CommandRegistry:
    """All commands of people, one row each."""

    def __init__(
        self, task_commands: Iterable[AnyTaskSpec], appeal_commands: Iterable[AnyAppealSpec]
    ) -> None:
        self.task_commands = tuple(task_commands)
        self.appeal_commands = tuple(appeal_commands)
        self._by_verb: dict[Verb, CommandSpec] = {spec.verb: spec for spec in self}
        self._by_class: dict[type, CommandSpec] = {spec.command: spec for spec in self}

    def __iter__(self) -> Iterator[CommandSpec]:
        yield from self.task_commands
        yield from self.appeal_commands

    def __getitem__(self, verb: Verb) -> CommandSpec:
        return self._by_verb[verb]

    def __contains__(self, verb: str) -> bool:
        return verb in self._by_verb

    def spec_of(self, command: PersonCommand) -> CommandSpec:
        """Return the row of *command*."""
        return self._by_class[type(command)]

    def spec_of_class(self, command: type[PersonCommand]) -> CommandSpec:
        """Return the row of a class of commands."""
        return self._by_class[command]

    def verb_of(self, command: PersonCommand) -> Verb:
        """Return the verb of *command*."""
        return self.spec_of(command).verb

    def extended_with(self, *specs: CommandSpec) -> "CommandRegistry":
        """Return a registry with these rows after the present ones."""
        return CommandRegistry(
            (*self.task_commands, *(spec for spec in specs if isinstance(spec, TaskCommandSpec))),
            (*self.appeal_commands, *(spec for spec in specs if isinstance(spec, AppealCommandSpec))),
        )
