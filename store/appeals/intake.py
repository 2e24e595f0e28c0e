"""Intake: the talon is given when all of it stands in Postgres, in one transaction of one statement.

Two round trips: `prepare` draws the number (or finds that the key was used), `take_in` writes.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.events import Registered
from domain.identity.identifiers import Talon
from domain.text.name_matching import skeleton
from schemas.wire.messages import CommandBatch
from store.appeals.outbox import NOTIFY_CHANNEL
from store.appeals.write_batch import projection_ctes
from store.idempotency import IdempotencyKey, StoredResponse, check_stored_response, stored_response

ROW_VERSION = 1


class Capacity(StrEnum):
    """In what capacity somebody stands in an appeal."""

    APPLICANT = "applicant"
    REPRESENTATIVE = "representative"
    FORMER_REPRESENTATIVE = "former_representative"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class ApplicantRecord:
    """Somebody in whose name the appeal speaks."""

    capacity: Capacity
    name: str
    iin: str | None = None
    category: str | None = None
    contacts: Mapping[str, str] = field(default_factory=dict)
    bin: str | None = None
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class TextRecord:
    """A free text under its id; ``original`` where it was cleaned."""

    id: UUID
    body: str
    original: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class AttachmentRecord:
    """A document that lies elsewhere."""

    id: UUID
    name: str
    reference: str
    media_type: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class IntakeAggregate:
    """All that one intake writes. The first of ``texts`` is the appeal's own.

    ``batch`` begins with Registered. If it leaves a clock running, its workflow is to be started.
    ``receiver`` is who took the appeal in, if that is not who registers it.
    """

    batch: CommandBatch
    tracking_code: str
    texts: tuple[TextRecord, ...]
    applicants: tuple[ApplicantRecord, ...]
    attachments: tuple[AttachmentRecord, ...] = ()
    receiver: UUID | None = None


_SELECT_NEXT_TALON = text("""
SELECT known.asked, known.answer, CASE WHEN known.asked IS NULL THEN next_talon(:year) END AS number
FROM (VALUES (1)) AS once LEFT JOIN idempotency_keys AS known ON person = :person AND key = :key
""")

_INSERT_INTAKE = text(f"""
WITH fresh AS (
    INSERT INTO idempotency_keys (person, key, asked, at, answer, v)
    VALUES (:person, :key, :asked, now(), :answer ::jsonb, {ROW_VERSION})
    ON CONFLICT DO NOTHING
    RETURNING true
), given AS (
    SELECT :batch ::jsonb AS batch, :papers ::jsonb AS papers FROM fresh
), {projection_ctes("<")}, talon AS (
    INSERT INTO talons (appeal, tracking_code, channel, language, reception, receiver, text, v)
    SELECT talon.*, {ROW_VERSION} FROM given, jsonb_to_record(papers -> 'talon') AS talon (
        appeal uuid, tracking_code varchar, channel varchar, language varchar, reception varchar,
        receiver uuid, text uuid
    )
), applicant AS (
    INSERT INTO applicants
        (appeal, place, capacity, name, folded, iin, bin, birth_date, category, contacts, v)
    SELECT (batch ->> 'appeal')::uuid, applicant.*, {ROW_VERSION}
    FROM given, jsonb_to_recordset(papers -> 'applicants') AS applicant (
        place smallint, capacity varchar, name varchar, folded varchar, iin varchar, bin varchar,
        birth_date date, category varchar, contacts jsonb
    )
), writing AS (
    INSERT INTO texts (id, appeal, body, original, language, at, by_person, v)
    SELECT writing.id, (batch ->> 'appeal')::uuid, body, original, language, now(), :person, {ROW_VERSION}
    FROM given, jsonb_to_recordset(papers -> 'texts')
        AS writing (id uuid, body varchar, original varchar, language varchar)
), attachment AS (
    INSERT INTO attachments (id, appeal, name, reference, media_type, size, at, by_person, v)
    SELECT attachment.id, (batch ->> 'appeal')::uuid, name, reference, media_type, size, now(), :person,
        {ROW_VERSION}
    FROM given, jsonb_to_recordset(papers -> 'attachments')
        AS attachment (id uuid, name varchar, reference varchar, media_type varchar, size bigint)
), start AS (
    INSERT INTO outbox (appeal, at, attempts, not_before)
    SELECT (batch ->> 'appeal')::uuid, now(), 0, now() FROM given
    WHERE batch #>> '{{summary,next_alarm_at}}' IS NOT NULL
    RETURNING pg_notify('{NOTIFY_CHANNEL}', '')
)
SELECT (SELECT true FROM fresh) AS fresh, (SELECT count(*) FROM start) AS starts
""")  # noqa: S608 - only our own words are put in


async def draw_talon_number(
    connection: AsyncConnection, key: IdempotencyKey, year: int
) -> Talon | StoredResponse:
    """Return the next talon of *year*; or the answer already given under *key*, and draw none.

    Raises KeyReused or KeyInUse as `idempotency.begin` does.
    """
    found = await connection.execute(_SELECT_NEXT_TALON, {"person": key.person, "key": key.key, "year": year})
    row = found.one()
    if row.asked is None:
        return Talon(year, row.number)
    return check_stored_response(key, row.asked, row.answer)


async def save_intake(
    connection: AsyncConnection, key: IdempotencyKey, taken: IntakeAggregate, answer: StoredResponse
) -> StoredResponse:
    """Write all of *taken* and the *answer* to it; return the answer that holds.

    It is an earlier one where the same was taken in under *key* meanwhile: then nothing is written.
    Raises KeyReused where something else was.
    """
    written = {
        "person": key.person,
        "key": key.key,
        "asked": key.fingerprint,
        "answer": json.dumps(answer, ensure_ascii=False),
        "batch": taken.batch.model_dump_json(),
        "papers": json.dumps(_personal_data_rows(taken), ensure_ascii=False),
    }
    found = await connection.execute(_INSERT_INTAKE, written)
    if found.one().fresh:
        return answer
    earlier = await stored_response(connection, key)
    if earlier is None:
        raise LookupError("an idempotency key vanished while it was used")
    return earlier


def _personal_data_rows(taken: IntakeAggregate) -> Any:
    first = taken.batch.facts[0]
    if not isinstance(first.event, Registered):
        raise TypeError("an intake begins with a registration")
    talon = {
        "appeal": taken.batch.appeal,
        "tracking_code": taken.tracking_code,
        "channel": first.event.channel,
        "language": first.event.language,
        "reception": first.event.reception,
        "receiver": taken.receiver or (first.by.id if first.by else None),
        "text": taken.texts[0].id,
    }
    applicants = [
        {"place": place, "folded": skeleton(each.name), **asdict(each)}
        for place, each in enumerate(taken.applicants)
    ]
    papers = {
        "talon": talon,
        "applicants": applicants,
        "texts": taken.texts,
        "attachments": taken.attachments,
    }
    return to_jsonable_python(papers)
