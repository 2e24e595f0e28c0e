"""Personal data of an appeal: texts, notes, feedback, applicants, attachments. Written once, read by id."""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic_core import to_jsonable_python
from sqlalchemy import Uuid, func, literal, text, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel, col, select

from domain.country.name_matching import skeleton
from domain.identity.people import Capacity
from store.appeals.intake import ApplicantRecord, AttachmentRecord
from store.database.expressions import one_of
from store.database.tables import (
    AppealRow,
    ApplicantRow,
    AttachmentRow,
    FeedbackRow,
    NoteRow,
    TalonRow,
    TextRow,
    TrackingCodeRenewalRow,
)
from store.database.tables.derived import columns_except, columns_of

_APPLICANT = columns_except(ApplicantRow, "appeal", "position", "command")

# One round trip instead of four: the next position, the former representative, the new one, and only once.
_INSERT_REPRESENTATIVE = text(f"""
WITH once AS (
    SELECT coalesce(max(position), -1) + 1 AS position FROM applicants WHERE appeal = :appeal
    HAVING NOT coalesce(bool_or(command = :command), false)
), former AS (
    UPDATE applicants SET capacity = '{Capacity.FORMER_REPRESENTATIVE}' FROM once
    WHERE appeal = :appeal AND capacity = '{Capacity.REPRESENTATIVE}'
)
INSERT INTO applicants (appeal, position, command, {", ".join(_APPLICANT)})
SELECT :appeal, once.position, :command, {", ".join(_APPLICANT)}
FROM once, jsonb_populate_record(NULL::applicants, :person ::jsonb) WHERE name IS NOT NULL
""")  # noqa: S608 - names of columns


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """A note for colleagues."""

    id: UUID
    appeal: UUID
    task: UUID | None
    created_at: datetime
    text: str
    by_person: UUID
    by_organisation: str


@dataclass(frozen=True, slots=True)
class FeedbackRecord:
    """How the citizen rates the work on the appeal."""

    id: UUID
    appeal: UUID
    created_at: datetime
    score: int
    text: str | None
    by_person: UUID | None
    closing: int
    organisation: str
    region: str
    topic: str


@dataclass(frozen=True, slots=True)
class TrackingCodeRenewal:
    """Who renewed the tracking code of an appeal, and when."""

    id: UUID
    appeal: UUID
    renewed_at: datetime
    by_person: UUID
    by_organisation: str


async def save_text(  # noqa: PLR0913 - a text has that many sides
    connection: AsyncConnection,
    appeal: UUID,
    text_id: UUID,
    body: str,
    *,
    language: str | None = None,
    by_person: UUID | None = None,
) -> None:
    """Store a free text; a second time changes nothing."""
    values = {"id": text_id, "appeal": appeal, "body": body, "language": language, "by_person": by_person}
    await _insert_once(connection, TextRow, values | {"at": func.now()})


async def texts_of_appeal(connection: AsyncConnection, appeal: UUID, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the texts of *appeal*, and of the appeals that it was split off from, with these *ids*.

    The id of another appeal's text is unknown here: who may send a command must not read by it.
    """
    found = await texts_of_appeals(connection, [(appeal, each) for each in ids])
    return {text_id: body for (_, text_id), body in found.items()}


async def texts_of_appeals(
    connection: AsyncConnection, wanted: Collection[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], str]:
    """Return the texts that are *wanted*, as (appeal, text); each as far as it is one of its appeal."""
    appeals = literal(list({appeal for appeal, _ in wanted}), ARRAY(Uuid))
    root: Any = func.unnest(appeals).column_valued("root")
    line = sa.select(root.label("root"), root.label("id")).cte("family", recursive=True)
    parents = sa.select(line.c.root, col(AppealRow.parent)).where(
        col(AppealRow.id) == line.c.id, col(AppealRow.parent).is_not(None)
    )
    family = line.union_all(parents)
    found = await connection.execute(
        sa.select(family.c.root, col(TextRow.id), col(TextRow.body)).where(
            col(TextRow.appeal) == family.c.id, one_of(TextRow.id, {text_id for _, text_id in wanted})
        )
    )
    asked = set(wanted)
    return {(root, text_id): body for root, text_id, body in found if (root, text_id) in asked}


async def add_note(connection: AsyncConnection, note: NoteRecord) -> None:
    """Store a note; a second time changes nothing."""
    await _insert_once(connection, NoteRow, asdict(note))


async def notes_on_appeal(connection: AsyncConnection, appeal: UUID) -> list[NoteRecord]:
    """Return the notes on *appeal*, in order."""
    notes = select(*columns_of(NoteRow, NoteRecord)).where(NoteRow.appeal == appeal)
    return [NoteRecord(*row) for row in await connection.execute(notes.order_by(col(NoteRow.id)))]


async def save_feedback(connection: AsyncConnection, feedback: FeedbackRecord) -> None:
    """Store feedback; a later one of the same person on the same closing replaces it."""
    values = asdict(feedback)
    changed = {name: values[name] for name in ("id", "created_at", "score", "text")}
    await connection.execute(
        insert(FeedbackRow)
        .values(values)
        .on_conflict_do_update(index_elements=["appeal", "closing", "by_person"], set_=changed)
    )


async def feedback_on_appeal(connection: AsyncConnection, appeal: UUID) -> list[FeedbackRecord]:
    """Return the feedback on *appeal*, in order."""
    feedback = select(*columns_of(FeedbackRow, FeedbackRecord)).where(FeedbackRow.appeal == appeal)
    found = await connection.execute(feedback.order_by(col(FeedbackRow.closing), col(FeedbackRow.created_at)))
    return [FeedbackRecord(*row) for row in found]


async def renew_tracking_code(
    connection: AsyncConnection, appeal: UUID, code: str, renewal: TrackingCodeRenewal
) -> None:
    """Replace the tracking code of *appeal*, and record who did it."""
    await connection.execute(
        update(TalonRow).where(col(TalonRow.appeal) == appeal).values(tracking_code=code)
    )
    await connection.execute(insert(TrackingCodeRenewalRow).values(asdict(renewal)))


async def name_representative(
    connection: AsyncConnection, appeal: UUID, command: UUID, person: ApplicantRecord | None
) -> None:
    """Store who represents the applicant from this *command* on, if any; the former one stays known.

    A second time changes nothing.
    """
    row = asdict(person) | {"search_name": skeleton(person.name)} if person else {}
    values = {"appeal": appeal, "command": command, "person": json.dumps(to_jsonable_python(row))}
    await connection.execute(_INSERT_REPRESENTATIVE, values)


async def applicants_of_appeal(connection: AsyncConnection, appeal: UUID) -> list[ApplicantRecord]:
    """Return in whose name *appeal* is made, in order."""
    applicants = select(*columns_of(ApplicantRow, ApplicantRecord)).where(ApplicantRow.appeal == appeal)
    found = await connection.execute(applicants.order_by(col(ApplicantRow.position)))
    return [ApplicantRecord(Capacity(row.capacity), *row[1:]) for row in found]


async def attachments_of_appeal(connection: AsyncConnection, appeal: UUID) -> list[AttachmentRecord]:
    """Return the attachments of *appeal*, in order."""
    found = select(*columns_of(AttachmentRow, AttachmentRecord)).where(AttachmentRow.appeal == appeal)
    return [AttachmentRecord(*row) for row in await connection.execute(found.order_by(col(AttachmentRow.id)))]


async def _insert_once(connection: AsyncConnection, table: type[SQLModel], values: dict[str, Any]) -> None:
    await connection.execute(insert(table).values(values).on_conflict_do_nothing())
