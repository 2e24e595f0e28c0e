"""One batch of facts becomes rows: in one statement, and so in one round trip and one transaction.

Twice or out of order equals once in order: a fact that is there is not written again, and a row only
gives way to one made of a later fact.
"""

from dataclasses import fields

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.events import Escalated
from domain.projections.summaries import AppealSummary
from schemas.wire.messages import CommandBatch, VacantLevel
from store.database.errors import ConcurrentHistory
from store.reference import people

_APPEAL_COLUMNS = ", ".join(field.name for field in fields(AppealSummary))
_TASK_COLUMNS = (
    "id, appeal, seq, version, purpose, step, organisation, role, state, holder, opened_at, "
    "state_since, due_at, held_until, mandatory, specialty, origin_task, duty, rule_id, urgent, barred, "
    "number, topic, region, statutory_due_at, needs_attention"
)
_EXCLUDED_APPEAL_COLUMNS = ", ".join(f"excluded.{name}" for name in _APPEAL_COLUMNS.split(", "))
_EXCLUDED_TASK_COLUMNS = ", ".join(f"excluded.{name}" for name in _TASK_COLUMNS.split(", "))


def projection_ctes(newer: str) -> str:
    """Return the parts of a statement that turn `given (batch)` into rows.

    *newer* compares a row that is there with one to come: ``<``, or ``<=`` to write it in any case.
    """
    return f"""
event AS (
    INSERT INTO events (appeal, seq, at, v, data, by_person, by_organisation, by_role, by_region, command)
    SELECT (batch ->> 'appeal')::uuid, seq, at, (batch ->> 'v')::smallint, event, (by ->> 'id')::uuid,
        by ->> 'organisation', by ->> 'role', by ->> 'region', command
    FROM given, jsonb_to_recordset(batch -> 'facts')
        AS fact (seq integer, at timestamptz, event jsonb, by jsonb, command uuid)
    ON CONFLICT DO NOTHING
    RETURNING 1
), appeal AS (
    INSERT INTO appeals ({_APPEAL_COLUMNS})
    SELECT {_APPEAL_COLUMNS} FROM given, jsonb_populate_record(NULL::appeals, batch -> 'summary')
    ON CONFLICT (id) DO UPDATE SET ({_APPEAL_COLUMNS}) = ROW ({_EXCLUDED_APPEAL_COLUMNS})
    WHERE appeals.seq {newer} excluded.seq
), task AS (
    INSERT INTO tasks ({_TASK_COLUMNS})
    SELECT {_TASK_COLUMNS} FROM given, jsonb_array_elements(batch -> 'tasks') AS one (task),
        jsonb_populate_record(NULL::tasks, task || (task -> 'group') || jsonb_build_object(
            'number', batch #> '{{summary,number}}',
            'topic', batch #> '{{summary,topic}}',
            'region', batch #> '{{summary,region}}'
        ) || CASE WHEN task ->> 'state' = ANY (ARRAY['ready', 'offered', 'claimed', 'held'])
            THEN jsonb_build_object(
                'statutory_due_at', batch #> '{{summary,statutory_due_at}}',
                'needs_attention', batch #> '{{summary,needs_attention}}'
            )
            ELSE jsonb_build_object('seq', task -> 'version', 'needs_attention', false)
        END)
    ON CONFLICT (id) DO UPDATE SET ({_TASK_COLUMNS}) = ROW ({_EXCLUDED_TASK_COLUMNS})
    WHERE tasks.seq {newer} excluded.seq
)"""  # noqa: S608 - only our own words are put in


_FROM_STORED_FACTS = """
FROM jsonb_to_recordset(:batch ::jsonb -> 'facts')
    AS fact (seq integer, at timestamptz, event jsonb, command uuid)
JOIN events USING (seq)
WHERE events.appeal = :appeal AND (events.at, events.type, events.command)
"""
_INSERT_BATCH = text(f"""
WITH given AS (
    SELECT :batch ::jsonb AS batch
    WHERE NOT EXISTS (
        SELECT {_FROM_STORED_FACTS} IS DISTINCT FROM (fact.at, fact.event ->> 'type', fact.command)
    )
), {projection_ctes("<")}
SELECT count(*) FROM event
""")  # noqa: S608 - the same
_COUNT_IDENTICAL_FACTS = text(f"""
SELECT count(*) {_FROM_STORED_FACTS} IS NOT DISTINCT FROM (fact.at, fact.event ->> 'type', fact.command)
""")  # noqa: S608 - the same


async def save_batch(connection: AsyncConnection, batch: CommandBatch) -> None:
    """Write *batch*: its facts and the rows that follow from them.

    Raises Forked where other facts already stand in the place of these: then nothing is written.
    """
    values = {"batch": batch.model_dump_json(), "appeal": batch.appeal}
    count = await connection.scalar(_INSERT_BATCH, values)
    if count == len(batch.facts):
        return
    same = await connection.scalar(_COUNT_IDENTICAL_FACTS, values)
    if same != len(batch.facts):
        raise ConcurrentHistory(batch.appeal, batch.facts[0].seq)


async def vacant_levels(connection: AsyncConnection, batch: CommandBatch) -> tuple[VacantLevel, ...]:
    """Return the levels of the ladder called in *batch* on which nobody stands.

    Asks nothing where no level was called.
    """
    called = [fact.event for fact in batch.facts if isinstance(fact.event, Escalated)]
    if not called:
        return ()
    tasks, region = {task.id: task for task in batch.tasks}, batch.summary.region
    holders = [task.holder for task in batch.tasks if task.holder]
    posts = await people.staffed_posts(connection, [task.group for task in batch.tasks], region, holders)
    return tuple(
        VacantLevel(clock=event.clock, task=event.task, level=event.level)
        for event in called
        if (task := tasks.get(event.task))
        and not posts.is_reachable(event.target, task.group, task.holder, region)
    )
