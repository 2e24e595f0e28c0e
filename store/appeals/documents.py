"""The table of documents: plans, calendars and laws by digest, read into the cache of this process."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.types import Text
from sqlmodel import col

from schemas.wire import documents
from schemas.wire.documents import DocumentMissing, StoredDocument
from store.database.engine import autocommit
from store.database.tables import DocumentRow

REFERENCE_FIELDS = ("plan", "calendar", "law")


class DocumentLoader:
    """Loads the documents that messages name, for a worker."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Read through *engine*."""
        self._engine = engine

    async def load(self, references: Collection[str]) -> None:
        """Load the documents that *references* name. Raises DocumentMissing where one is not stored."""
        async with autocommit(self._engine).connect() as connection:
            await load_documents(connection, references)
        for each in references:
            if not documents.is_loaded(each):
                raise DocumentMissing(each)


async def load_documents(connection: AsyncConnection, references: Iterable[str]) -> None:
    """Load the documents that *references* name, as far as they are stored and not loaded yet."""
    digests = [documents.digest_of(each) for each in references if not documents.is_loaded(each)]
    if not digests:
        return
    wanted = col(DocumentRow.digest) == any_(literal(digests, ARRAY(Text)))
    rows = await connection.execute(
        select(DocumentRow.digest, DocumentRow.kind, DocumentRow.content).where(wanted)  # type: ignore[call-overload]
    )
    for digest, kind, content in rows:
        documents.load(StoredDocument(digest, kind, content))


def references_in_events(events: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the references to documents in stored events."""
    values = (event.get(name) for event in events for name in REFERENCE_FIELDS)
    return {each for each in values if isinstance(each, str)}
