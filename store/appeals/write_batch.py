"""Write one batch of facts and the rows that follow from them, all or nothing.

Writing twice or out of order equals writing once in order: a stored fact is never written again, and a row
is only replaced by one that follows from a later fact.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.events import Escalated, SilenceCorrected
from domain.projections.summaries import AppealSummary, InboxTask, inbox_task
from domain.state.task import OPEN
from schemas.wire.documents import StoredDocument, documents_of, stored_document
from schemas.wire.messages import CommandBatch, FactMessage, VacantLevel
from schemas.wire.tagged_union import BY_REFERENCE
from store.database.errors import ConcurrentHistory, HistoryGap
from store.database.tables.derived import column_names
from store.feeds import QUEUE_CTE
from store.reference import people

_APPEAL_COLUMNS = column_names(AppealSummary)
_TASK_COLUMNS = column_names(InboxTask)
_OPEN_STATES = "(" + ", ".join(f"'{state}'" for state in sorted(OPEN)) + ")"

# An escalation ends with its task, which may be in the same batch, and has the region of its appeal.
_ESCALATION_CTES = f"""escalation AS (
    INSERT INTO escalations (appeal, seq, task, clock, level, target, organisation, role, region, holder,
        called_at, late_since, ended)
    SELECT (batch ->> 'appeal')::uuid, seq, (event ->> 'task')::uuid, event ->> 'clock',
        (event ->> 'level')::smallint, event ->> 'target', event -> 'group' ->> 'organisation',
        event -> 'group' ->> 'role', batch -> 'summary' ->> 'region', (event ->> 'holder')::uuid,
        at, (event ->> 'late_since')::timestamptz, event ->> 'task' = ANY (ARRAY(
            SELECT task ->> 'id' FROM jsonb_array_elements(batch -> 'tasks') AS task
            WHERE task ->> 'state' NOT IN {_OPEN_STATES}
        ))
    FROM given, jsonb_to_recordset(batch -> 'escalations') AS fact (seq integer, at timestamptz, event jsonb)
    ON CONFLICT DO NOTHING
), ended AS (
    UPDATE escalations SET ended = task = ANY (closed.tasks), region = batch -> 'summary' ->> 'region'
    FROM given, LATERAL (
        SELECT coalesce(array_agg(id), ARRAY[]::uuid[]) AS tasks
        FROM jsonb_to_recordset(batch -> 'tasks') AS done (id uuid, state varchar)
        WHERE state NOT IN {_OPEN_STATES}
    ) AS closed
    WHERE escalations.appeal = (batch ->> 'appeal')::uuid AND NOT escalations.ended
        AND (task = ANY (closed.tasks) OR escalations.region <> batch -> 'summary' ->> 'region')
)"""  # noqa: S608 - names of states


class BatchRows(BaseModel):
    """What a batch writes: facts, escalations, documents, and the rows of the appeal and its tasks."""

    appeal: UUID
    facts: tuple[FactMessage, ...]
    escalations: tuple[FactMessage, ...]
    documents: tuple[StoredDocument, ...]
    summary: AppealSummary
    tasks: tuple[InboxTask, ...]

    @classmethod
    def from_batch(
        cls, batch: CommandBatch, escalations: tuple[FactMessage, ...] | None = None
    ) -> "BatchRows":
        """Return the rows of *batch*, with its escalations or those of earlier facts."""
        tasks = tuple(inbox_task(batch.summary, task) for task in batch.tasks)
        documents = (each for fact in batch.facts for each in documents_of(fact.event))
        return cls.model_construct(
            appeal=batch.appeal,
            facts=batch.facts,
            escalations=escalations_of(batch.facts) if escalations is None else escalations,
            documents=tuple(map(stored_document, documents)),
            summary=batch.summary,
            tasks=tasks,
        )

    def to_json(self) -> str:
        """Return the rows as the parameter of the statements that begin with `projection_ctes`."""
        return self.model_dump_json(context=BY_REFERENCE)


def escalations_of(facts: Sequence[FactMessage]) -> tuple[FactMessage, ...]:
    """Return those of *facts* that are calls of a level and were not undone by a correction."""
    undone = set(_undone(facts))
    return tuple(fact for fact in facts if isinstance(fact.event, Escalated) and fact.seq not in undone)


def _undone(facts: Iterable[FactMessage]) -> list[int]:
    """Return the numbers of the facts that corrections among *facts* have undone."""
    corrections = (fact.event for fact in facts if isinstance(fact.event, SilenceCorrected))
    return [seq for correction in corrections for seq in correction.undone]


def projection_ctes(newer: str) -> str:
    """Return the part of a statement that writes the rows in `given (batch)`.

    *newer* compares a stored row with the new one: ``<``, or ``<=`` to replace it in any case.
    One statement is one round trip and one transaction: three statements would be five round trips.
    """
    return f"""
document AS (
    INSERT INTO documents (digest, kind, content)
    SELECT digest, kind, content FROM given, jsonb_to_recordset(batch -> 'documents')
        AS document (digest text, kind varchar, content jsonb)
    ON CONFLICT DO NOTHING
), event AS (
    INSERT INTO events (appeal, seq, at, data, by_person, by_organisation, by_role, by_region, command)
    SELECT (batch ->> 'appeal')::uuid, seq, at, event, (by ->> 'id')::uuid,
        by ->> 'organisation', by ->> 'role', by ->> 'region', command
    FROM given, jsonb_to_recordset(batch -> 'facts')
        AS fact (seq integer, at timestamptz, event jsonb, by jsonb, command uuid)
    ON CONFLICT DO NOTHING
    RETURNING appeal, seq, type
), {QUEUE_CTE}, appeal AS (
    INSERT INTO appeals ({_listed(_APPEAL_COLUMNS)})
    SELECT {_listed(_APPEAL_COLUMNS)} FROM given, jsonb_populate_record(NULL::appeals, batch -> 'summary')
    {_replace_older("appeals", _APPEAL_COLUMNS, newer)}
    RETURNING id, seq, open
), backlog AS (
    INSERT INTO time_ledger_backlog (appeal, seq, closed) SELECT id, seq, NOT open FROM appeal
    ON CONFLICT (appeal) DO UPDATE SET (seq, closed) = ROW (excluded.seq, excluded.closed)
), task AS (
    INSERT INTO tasks ({_listed(_TASK_COLUMNS)})
    SELECT {_listed(_TASK_COLUMNS)} FROM given, jsonb_populate_recordset(NULL::tasks, batch -> 'tasks')
    {_replace_older("tasks", _TASK_COLUMNS, newer)}
), {_ESCALATION_CTES}"""  # noqa: S608 - names of columns


def _listed(columns: list[str], prefix: str = "") -> str:
    return ", ".join(prefix + column for column in columns)


def _replace_older(table: str, columns: list[str], newer: str) -> str:
    return (
        f"ON CONFLICT (id) DO UPDATE SET ({_listed(columns)}) = ROW ({_listed(columns, 'excluded.')}) "
        f"WHERE {table}.seq {newer} excluded.seq"
    )


_FROM_STORED_FACTS = """
FROM jsonb_to_recordset(:batch ::jsonb -> 'facts')
    AS fact (seq integer, at timestamptz, event jsonb, command uuid)
JOIN events USING (seq)
WHERE events.appeal = :appeal AND (events.at, events.type, events.command)
"""
_FOLLOWS_STORED_FACT = """
(:first = 1 OR EXISTS (SELECT FROM events WHERE events.appeal = :appeal AND events.seq = :first - 1))
"""
_NEW_FACT = "(fact.at, fact.event ->> 'type', fact.command)"
_INSERT_BATCH = text(f"""
WITH given AS (
    SELECT :batch ::jsonb AS batch
    WHERE NOT EXISTS (SELECT {_FROM_STORED_FACTS} IS DISTINCT FROM {_NEW_FACT}) AND {_FOLLOWS_STORED_FACT}
), {projection_ctes("<")}
SELECT count(*) FROM event
""")  # noqa: S608 - names of columns
_COMPARE_FACTS = text(f"""
SELECT (SELECT count(*) {_FROM_STORED_FACTS} IS NOT DISTINCT FROM {_NEW_FACT}) AS identical,
    EXISTS (SELECT {_FROM_STORED_FACTS} IS DISTINCT FROM {_NEW_FACT}) AS differs,
    {_FOLLOWS_STORED_FACT} AS follows
""")  # noqa: S608 - no value in it


_END_UNDONE_CALLS = text("UPDATE escalations SET ended = true WHERE appeal = :appeal AND seq = ANY (:undone)")


async def save_batch(connection: AsyncConnection, batch: CommandBatch) -> None:
    """Write *batch*: its facts and the rows that follow from them.

    Having written nothing, raises ConcurrentHistory where other facts are stored under the same numbers, and
    HistoryGap where the fact before these is not stored.
    """
    first = batch.facts[0].seq
    values = {"batch": BatchRows.from_batch(batch).to_json(), "appeal": batch.appeal, "first": first}
    while await connection.scalar(_INSERT_BATCH, values) != len(batch.facts):
        stored = (await connection.execute(_COMPARE_FACTS, values)).one()
        if not stored.follows:
            raise HistoryGap(batch.appeal, first)
        if stored.differs:
            raise ConcurrentHistory(batch.appeal, first)
        if stored.identical == len(batch.facts):
            break  # else the fact before these was committed between the two statements
    if undone := _undone(batch.facts):
        await connection.execute(_END_UNDONE_CALLS, {"appeal": batch.appeal, "undone": undone})


async def vacant_levels(connection: AsyncConnection, batch: CommandBatch) -> tuple[VacantLevel, ...]:
    """Return the levels of escalation reached in *batch* that have no active person.

    Asks the database nothing where no level was reached.
    """
    escalated = [fact.event for fact in batch.facts if isinstance(fact.event, Escalated)]
    if not escalated:
        return ()
    tasks, region = {task.id: task for task in batch.tasks}, batch.summary.region
    holders = [task.holder for task in batch.tasks if task.holder]
    posts = await people.staffed_posts(connection, [task.group for task in batch.tasks], region, holders)
    return tuple(
        VacantLevel(clock=event.clock, task=event.task, level=event.level)
        for event in escalated
        if (task := tasks.get(event.task))
        and not posts.is_reachable(event.target, task.group, task.holder, region)
    )
