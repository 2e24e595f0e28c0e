"""One batch of facts becomes rows: in one statement, and so in one round trip and one transaction.

Twice or out of order equals once in order: a fact that is there is not written again, and a row only
gives way to one made of a later fact.
"""

from dataclasses import fields

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.events import Escalated
from domain.projections.summaries import AppealSummary
from schemas.wire.messages import Batch, Unreachable
from store.database.errors import Forked
from store.reference import people

_APPEAL = ", ".join(field.name for field in fields(AppealSummary))
_TASK = (
    "id, appeal, seq, version, purpose, step, organisation, role, state, holder, opened, since, due, "
    "held_until, mandatory, specialty, origin, duty, rule, urgent, barred, number, topic, region, "
    "statute_due, needs_attention"
)


def rows(newer: str) -> str:
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
    INSERT INTO appeals ({_APPEAL})
    SELECT {_APPEAL} FROM given, jsonb_populate_record(NULL::appeals, batch -> 'summary')
    ON CONFLICT (id) DO UPDATE SET ({_APPEAL}) = ROW (excluded.{_APPEAL.replace(", ", ", excluded.")})
    WHERE appeals.seq {newer} excluded.seq
), task AS (
    INSERT INTO tasks ({_TASK})
    SELECT {_TASK} FROM given, jsonb_array_elements(batch -> 'tasks') AS one (task),
        jsonb_populate_record(NULL::tasks, task || (task -> 'group') || jsonb_build_object(
            'number', batch #> '{{summary,number}}',
            'topic', batch #> '{{summary,topic}}',
            'region', batch #> '{{summary,region}}'
        ) || CASE WHEN task ->> 'state' = ANY (ARRAY['ready', 'offered', 'claimed', 'held'])
            THEN jsonb_build_object(
                'statute_due', batch #> '{{summary,statute_due}}',
                'needs_attention', batch #> '{{summary,needs_attention}}'
            )
            ELSE jsonb_build_object('seq', task -> 'version', 'needs_attention', false)
        END)
    ON CONFLICT (id) DO UPDATE SET ({_TASK}) = ROW (excluded.{_TASK.replace(", ", ", excluded.")})
    WHERE tasks.seq {newer} excluded.seq
)"""  # noqa: S608 - only our own words are put in


_KNOWN = """
FROM jsonb_to_recordset(:batch ::jsonb -> 'facts')
    AS fact (seq integer, at timestamptz, event jsonb, command uuid)
JOIN events USING (seq)
WHERE events.appeal = :appeal AND (events.at, events.type, events.command)
"""
_SAVE = text(f"""
WITH given AS (
    SELECT :batch ::jsonb AS batch
    WHERE NOT EXISTS (SELECT {_KNOWN} IS DISTINCT FROM (fact.at, fact.event ->> 'type', fact.command))
), {rows("<")}
SELECT count(*) FROM event
""")  # noqa: S608 - the same
_SAME = text(
    f"SELECT count(*) {_KNOWN} IS NOT DISTINCT FROM (fact.at, fact.event ->> 'type', fact.command)"  # noqa: S608 - the same
)


async def save(connection: AsyncConnection, batch: Batch) -> None:
    """Write *batch*: its facts and the rows that follow from them.

    Raises Forked where other facts already stand in the place of these: then nothing is written.
    """
    values = {"batch": batch.model_dump_json(), "appeal": batch.appeal}
    count = await connection.scalar(_SAVE, values)
    if count == len(batch.facts):
        return
    same = await connection.scalar(_SAME, values)
    if same != len(batch.facts):
        raise Forked(batch.appeal, batch.facts[0].seq)


async def unstaffed(connection: AsyncConnection, batch: Batch) -> tuple[Unreachable, ...]:
    """Return the levels of the ladder called in *batch* on which nobody stands.

    Asks nothing where no level was called.
    """
    called = [fact.event for fact in batch.facts if isinstance(fact.event, Escalated)]
    if not called:
        return ()
    tasks, region = {task.id: task for task in batch.tasks}, batch.summary.region
    holders = [task.holder for task in batch.tasks if task.holder]
    posts = await people.posts(connection, [task.group for task in batch.tasks], region, holders)
    return tuple(
        Unreachable(clock=event.clock, task=event.task, level=event.level)
        for event in called
        if (task := tasks.get(event.task)) and not posts.reached(event.to, task.group, task.holder, region)
    )
