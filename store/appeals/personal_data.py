"""Papers of an appeal: texts, notes, feedback, applicants, attachments. Written once, read by id."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.text.name_matching import skeleton
from store.appeals.intake import ApplicantRecord, AttachmentRecord, Capacity

ROW_VERSION = 1

_INSERT_TEXT = text(f"""
INSERT INTO texts (id, appeal, at, body, language, by_person, v)
VALUES (:id, :appeal, now(), :body, :language, :by_person, {ROW_VERSION}) ON CONFLICT DO NOTHING
""")  # noqa: S608 - our own number
_SELECT_TEXTS = text("SELECT id, body FROM texts WHERE id = ANY (:ids)")
_INSERT_NOTE = text(f"""
INSERT INTO notes (id, appeal, task, at, body, by_person, by_organisation, v)
VALUES (:id, :appeal, :task, :created_at, :text, :by_person, :by_organisation, {ROW_VERSION})
ON CONFLICT DO NOTHING
""")  # noqa: S608 - the same
_SELECT_NOTES = text("""
SELECT id, appeal, task, at, body, by_person, by_organisation FROM notes WHERE appeal = :appeal ORDER BY id
""")
_INSERT_FEEDBACK = text(f"""
INSERT INTO feedback (id, appeal, at, score, body, by_person, v)
VALUES (:id, :appeal, :created_at, :score, :text, :by_person, {ROW_VERSION}) ON CONFLICT DO NOTHING
""")  # noqa: S608 - the same
_INSERT_REPRESENTATIVE = text(f"""
WITH once AS (
    SELECT coalesce(max(place), -1) + 1 AS place FROM applicants WHERE appeal = :appeal
    HAVING NOT coalesce(bool_or(command = :command), false)
), before AS (
    UPDATE applicants SET capacity = '{Capacity.FORMER_REPRESENTATIVE}' FROM once
    WHERE appeal = :appeal AND capacity = '{Capacity.REPRESENTATIVE}'
)
INSERT INTO applicants
    (appeal, place, capacity, name, folded, iin, bin, birth_date, category, contacts, v, command)
SELECT :appeal, place, :capacity, :name, :folded, :iin, :bin, :birth_date, :category, :contacts ::jsonb,
    {ROW_VERSION}, :command
FROM once WHERE :name ::varchar IS NOT NULL
""")  # noqa: S608 - our own words
_SELECT_APPLICANTS = text("""
SELECT capacity, name, iin, category, contacts, bin, birth_date FROM applicants
WHERE appeal = :appeal ORDER BY place
""")
_SELECT_ATTACHMENTS = text("""
SELECT id, name, reference, media_type, size FROM attachments WHERE appeal = :appeal ORDER BY id
""")


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """What a colleague should know."""

    id: UUID
    appeal: UUID
    task: UUID | None
    created_at: datetime
    text: str
    by_person: UUID
    by_organisation: str


@dataclass(frozen=True, slots=True)
class FeedbackRecord:
    """What the citizen thinks of how it went."""

    id: UUID
    appeal: UUID
    created_at: datetime
    score: int
    text: str | None
    by_person: UUID | None


async def save_text(  # noqa: PLR0913 - a text has that many sides
    connection: AsyncConnection,
    appeal: UUID,
    text_id: UUID,
    body: str,
    *,
    language: str | None = None,
    by_person: UUID | None = None,
) -> None:
    """Keep a free text; a second time changes nothing."""
    values = {"id": text_id, "appeal": appeal, "body": body, "language": language, "by_person": by_person}
    await connection.execute(_INSERT_TEXT, values)


async def texts_by_id(connection: AsyncConnection, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the texts that are known under *ids*."""
    found = await connection.execute(_SELECT_TEXTS, {"ids": list(ids)})
    return {row.id: row.body for row in found}


async def add_note(connection: AsyncConnection, note: NoteRecord) -> None:
    """Keep a note; a second time changes nothing."""
    await connection.execute(_INSERT_NOTE, _row_values(note))


async def notes_on_appeal(connection: AsyncConnection, appeal: UUID) -> list[NoteRecord]:
    """Return the notes on *appeal*, in order."""
    return [NoteRecord(*row) for row in await connection.execute(_SELECT_NOTES, {"appeal": appeal})]


async def add_feedback(connection: AsyncConnection, feedback: FeedbackRecord) -> None:
    """Keep feedback; a second time changes nothing."""
    await connection.execute(_INSERT_FEEDBACK, _row_values(feedback))


async def name_representative(
    connection: AsyncConnection, appeal: UUID, command: UUID, person: ApplicantRecord | None
) -> None:
    """Keep who speaks for the applicant from this *command* on, if anybody; who did before stays known.

    A second time changes nothing.
    """
    known = person or ApplicantRecord(Capacity.REPRESENTATIVE, name="")
    values = asdict(known) | {
        "appeal": appeal,
        "command": command,
        "name": known.name or None,
        "folded": skeleton(known.name),
        "contacts": json.dumps(dict(known.contacts), ensure_ascii=False),
    }
    await connection.execute(_INSERT_REPRESENTATIVE, values)


async def applicants_of_appeal(connection: AsyncConnection, appeal: UUID) -> list[ApplicantRecord]:
    """Return in whose name *appeal* speaks, in order."""
    found = await connection.execute(_SELECT_APPLICANTS, {"appeal": appeal})
    return [ApplicantRecord(Capacity(row.capacity), *row[1:]) for row in found]


async def attachments_of_appeal(connection: AsyncConnection, appeal: UUID) -> list[AttachmentRecord]:
    """Return the documents of *appeal*, in order."""
    return [
        AttachmentRecord(*row) for row in await connection.execute(_SELECT_ATTACHMENTS, {"appeal": appeal})
    ]


def _row_values(paper: NoteRecord | FeedbackRecord) -> dict[str, Any]:
    return {name: getattr(paper, name) for name in paper.__slots__}
