"""Commands from outside, such as signals: checked as the API checks those of its callers."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import check_may_see_task, visible_appeal
from application.commands.prepare import prepare
from application.context import CommandContext
from application.dependencies import Dependencies
from application.errors import UseCaseError, invalid_field
from domain import commands as c
from domain.errors import Refusal
from domain.identity.body_numbers import parse_body_number
from domain.identity.people import Person
from schemas.http.requests.registry import APPEAL_BODIES, TASK_BODIES
from schemas.wire.outside_commands import OutsideAnswer, OutsideQuestion
from store import queries
from store.appeals import personal_data
from store.database.engine import autocommit
from store.reference import people

NEEDS_TEXT = frozenset(
    body.command_class
    for body in (*TASK_BODIES, *APPEAL_BODIES)
    if "text" in body.model_fields and body.model_fields["text"].is_required()
)


class OutsideCommands:
    """The check of commands from outside against the directory, the policy and the appeals."""

    def __init__(self, dependencies: Dependencies) -> None:
        """Check by the database and the policy of *dependencies*."""
        self._dependencies = dependencies

    async def __call__(self, question: OutsideQuestion) -> OutsideAnswer:
        """Return the command as it may be carried out, or why it is refused.

        Raises UseCaseError where the check can be repeated soon.
        """
        asked, sender = question.message.command, None
        async with autocommit(self._dependencies.engine).connect() as connection:
            try:
                sender = await _sender(connection, asked.by)
                command = _sent_by(asked, sender)
                await _check_texts(connection, question.appeal, command)
                _check_body_number(command)
                await _check_scope(connection, question.appeal, command)
                ctx = CommandContext(sender, question.message.command_id, self._dependencies)
                prepared = await prepare(ctx, connection, question.appeal, command)
            except UseCaseError as error:
                if error.is_temporary:
                    raise
                return OutsideAnswer(refusal=error.code, sender=sender)
            except Refusal as error:
                return OutsideAnswer(refusal=error.code, sender=sender)
        return OutsideAnswer(command=prepared, sender=sender)


def _sent_by(command: c.PersonCommand, sender: Person) -> c.PersonCommand:
    """Return *command* sent by *sender*, without what its sender states of the policy."""
    values = {"by": sender} | ({"superior": None} if hasattr(command, "superior") else {})
    return replace(command, **values)  # type: ignore[type-var]


async def _sender(connection: AsyncConnection, stated: Person) -> Person:
    """Return the active person whose id, organisation and role are as *stated*. Raises UseCaseError."""
    found = (await people.employees(connection, [stated.id])).get(stated.id)
    known = found and found.active and (found.organisation, found.role) == (stated.organisation, stated.role)
    if found is None or not known:
        raise UseCaseError("unknown_person", errors=[("by", "invalid_value")])
    return found.person


async def _check_texts(connection: AsyncConnection, appeal: UUID, command: c.PersonCommand) -> None:
    """Raise UseCaseError where a text is named that *appeal* does not have, or none where one is needed."""
    text = getattr(command, "text", None)
    if text is None and type(command) in NEEDS_TEXT:
        raise invalid_field("text", "missing")
    if text is not None and text not in await personal_data.texts_of_appeal(connection, appeal, [text]):
        raise invalid_field("text")


def _check_body_number(command: c.PersonCommand) -> None:
    """Raise UseCaseError where a body's number is not as the API keeps it, and so may be personal data."""
    number = getattr(command, "number", None)
    if number is None:
        return
    try:
        kept = parse_body_number(number)
    except ValueError:
        kept = None
    if kept != number:
        raise invalid_field("number")


async def _check_scope(connection: AsyncConnection, appeal: UUID, command: c.PersonCommand) -> None:
    """Raise NotFound where the sender may not see the appeal, or the task that is named."""
    if not isinstance(command, c.TaskCommand):
        await visible_appeal(connection, command.by, appeal)
        return
    task = await queries.task_by_id(connection, command.task)
    if task is not None and task.appeal == appeal:  # the rules refuse any other
        await check_may_see_task(connection, command.by, task)
