"""The verbs that a task offers to a person."""

from domain.identity.people import Person
from domain.procedure.registry import COMMANDS
from domain.rules.command_spec import CommandRegistry
from domain.rules.lifecycle import Verb
from domain.rules.permissions import task_command_refusal
from domain.state.appeal import Appeal
from domain.state.task import Task


def allowed_verbs(
    appeal: Appeal, task: Task, person: Person, commands: CommandRegistry = COMMANDS
) -> list[Verb]:
    """Return the verbs that *person* may use on *task* now, in the order of the registry."""
    return [
        spec.verb
        for spec in commands.task_commands
        if task_command_refusal(appeal, task, person, spec) is None
    ]
