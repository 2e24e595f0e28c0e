"""Organisations and topics of the policy; versions of policy, calendar and law, frozen once used."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import and_, exists, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, or_, select

from domain.law.rulebook import Rulebook
from domain.policy.policy import Organisation, Policy, Topic
from domain.worktime.working_calendar import Calendar
from store.database.errors import VersionContentChanged
from store.database.expressions import one_of
from store.database.tables import AppealRow, CalendarRow, OrganisationRow, PolicyRow, RulebookRow, TopicRow

CALENDAR_ADAPTER = TypeAdapter(Calendar)
ORGANISATION_COLUMNS = ("id", "kind", "region", "titles", "roles", "superior", "external")
TOPIC_COLUMNS = ("id", "theme", "titles")
ORGANISATION_ADAPTER, TOPIC_ADAPTER = TypeAdapter(Organisation), TypeAdapter(Topic)


@dataclass(frozen=True, slots=True)
class _VersionedDocuments:
    """Where the versions of one kind of document are stored, and which of them an appeal is stamped with."""

    document_kind: str
    table: Any
    adapter: TypeAdapter[Any]
    stamp: Any


_POLICY_VERSIONS = _VersionedDocuments("policy", PolicyRow, TypeAdapter(Policy), AppealRow.policy)
_CALENDAR_VERSIONS = _VersionedDocuments(
    "calendar", CalendarRow, CALENDAR_ADAPTER, func.split_part(AppealRow.calendar, "+", 1)
)
_RULEBOOK_VERSIONS = _VersionedDocuments("rulebook", RulebookRow, TypeAdapter(Rulebook), AppealRow.rulebook)


async def synchronise_reference_data(
    connection: AsyncConnection, policy: Policy, calendar: Calendar, rulebooks: Iterable[Rulebook] = ()
) -> None:
    """Make organisations and topics equal to those of *policy*; store its version, and those of the others.

    Raises VersionContentChanged where appeals were stamped with a version whose content is now another.
    """
    await _save_version(connection, _CALENDAR_VERSIONS, calendar.version, calendar)
    await _save_version(connection, _POLICY_VERSIONS, policy.versioned_name, policy)
    for book in rulebooks:
        await _save_version(connection, _RULEBOOK_VERSIONS, book.version, book)
    await _upsert(connection, policy.organisations.values(), policy.topics.values(), imported=False)
    current: tuple[tuple[Any, Iterable[str]], ...] = (
        (OrganisationRow, policy.organisations),
        (TopicRow, policy.topics),
    )
    for table, ids in current:
        obsolete = and_(~col(table.imported), col(table.active), ~one_of(table.id, ids))
        await connection.execute(update(table).where(obsolete).values(active=False))


async def add_imported(
    connection: AsyncConnection, organisations: Iterable[Organisation] = (), topics: Iterable[Topic] = ()
) -> None:
    """Store what an import has brought. What the policy declares itself stays as it is."""
    await _upsert(connection, organisations, topics, imported=True)


async def imported_reference_data(
    connection: AsyncConnection,
) -> tuple[tuple[Organisation, ...], tuple[Topic, ...]]:
    """Return what imports have brought, to be added to the policy."""
    row = OrganisationRow
    columns = [getattr(row, name) for name in ORGANISATION_COLUMNS]
    organisations = select(*columns).where(row.imported, row.active).order_by(row.id)
    topics = select(TopicRow.rule).where(TopicRow.imported, TopicRow.active).order_by(TopicRow.id)
    found = (await connection.execute(organisations)).mappings()
    return (
        tuple(ORGANISATION_ADAPTER.validate_python(dict(each)) for each in found),
        tuple(TOPIC_ADAPTER.validate_python(each) for each in await connection.scalars(topics)),
    )


async def _upsert(
    connection: AsyncConnection,
    organisations: Iterable[Organisation],
    topics: Iterable[Topic],
    *,
    imported: bool,
) -> None:
    """Store organisations and topics; an imported one replaces only an imported one."""
    state = {"imported": imported, "active": True}
    documents = [ORGANISATION_ADAPTER.dump_python(each, mode="json") for each in organisations]
    rows = [{name: each[name] for name in ORGANISATION_COLUMNS} | state for each in documents]
    await _upsert_rows(connection, OrganisationRow, rows)
    rules = [TOPIC_ADAPTER.dump_python(each, mode="json") for each in topics]
    rows = [{name: each[name] for name in TOPIC_COLUMNS} | {"rule": each} | state for each in rules]
    await _upsert_rows(connection, TopicRow, rows)


async def _upsert_rows(connection: AsyncConnection, table: Any, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    new = insert(table)
    replaced = {name: new.excluded[name] for name in rows[0] if name != "id"}
    statement = new.on_conflict_do_update(
        index_elements=[table.id], set_=replaced, where=or_(table.imported, ~new.excluded.imported)
    )
    await connection.execute(statement, rows)


async def _save_version(
    connection: AsyncConnection,
    kind: _VersionedDocuments,
    version: str,
    content: Policy | Calendar | Rulebook,
) -> None:
    """Store a version, or replace one that no appeal was stamped with.

    An equal content may have been written in another form by an earlier release.
    """
    document = kind.adapter.dump_python(content, mode="json")
    table = kind.table
    new = insert(table).values(
        version=version, digest=digest_of(document), document=document, recorded_at=func.now()
    )
    is_used = exists().where(kind.stamp == version)
    is_changed = table.digest != new.excluded.digest
    await connection.execute(
        new.on_conflict_do_update(
            index_elements=[table.version],
            set_={"digest": new.excluded.digest, "document": new.excluded.document},
            where=and_(is_changed, ~is_used),
        )
    )
    stored = await connection.scalar(select(table.document).where(table.version == version))
    if kind.adapter.validate_python(stored) != content:
        raise VersionContentChanged(kind.document_kind, version)


def digest_of(document: object) -> bytes:
    """Return the SHA-256 of a JSON document, whatever the order of its keys."""
    return sha256(json.dumps(document, ensure_ascii=False, sort_keys=True).encode()).digest()
