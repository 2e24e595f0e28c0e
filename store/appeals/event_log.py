"""The truth of an appeal: its facts in order, what they amount to, and rows made from them again."""

from collections.abc import Collection
from itertools import groupby
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.events import Fact
from domain.evolve.appeal import replay
from domain.projections.summaries import summarise, summarise_task
from domain.state.appeal import Appeal
from schemas.wire.interning import interned
from schemas.wire.messages import Batch, FactWire
from store.appeals.write_batch import rows

PAGE = 500

_FACT = """
SELECT appeal, seq, at, data AS event, command, CASE WHEN by_person IS NOT NULL THEN jsonb_build_object(
    'id', by_person, 'organisation', by_organisation, 'role', by_role, 'region', by_region) END AS by
FROM events
"""
_FACTS = text(f"{_FACT} WHERE appeal = :appeal AND seq > :after ORDER BY seq")
_FACTS_OF = text(f"{_FACT} WHERE appeal = ANY (:appeals) ORDER BY appeal, seq")

_APPEALS = text("SELECT appeal FROM events WHERE seq = 1 AND appeal > :after ORDER BY appeal LIMIT :most")

_AGAIN = text(f"""
WITH given AS (SELECT :batch ::jsonb AS batch), {rows("<=")}, stale AS (
    DELETE FROM tasks USING given
    WHERE tasks.appeal = (batch ->> 'appeal')::uuid AND tasks.seq <= (batch #>> '{{summary,seq}}')::integer
        AND NOT EXISTS (
            SELECT FROM jsonb_array_elements(batch -> 'tasks') AS one (task)
            WHERE (task ->> 'id')::uuid = tasks.id
        )
)
SELECT
""")  # noqa: S608 - only our own words are put in


async def facts(connection: AsyncConnection, appeal: UUID, after: int = 0) -> list[Fact]:
    """Return what happened to *appeal* after fact number *after*, in order; nothing if it is not known."""
    found = await connection.execute(_FACTS, {"appeal": appeal, "after": after})
    return [FactWire.model_validate(row).fact() for row in found.mappings()]


async def appeal(connection: AsyncConnection, appeal_id: UUID) -> Appeal | None:
    """Return the appeal that its facts amount to, None if it is not known."""
    happened = await facts(connection, appeal_id)
    return interned(replay(happened)) if happened else None


async def lives(connection: AsyncConnection, some: Collection[UUID]) -> list[list[Fact]]:
    """Return what happened to each of *some* appeals, in the order of their ids."""
    found = (await connection.execute(_FACTS_OF, {"appeals": list(some)})).mappings()
    return [
        [FactWire.model_validate(row).fact() for row in life]
        for _, life in groupby(found, lambda row: row["appeal"])
    ]


async def appeals(connection: AsyncConnection, some: Collection[UUID]) -> list[Appeal]:
    """Return what the facts of *some* appeals amount to, in the order of their ids."""
    return [interned(replay(life)) for life in await lives(connection, some)]


async def rebuild(connection: AsyncConnection, appeal_id: UUID | None = None) -> int:
    """Make the rows of one appeal, or of all, again from the facts; return how many appeals there were."""
    if appeal_id is not None:
        return await _rebuild_one(connection, appeal_id)
    count, after = 0, UUID(int=0)
    while page := (await connection.scalars(_APPEALS, {"after": after, "most": PAGE})).all():
        for each in page:
            count += await _rebuild_one(connection, each)
        after = page[-1]
    return count


async def _rebuild_one(connection: AsyncConnection, appeal_id: UUID) -> int:
    found = await appeal(connection, appeal_id)
    if found is None:
        return 0
    tasks = tuple(summarise_task(found, task) for task in found.tasks)
    batch = Batch(appeal=found.id, facts=(), summary=summarise(found), tasks=tasks)
    await connection.execute(_AGAIN, {"batch": batch.model_dump_json()})
    return 1
