"""The truth of an appeal: its facts in order, what they amount to, and rows made from them again."""

from collections.abc import Collection
from itertools import groupby
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.events import Fact
from domain.evolve.appeal import replay
from domain.projections.summaries import summarise_appeal, summarise_task
from domain.state.appeal import Appeal
from schemas.wire.interning import with_shared_plan
from schemas.wire.messages import CommandBatch, FactMessage
from store.appeals.write_batch import projection_ctes

PAGE_SIZE = 500

_SELECT_FACT = """
SELECT appeal, seq, at, data AS event, command, CASE WHEN by_person IS NOT NULL THEN jsonb_build_object(
    'id', by_person, 'organisation', by_organisation, 'role', by_role, 'region', by_region) END AS by
FROM events
"""
_SELECT_FACTS = text(f"{_SELECT_FACT} WHERE appeal = :appeal AND seq > :after ORDER BY seq")
_SELECT_FACTS_OF_APPEALS = text(f"{_SELECT_FACT} WHERE appeal = ANY (:appeals) ORDER BY appeal, seq")

_SELECT_IS_HANDLED = text("SELECT EXISTS (SELECT FROM events WHERE command = :command AND appeal = :appeal)")
_SELECT_APPEAL_IDS = text(
    "SELECT appeal FROM events WHERE seq = 1 AND appeal > :after ORDER BY appeal LIMIT :most"
)

_REBUILD_ROWS = text(f"""
WITH given AS (SELECT :batch ::jsonb AS batch), {projection_ctes("<=")}, stale AS (
    DELETE FROM tasks USING given
    WHERE tasks.appeal = (batch ->> 'appeal')::uuid AND tasks.seq <= (batch #>> '{{summary,seq}}')::integer
        AND NOT EXISTS (
            SELECT FROM jsonb_array_elements(batch -> 'tasks') AS one (task)
            WHERE (task ->> 'id')::uuid = tasks.id
        )
)
SELECT
""")  # noqa: S608 - only our own words are put in


async def facts_of_appeal(connection: AsyncConnection, appeal: UUID, after: int = 0) -> list[Fact]:
    """Return what happened to *appeal* after fact number *after*, in order; nothing if it is not known."""
    found = await connection.execute(_SELECT_FACTS, {"appeal": appeal, "after": after})
    return [FactMessage.model_validate(row).to_fact() for row in found.mappings()]


async def is_command_handled(connection: AsyncConnection, appeal: UUID, command: UUID) -> bool:
    """Tell whether *command* was carried out on *appeal*: one look into an index."""
    return bool(await connection.scalar(_SELECT_IS_HANDLED, {"appeal": appeal, "command": command}))


async def load_appeal(connection: AsyncConnection, appeal_id: UUID) -> Appeal | None:
    """Return the appeal that its facts amount to, None if it is not known."""
    happened = await facts_of_appeal(connection, appeal_id)
    return with_shared_plan(replay(happened)) if happened else None


async def facts_of_appeals(connection: AsyncConnection, some: Collection[UUID]) -> list[list[Fact]]:
    """Return what happened to each of *some* appeals, in the order of their ids."""
    found = (await connection.execute(_SELECT_FACTS_OF_APPEALS, {"appeals": list(some)})).mappings()
    return [
        [FactMessage.model_validate(row).to_fact() for row in life]
        for _, life in groupby(found, lambda row: row["appeal"])
    ]


async def load_appeals(connection: AsyncConnection, some: Collection[UUID]) -> list[Appeal]:
    """Return what the facts of *some* appeals amount to, in the order of their ids."""
    return [with_shared_plan(replay(life)) for life in await facts_of_appeals(connection, some)]


async def rebuild_projections(connection: AsyncConnection, appeal_id: UUID | None = None) -> int:
    """Make the rows of one appeal, or of all, again from the facts; return how many appeals there were."""
    if appeal_id is not None:
        return await _rebuild_appeal(connection, appeal_id)
    count, after = 0, UUID(int=0)
    while page := (await connection.scalars(_SELECT_APPEAL_IDS, {"after": after, "most": PAGE_SIZE})).all():
        for each in page:
            count += await _rebuild_appeal(connection, each)
        after = page[-1]
    return count


async def _rebuild_appeal(connection: AsyncConnection, appeal_id: UUID) -> int:
    found = await load_appeal(connection, appeal_id)
    if found is None:
        return 0
    tasks = tuple(summarise_task(found, task) for task in found.tasks)
    batch = CommandBatch(appeal=found.id, facts=(), summary=summarise_appeal(found), tasks=tasks)
    await connection.execute(_REBUILD_ROWS, {"batch": batch.model_dump_json()})
    return 1
