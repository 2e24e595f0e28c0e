"""What lists show beside each task or appeal, so that it is recognised without a second request."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

TEXT_START = 200
"""Characters of the text that are read."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """The first applicant, the beginning of the text, its language, and the level that is called, if any."""

    applicant: str | None
    category: str | None
    language: str | None
    text_start: str | None
    level: int | None


NOTHING_KNOWN = Recognition(None, None, None, None, None)

_RECOGNITION_COLUMNS = f"""
    applicants.name, applicants.category, talons.language, left(texts.body, {TEXT_START})
"""
_RECOGNITION_TABLES = """
    LEFT JOIN talons ON talons.appeal = shown.appeal
    LEFT JOIN applicants ON applicants.appeal = shown.appeal AND applicants.position = 0
    LEFT JOIN texts ON texts.id = talons.text
"""
_OF_TASKS = text(f"""
SELECT shown.task, {_RECOGNITION_COLUMNS},
    (SELECT max(level) FROM escalations WHERE escalations.task = shown.task AND NOT ended)
FROM unnest(:tasks ::uuid[], :appeals ::uuid[]) AS shown (task, appeal) {_RECOGNITION_TABLES}
""")  # noqa: S608 - names of columns
_OF_APPEALS = text(f"""
SELECT shown.appeal, {_RECOGNITION_COLUMNS},
    (SELECT max(level) FROM escalations WHERE escalations.appeal = shown.appeal AND NOT ended)
FROM unnest(:appeals ::uuid[]) AS shown (appeal) {_RECOGNITION_TABLES}
""")  # noqa: S608 - names of columns


async def recognise_tasks(
    connection: AsyncConnection, tasks: Sequence[tuple[UUID, UUID]]
) -> dict[UUID, Recognition]:
    """Return by which to recognise *tasks*, which are pairs of a task and its appeal, by the task."""
    values = {"tasks": [task for task, _ in tasks], "appeals": [appeal for _, appeal in tasks]}
    return {row[0]: Recognition(*row[1:]) for row in await connection.execute(_OF_TASKS, values)}


async def recognise_appeals(connection: AsyncConnection, appeals: Sequence[UUID]) -> dict[UUID, Recognition]:
    """Return by which to recognise *appeals*."""
    found = await connection.execute(_OF_APPEALS, {"appeals": list(appeals)})
    return {row[0]: Recognition(*row[1:]) for row in found}
