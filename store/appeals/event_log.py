"""The event log: the facts of an appeal in order, its state replayed from them, and its rows rebuilt."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Any, cast
from uuid import UUID

import structlog
from sqlalchemy import exists, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from domain.events import Fact
from domain.evolve.appeal import replay
from domain.identity.people import Person, Role
from domain.projections.summaries import summarise_appeal, summarise_task
from domain.state.appeal import Appeal
from schemas.wire.messages import CommandBatch, FactMessage
from schemas.wire.tagged_union import EVENT_UNION
from store.appeals.documents import load_documents, references_in_events
from store.appeals.write_batch import BatchRows, escalations_of, projection_ctes
from store.database.errors import UnreadableHistory
from store.database.expressions import one_of
from store.database.tables import EventRow

log = structlog.get_logger()

PAGE_SIZE = 100

_FACT_COLUMNS: tuple[Any, ...] = (
    EventRow.appeal,
    EventRow.seq,
    EventRow.at,
    EventRow.data,
    EventRow.command,
    EventRow.by_person,
    EventRow.by_organisation,
    EventRow.by_role,
    EventRow.by_region,
)

# One statement instead of three: the same that writes a batch, so that both write the same columns.
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
""")  # noqa: S608 - names of columns


async def facts_of_appeal(connection: AsyncConnection, appeal: UUID, after: int = 0) -> list[Fact]:
    """Return the facts of *appeal* after number *after*, in order; none if it is unknown."""
    return [fact_of_row(row) for row in await fact_rows(connection, appeal, after)]


async def fact_rows(connection: AsyncConnection, appeal: UUID, after: int = 0) -> Sequence[Any]:
    """Return the rows of these facts, to be turned into facts elsewhere than in the event loop."""
    facts = (
        select(*_FACT_COLUMNS)
        .where(EventRow.appeal == appeal, EventRow.seq > after)
        .order_by(col(EventRow.seq))
    )
    rows = (await connection.execute(facts)).all()
    await load_documents(connection, references_in_events(row.data for row in rows))
    return rows


async def is_command_handled(connection: AsyncConnection, appeal: UUID, command: UUID) -> bool:
    """Return whether *command* was executed on *appeal*: one look into an index."""
    handled = exists().where(col(EventRow.command) == command, col(EventRow.appeal) == appeal)
    return bool(await connection.scalar(select(handled)))


async def load_readable(connection: AsyncConnection, appeal_id: UUID) -> Appeal | None:
    """Return the state of an appeal, None if it is unknown or its history cannot be read, which is logged."""
    return next(iter(await load_appeals(connection, [appeal_id])), None)


async def load_appeal(connection: AsyncConnection, appeal_id: UUID) -> Appeal | None:
    """Return the state replayed from the facts of an appeal, None if it is unknown.

    Raises UnreadableHistory.
    """
    _, appeal = await load_history(connection, appeal_id)
    return appeal


async def load_history(connection: AsyncConnection, appeal_id: UUID) -> tuple[list[Fact], Appeal | None]:
    """Return the facts of an appeal and the state that they lead to; none if it is unknown.

    Raises UnreadableHistory where they lead to no state.
    """
    rows = await fact_rows(connection, appeal_id)
    return _history_of(appeal_id, rows) if rows else ([], None)


def _history_of(appeal: UUID, rows: Iterable[Any]) -> tuple[list[Fact], Appeal]:
    """Return the facts in the *rows* of an appeal, and its state. Raises UnreadableHistory."""
    try:
        facts = [fact_of_row(row) for row in rows]
        return facts, replay(facts)
    except Exception as error:  # a damaged history may fail anywhere
        raise UnreadableHistory(appeal) from error


async def facts_of_appeals(connection: AsyncConnection, appeals: Collection[UUID]) -> list[list[Fact]]:
    """Return the facts of each of *appeals*, in the order of their ids.

    An appeal whose history cannot be read is logged and left out, so that it hides no other.
    """
    return [facts for facts, _ in await _readable_histories(connection, appeals)]


async def _readable_histories(
    connection: AsyncConnection, appeals: Collection[UUID]
) -> list[tuple[list[Fact], Appeal]]:
    facts = (
        select(*_FACT_COLUMNS)
        .where(one_of(EventRow.appeal, appeals))
        .order_by(col(EventRow.appeal), col(EventRow.seq))
    )
    found = (await connection.execute(facts)).all()
    await load_documents(connection, references_in_events(row.data for row in found))
    histories: list[tuple[list[Fact], Appeal]] = []
    for appeal, rows in groupby(found, lambda row: row.appeal):
        try:
            histories.append(_history_of(appeal, rows))
        except UnreadableHistory as error:
            reason = type(error.__cause__).__name__
            log.error("history_unreadable", appeal=str(appeal), reason=reason)  # noqa: TRY400
        await asyncio.sleep(0)  # the event loop has its turn
    return histories


async def load_appeals(connection: AsyncConnection, appeals: Collection[UUID]) -> list[Appeal]:
    """Return the states replayed from the facts of those of *appeals* that can be read, in order of ids."""
    return [appeal for _, appeal in await _readable_histories(connection, appeals)]


async def rebuild_projections(connection: AsyncConnection, appeal_id: UUID | None = None) -> int:
    """Rebuild the rows of one appeal, or of all, from the facts; return how many appeals were rebuilt.

    An appeal whose history cannot be read is logged and keeps its rows.
    """
    if appeal_id is not None:
        return await _rebuild_appeals(connection, [appeal_id])
    count, after = 0, UUID(int=0)
    while page := await _appeal_ids(connection, after):
        count += await _rebuild_appeals(connection, page)
        after = page[-1]
    return count


async def _appeal_ids(connection: AsyncConnection, after: UUID) -> list[UUID]:
    first_events = select(EventRow.appeal).where(EventRow.seq == 1, EventRow.appeal > after)
    page = first_events.order_by(col(EventRow.appeal)).limit(PAGE_SIZE)
    return list(await connection.scalars(page))


async def _rebuild_appeals(connection: AsyncConnection, appeals: Collection[UUID]) -> int:
    histories = await _readable_histories(connection, appeals)
    for facts, found in histories:
        tasks = tuple(summarise_task(found, task) for task in found.tasks)
        batch = CommandBatch(appeal=found.id, facts=(), summary=summarise_appeal(found), tasks=tasks)
        calls = escalations_of([FactMessage.from_fact(fact) for fact in facts])
        await connection.execute(_REBUILD_ROWS, {"batch": BatchRows.from_batch(batch, calls).to_json()})
    return len(histories)


def fact_of_row(row: Any) -> Fact:
    """Return the fact of one of `fact_rows`."""
    by = (
        Person(row.by_person, row.by_organisation, Role(row.by_role), row.by_region)
        if row.by_person
        else None
    )
    return Fact(row.seq, row.at, cast("Any", EVENT_UNION.load(row.data)), by, row.command)
