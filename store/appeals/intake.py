"""Intake: the talon is issued once all of it is committed to Postgres, in one transaction of one statement.

Two round trips: `draw_talon_number` (or finds that the key was used), then `save_intake`.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import select

from domain.country.name_matching import skeleton
from domain.events import Registered
from domain.identity.identifiers import TalonNumber
from domain.identity.people import Capacity
from domain.policy.topic_fields import FieldValue
from schemas.wire.messages import CommandBatch
from store.appeals.outbox import NOTIFY_CHANNEL
from store.appeals.write_batch import BatchRows, projection_ctes
from store.database.errors import SourceRegistered
from store.database.tables import ApplicantRow, TalonRow
from store.database.tables.derived import columns_except
from store.idempotency import IdempotencyKey, StoredResponse, check_stored_response, stored_response

SOURCE_INDEX = "talons_source"


@dataclass(frozen=True, slots=True)
class ApplicantRecord:
    """A person in whose name the appeal is made."""

    capacity: Capacity
    name: str
    iin: str | None = None
    category: str | None = None
    contacts: Mapping[str, str] = field(default_factory=dict)
    bin: str | None = None
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class TextRecord:
    """A free text under its id; ``original`` is set where it was cleaned."""

    id: UUID
    body: str
    original: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class AttachmentRecord:
    """A document kept elsewhere, by its reference."""

    id: UUID
    name: str
    reference: str
    media_type: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """The record of another system that the appeal came from, with the digest of its content, if known."""

    source: str
    source_id: str
    source_digest: str | None = None


@dataclass(frozen=True, slots=True)
class IntakeAggregate:
    """All that one intake writes. The first of ``texts`` is the appeal's own.

    ``batch`` begins with Registered. If it leaves a clock running, its workflow is to be started.
    ``receiver`` is the official who took the appeal, where another person registers it.
    """

    batch: CommandBatch
    tracking_code: str
    texts: tuple[TextRecord, ...]
    applicants: tuple[ApplicantRecord, ...]
    attachments: tuple[AttachmentRecord, ...] = ()
    receiver: UUID | None = None
    source: SourceRecord | None = None
    topic_fields: Mapping[str, FieldValue] = field(default_factory=dict)


_APPLICANT = ", ".join(columns_except(ApplicantRow, "appeal", "command"))
_TEXT = ", ".join(each.name for each in fields(TextRecord))
_ATTACHMENT = ", ".join(each.name for each in fields(AttachmentRecord))

# One round trip instead of three: a number is drawn only where key and source are new.
_SELECT_NEXT_TALON = text("""
SELECT known.fingerprint, known.response, earlier.appeal, earlier.source_digest,
    CASE WHEN known.fingerprint IS NULL AND earlier.appeal IS NULL THEN next_talon_number(:year) END AS number
FROM (VALUES (1)) AS once
LEFT JOIN idempotency_keys AS known ON person = :person AND key = :key
LEFT JOIN talons AS earlier ON earlier.source = :source ::varchar AND earlier.source_id = :source_id ::varchar
""")

# One round trip instead of nine: the key, the events and rows, the personal data and the workflow start.
_INSERT_INTAKE = text(f"""
WITH fresh AS (
    INSERT INTO idempotency_keys (person, key, fingerprint, at, response)
    VALUES (:person, :key, :fingerprint, now(), :response ::jsonb)
    ON CONFLICT DO NOTHING
    RETURNING true
), given AS (
    SELECT :batch ::jsonb AS batch, :personal_data ::jsonb AS personal_data FROM fresh
), {projection_ctes("<")}, talon AS (
    INSERT INTO talons
    SELECT talon.* FROM given, jsonb_populate_record(NULL::talons, personal_data -> 'talon') AS talon
), applicant AS (
    INSERT INTO applicants (appeal, {_APPLICANT})
    SELECT (batch ->> 'appeal')::uuid, {_APPLICANT}
    FROM given, jsonb_populate_recordset(NULL::applicants, personal_data -> 'applicants')
), free_text AS (
    INSERT INTO texts (appeal, at, by_person, {_TEXT})
    SELECT (batch ->> 'appeal')::uuid, now(), :person, {_TEXT}
    FROM given, jsonb_populate_recordset(NULL::texts, personal_data -> 'texts')
), attachment AS (
    INSERT INTO attachments (appeal, at, by_person, {_ATTACHMENT})
    SELECT (batch ->> 'appeal')::uuid, now(), :person, {_ATTACHMENT}
    FROM given, jsonb_populate_recordset(NULL::attachments, personal_data -> 'attachments')
), start AS (
    INSERT INTO outbox (appeal, at, attempts, not_before)
    SELECT (batch ->> 'appeal')::uuid, now(), 0, now() FROM given
    WHERE batch #>> '{{summary,next_alarm_at}}' IS NOT NULL
    RETURNING pg_notify('{NOTIFY_CHANNEL}', '')
)
SELECT (SELECT true FROM fresh) AS fresh, (SELECT count(*) FROM start) AS starts
""")  # noqa: S608 - names of columns


async def draw_talon_number(
    connection: AsyncConnection, key: IdempotencyKey, year: int, source: SourceRecord | None = None
) -> TalonNumber | StoredResponse:
    """Return the next talon of *year*; or the response stored under *key*, having drawn none.

    Raises KeyReused or KeyInUse as `idempotency.begin_or_replay` does, and SourceRegistered where another key
    has registered the *source*.
    """
    values = {"person": key.person, "key": key.key, "year": year, "source": None, "source_id": None}
    if source is not None:
        values |= {"source": source.source, "source_id": source.source_id}
    row = (await connection.execute(_SELECT_NEXT_TALON, values)).one()
    if row.fingerprint is None:
        if source is not None and row.appeal is not None:
            raise SourceRegistered(is_unchanged=_is_unchanged(source, row.source_digest))
        return TalonNumber(year, row.number)
    return check_stored_response(key, row.fingerprint, row.response, key.accepted_at)


async def check_source_is_new(connection: AsyncConnection, source: SourceRecord | None) -> None:
    """Raise SourceRegistered where an appeal comes from *source*."""
    if source is None:
        return
    row = TalonRow
    earlier = select(row.source_digest).where(row.source == source.source, row.source_id == source.source_id)
    found = (await connection.execute(earlier)).one_or_none()
    if found is not None:
        raise SourceRegistered(is_unchanged=_is_unchanged(source, found.source_digest))


async def save_intake(
    connection: AsyncConnection, key: IdempotencyKey, intake: IntakeAggregate, response: StoredResponse
) -> StoredResponse:
    """Write all of *intake* and the *response* to it; return the response that holds.

    It is an earlier one where the same intake was written under *key* meanwhile: then nothing is written.
    Raises KeyReused where another request was, SourceRegistered where the source was registered meanwhile.
    """
    values = {
        "person": key.person,
        "key": key.key,
        "fingerprint": key.fingerprint,
        "response": json.dumps(response, ensure_ascii=False),
        "batch": BatchRows.from_batch(intake.batch).to_json(),
        "personal_data": json.dumps(_personal_data_rows(intake), ensure_ascii=False),
    }
    try:
        found = await connection.execute(_INSERT_INTAKE, values)
    except IntegrityError as error:
        if intake.source is None or SOURCE_INDEX not in str(error.orig):
            raise
        raise SourceRegistered(is_unchanged=True) from error
    if found.one().fresh:
        return response
    earlier = await stored_response(connection, key)
    if earlier is None:
        raise LookupError("an idempotency key vanished while it was used")
    return earlier


def _is_unchanged(source: SourceRecord, earlier: str | None) -> bool:
    """Return whether the digest of *source* is the *earlier* one, where both are known."""
    return None in {source.source_digest, earlier} or source.source_digest == earlier


def _personal_data_rows(intake: IntakeAggregate) -> Any:
    """Return the rows of talon, applicants, texts and attachments by the names of their columns."""
    first = intake.batch.facts[0]
    if not isinstance(first.event, Registered):
        raise TypeError("an intake begins with a registration")
    talon = {
        "appeal": intake.batch.appeal,
        "tracking_code": intake.tracking_code,
        "channel": first.event.channel,
        "language": first.event.language,
        "reception": first.event.reception,
        "receiver": intake.receiver or (first.by.id if first.by else None),
        "text": intake.texts[0].id,
        "topic_fields": intake.topic_fields,
        **(asdict(intake.source) if intake.source else {}),
    }
    applicants = [
        {"position": position, "search_name": skeleton(each.name), **asdict(each)}
        for position, each in enumerate(intake.applicants)
    ]
    rows = {
        "talon": talon,
        "applicants": applicants,
        "texts": intake.texts,
        "attachments": intake.attachments,
    }
    return to_jsonable_python(rows)
