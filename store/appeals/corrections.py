"""Corrections of applicants' data and of topic fields: stored first, applied once their event is recorded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from domain.country.name_matching import skeleton
from domain.events import ApplicantCorrected, TopicCorrected
from schemas.wire.messages import FactMessage
from store.database.tables import ApplicantRow, CorrectionRow
from store.database.tables.derived import columns_except, columns_of

_COLUMNS = ", ".join(columns_except(ApplicantRow, "appeal", "position", "command"))

# One round trip instead of three: the former values are kept and the new ones written, only once.
_APPLY_TO_APPLICANT = text(f"""
WITH correction AS (
    SELECT * FROM corrections WHERE command = :command AND former_values IS NULL FOR UPDATE
), applicant AS (
    SELECT applicants.* FROM applicants JOIN correction USING (appeal, position)
), corrected AS (
    UPDATE applicants SET ({_COLUMNS}) = (
        SELECT {_COLUMNS} FROM jsonb_populate_record(applicants, correction.changes)
    )
    FROM correction
    WHERE applicants.appeal = correction.appeal AND applicants.position = correction.position
)
UPDATE corrections SET former_values = (
    SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(applicant))
    WHERE corrections.changes ? key AND key <> 'search_name'
)
FROM applicant WHERE corrections.command = :command
""")  # noqa: S608 - names of columns


_APPLY_TO_TOPIC_FIELDS = text("""
WITH correction AS (
    SELECT * FROM corrections WHERE command = :command AND former_values IS NULL FOR UPDATE
), talon AS (
    SELECT talons.topic_fields FROM talons JOIN correction USING (appeal)
), corrected AS (
    UPDATE talons SET topic_fields = correction.changes -> 'topic_fields'
    FROM correction WHERE talons.appeal = correction.appeal
)
UPDATE corrections SET former_values = jsonb_build_object('topic_fields', talon.topic_fields)
FROM talon WHERE corrections.command = :command
""")


@dataclass(frozen=True, slots=True)
class Correction:
    """New values by a command: of the columns of the applicant at ``position``, or of the topic's fields.

    ``former_values`` once it is recorded.
    """

    command: UUID
    appeal: UUID
    position: int | None
    changes: Mapping[str, Any]
    corrected_at: datetime
    by_person: UUID
    by_organisation: str
    former_values: Mapping[str, Any] = field(default_factory=dict)


async def save_correction(connection: AsyncConnection, correction: Correction) -> None:
    """Store what a command is to correct; a second time changes nothing."""
    changes = dict(correction.changes)
    if "name" in changes:
        changes["search_name"] = skeleton(changes["name"])
    values = {name: getattr(correction, name) for name in columns_except(CorrectionRow, "former_values")}
    values["changes"] = to_jsonable_python(changes)
    await connection.execute(insert(CorrectionRow).values(values).on_conflict_do_nothing())


async def stored_changes(connection: AsyncConnection, command: UUID) -> dict[str, Any] | None:
    """Return the new values that *command* is to write or has written, None if none are stored."""
    changes = await connection.scalar(select(CorrectionRow.changes).where(CorrectionRow.command == command))
    return (
        None if changes is None else {name: each for name, each in changes.items() if name != "search_name"}
    )


def is_correction(fact: FactMessage) -> bool:
    """Return whether *fact* corrects an applicant's data, or may correct the fields of the topic."""
    return isinstance(fact.event, ApplicantCorrected | TopicCorrected)


async def apply_corrections(connection: AsyncConnection, facts: Iterable[FactMessage]) -> None:
    """Write what those of *facts* that are corrections have corrected; a second time changes nothing."""
    for fact in filter(is_correction, facts):
        of_applicant = isinstance(fact.event, ApplicantCorrected)
        statement = _APPLY_TO_APPLICANT if of_applicant else _APPLY_TO_TOPIC_FIELDS
        await connection.execute(statement, {"command": fact.command})


async def corrections_of_appeal(connection: AsyncConnection, appeal: UUID) -> list[Correction]:
    """Return the recorded corrections on *appeal*, in order."""
    recorded = (
        select(*columns_of(CorrectionRow, Correction))
        .where(CorrectionRow.appeal == appeal, col(CorrectionRow.former_values).is_not(None))
        .order_by(col(CorrectionRow.corrected_at), col(CorrectionRow.command))
    )
    return [Correction(*row) for row in await connection.execute(recorded)]
