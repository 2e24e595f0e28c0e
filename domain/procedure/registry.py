"""The registry of all commands of people: the one place where a verb gets its row."""

from domain.procedure.appeal_commands import APPEAL_COMMANDS
from domain.procedure.task_commands import TASK_COMMANDS
from domain.rules.command_spec import CommandRegistry

COMMANDS = CommandRegistry(TASK_COMMANDS, APPEAL_COMMANDS)
