"""Corrections of applicants' data: stored before the command, applied once its event is recorded."""

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
from domain.events import ApplicantCorrected
from schemas.wire.messages import FactMessage
from store.database.tables import ApplicantRow, CorrectionRow
from store.database.tables.derived import columns_except, columns_of

_COLUMNS = ", ".join(columns_except(ApplicantRow, "appeal", "position", "command"))

# One round trip instead of three: the former values are kept and the new ones written, only once.
_APPLY = text(f"""
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


@dataclass(frozen=True, slots=True)
class Correction:
    """New values of the columns of one applicant, by a command; ``former_values`` once it is recorded."""

    command: UUID
    appeal: UUID
    position: int
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


async def corrected_fields(connection: AsyncConnection, command: UUID) -> tuple[str, ...] | None:
    """Return the fields that *command* is to correct or has corrected, None if none are stored."""
    changes = await connection.scalar(select(CorrectionRow.changes).where(CorrectionRow.command == command))
    return None if changes is None else tuple(name for name in changes if name != "search_name")


def is_correction(fact: FactMessage) -> bool:
    """Return whether *fact* is the correction of an applicant's data."""
    return isinstance(fact.event, ApplicantCorrected)


async def apply_corrections(connection: AsyncConnection, facts: Iterable[FactMessage]) -> None:
    """Write what those of *facts* that are corrections have corrected; a second time changes nothing."""
    for fact in filter(is_correction, facts):
        await connection.execute(_APPLY, {"command": fact.command})


async def corrections_of_appeal(connection: AsyncConnection, appeal: UUID) -> list[Correction]:
    """Return the recorded corrections of the applicants of *appeal*, in order."""
    recorded = (
        select(*columns_of(CorrectionRow, Correction))
        .where(CorrectionRow.appeal == appeal, col(CorrectionRow.former_values).is_not(None))
        .order_by(col(CorrectionRow.corrected_at), col(CorrectionRow.command))
    )
    return [Correction(*row) for row in await connection.execute(recorded)]
