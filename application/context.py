"""The context of a use case: the person, the command id, and the dependencies."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.dependencies import Dependencies
from application.presenters.decisions import DecisionPresenter
from application.presenters.notice_text import NoticeTextRenderer
from domain.country.languages import Language
from domain.identity.people import Person

UUID_VERSION = 8  # the version for custom bits (RFC 9562): here a digest


@dataclass(frozen=True, slots=True)
class CommandContext:
    """The context of one person's command; the command id is the same at every attempt.

    *is_retry* states that an earlier attempt began but did not end, and *accepted_at* is when the first one
    was accepted; *language* and *name* are the person's.
    """

    by: Person
    command_id: UUID
    dependencies: Dependencies
    is_retry: bool = False
    language: Language = Language.ENGLISH
    name: str = ""
    accepted_at: datetime | None = None

    @property
    def decision_presenter(self) -> DecisionPresenter:
        """Return the presenter of decisions in the reader's language."""
        return DecisionPresenter(self.dependencies.rulebooks, self.language)

    async def notice_text_renderer(self, connection: AsyncConnection) -> NoticeTextRenderer:
        """Return the renderer of notices by the policy in force."""
        return await self.dependencies.notice_text_renderer(connection, self.language)


def command_id_from(digest: bytes) -> UUID:
    """Return the command id whose bits are the first 16 bytes of *digest*."""
    bits = bytearray(digest[:16])
    bits[6] = bits[6] & 0x0F | UUID_VERSION << 4
    bits[8] = bits[8] & 0x3F | 0x80
    return UUID(bytes=bytes(bits))
