"""Write the first events of a child appeal with copies of its parent's personal data, all or nothing."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.events import Registered
from domain.identity.uuid7 import derive_id
from schemas.wire.messages import CommandBatch
from store.appeals.outbox import NOTIFY_CHANNEL
from store.appeals.write_batch import BatchRows, projection_ctes
from store.database.tables import ApplicantRow, AttachmentRow
from store.database.tables.derived import columns_except

_APPLICANT = ", ".join(columns_except(ApplicantRow, "appeal", "command"))
_ATTACHMENT = ", ".join(columns_except(AttachmentRow, "appeal", "id"))

# One statement instead of six: a batch with a child is written in two round trips beside BEGIN and COMMIT.
_INSERT_CHILD_APPEAL = text(f"""
WITH given AS (SELECT :batch ::jsonb AS batch), {projection_ctes("<")}, talon AS (
    INSERT INTO talons (appeal, tracking_code, channel, language, reception, receiver, text, topic_fields)
    SELECT :child, :code, channel, language, reception, receiver, :text, topic_fields
    FROM talons WHERE appeal = :parent
    ON CONFLICT (appeal) DO NOTHING
    RETURNING appeal
), demand_text AS (
    INSERT INTO texts (id, appeal, at, body, language)
    SELECT :text, :child, now(), string_agg(body, E'\n\n' ORDER BY place), min(language)
    FROM talon, unnest(:demands ::uuid[]) WITH ORDINALITY AS demand (id, place) JOIN texts USING (id)
    HAVING count(*) > 0
), applicant AS (
    INSERT INTO applicants (appeal, {_APPLICANT})
    SELECT :child, {_APPLICANT} FROM talon, applicants WHERE applicants.appeal = :parent
), attachment AS (
    INSERT INTO attachments (id, appeal, {_ATTACHMENT})
    SELECT gen_random_uuid(), :child, {_ATTACHMENT} FROM talon, attachments WHERE attachments.appeal = :parent
), start AS (
    INSERT INTO outbox (appeal, at, attempts, not_before)
    SELECT appeal, now(), 0, now() FROM talon
    RETURNING pg_notify('{NOTIFY_CHANNEL}', '')
)
SELECT count(*) FROM start
""")  # noqa: S608 - names of columns


async def save_child_appeal(connection: AsyncConnection, child: CommandBatch, tracking_code: str) -> None:
    """Write the first events of *child*, to be followed by *tracking_code*. Writing twice equals once.

    Its text joins those of its demands; applicants and attachments are those of its parent.
    """
    first = child.facts[0]
    if not isinstance(first.event, Registered):
        raise TypeError("a child appeal begins with its registration")
    values = {
        "batch": BatchRows.from_batch(child).to_json(),
        "child": child.appeal,
        "parent": first.event.parent,
        "code": tracking_code,
        "text": derive_id(child.appeal, 1, first.at),
        "demands": list(first.event.demands),
    }
    await connection.execute(_INSERT_CHILD_APPEAL, values)
