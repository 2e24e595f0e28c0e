"""The check of a command from outside: a signal, or an update that no process of this installation sent."""

from datetime import datetime
from uuid import UUID

from domain.identity.people import Person
from schemas.base import WireMessage
from schemas.wire.messages import CommandMessage
from schemas.wire.tagged_union import AnyCommand


class OutsideQuestion(WireMessage):
    """Whether what a command on *appeal* names exists, and when it was accepted.

    ``signal_digest`` is the SHA-256 of the signal's payload; None for an update, which has no such moment.
    """

    appeal: UUID
    verb: str
    message: CommandMessage
    signal_digest: str | None = None


class OutsideAnswer(WireMessage):
    """The command with the data of the directory in place of its sender's word, or why it is refused.

    ``sender`` is the person who is named as its author, if there is one.
    """

    command: AnyCommand | None = None
    refusal: str | None = None
    sender: Person | None = None
    accepted_at: datetime | None = None
