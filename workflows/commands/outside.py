"""Commands from outside: what they name is checked against the database before they are carried out."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from schemas.wire.command_values import is_open_to_outsiders
from schemas.wire.messages import CommandMessage
from schemas.wire.outside_commands import OutsideAnswer, OutsideQuestion
from workflows.names import CHECK_OUTSIDE_COMMAND_ACTIVITY
from workflows.options import DATABASE_READ
from workflows.refusals import malformed

MAX_BYTES = 65_536


def admit(verb: str, args: Sequence[RawValue], message: CommandMessage) -> CommandMessage:
    """Return *message* without what only this installation may state: the moment of its acceptance.

    Raises ApplicationError where it is too long, or is none that may come from outside.
    """
    if any(len(each.payload.data) > MAX_BYTES for each in args) or not is_open_to_outsiders(message.command):
        raise malformed(verb)
    return message.model_copy(update={"accepted_at": None})


def signal_digest(args: Sequence[RawValue]) -> str:
    """Return the digest by which the signal's event is found in the history."""
    return sha256(args[0].payload.data).hexdigest()


async def check(verb: str, appeal: UUID, message: CommandMessage, digest: str | None) -> OutsideAnswer:
    """Return what the database knows of the people, organisations and texts that *message* names.

    Raises ApplicationError where it has a value that cannot be written.
    """
    question = OutsideQuestion(appeal=appeal, verb=verb, message=message, signal_digest=digest)
    try:
        asked = workflow.start_activity(
            CHECK_OUTSIDE_COMMAND_ACTIVITY,
            question,
            result_type=OutsideAnswer,
            summary=f"check of {verb} from outside",
            **DATABASE_READ,
        )
    except Exception as error:  # a value that can be read but not written must not stop the appeal
        raise malformed(verb) from error
    answer: OutsideAnswer = await asked
    return answer


def refused(answer: OutsideAnswer) -> ApplicationError:
    """Return the error that carries the refusal in *answer* to the sender."""
    code = answer.refusal or "malformed"
    return ApplicationError(code, {}, type=code, non_retryable=True)
