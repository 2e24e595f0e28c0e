"""How a part of an appeal begins: its life beside copies of the papers it comes with, all or nothing."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.events import Registered
from domain.identity.uuid7 import derive_id
from schemas.wire.messages import CommandBatch
from store.appeals.outbox import NOTIFY_CHANNEL
from store.appeals.write_batch import projection_ctes

ROW_VERSION = 1

_INSERT_CHILD_APPEAL = text(f"""
WITH given AS (SELECT :batch ::jsonb AS batch), {projection_ctes("<")}, talon AS (
    INSERT INTO talons (appeal, tracking_code, channel, language, reception, receiver, text, v)
    SELECT :child, :code, channel, language, reception, receiver, :text, {ROW_VERSION}
    FROM talons WHERE appeal = :parent
    ON CONFLICT (appeal) DO NOTHING
    RETURNING appeal
), writing AS (
    INSERT INTO texts (id, appeal, at, body, language, v)
    SELECT :text, :child, now(), string_agg(body, E'\n\n' ORDER BY place), min(language), {ROW_VERSION}
    FROM talon, unnest(:demands ::uuid[]) WITH ORDINALITY AS asked (id, place) JOIN texts USING (id)
    HAVING count(*) > 0
), applicant AS (
    INSERT INTO applicants
        (appeal, place, capacity, name, folded, iin, bin, birth_date, category, contacts, v)
    SELECT :child, place, capacity, name, folded, iin, bin, birth_date, category, contacts, v
    FROM talon, applicants WHERE applicants.appeal = :parent
), attachment AS (
    INSERT INTO attachments (id, appeal, name, reference, media_type, size, at, by_person, v)
    SELECT gen_random_uuid(), :child, name, reference, media_type, size, at, by_person, v
    FROM talon, attachments WHERE attachments.appeal = :parent
), start AS (
    INSERT INTO outbox (appeal, at, attempts, not_before)
    SELECT appeal, now(), 0, now() FROM talon
    RETURNING pg_notify('{NOTIFY_CHANNEL}', '')
)
SELECT count(*) FROM start
""")  # noqa: S608 - only our own words are put in


async def save_child_appeal(connection: AsyncConnection, child: CommandBatch, code: str) -> None:
    """Write the beginning of *child*, to be followed by this tracking *code*. Twice equals once.

    Its text is those of its demands; applicants and documents are those of the appeal it was a part of.
    """
    first = child.facts[0]
    if not isinstance(first.event, Registered):
        raise TypeError("a part begins with its registration")
    values = {
        "batch": child.model_dump_json(),
        "child": child.appeal,
        "parent": first.event.parent,
        "code": code,
        "text": derive_id(child.appeal, 1, first.at),
        "demands": list(first.event.demands),
    }
    await connection.execute(_INSERT_CHILD_APPEAL, values)
