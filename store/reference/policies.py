"""The policy in the database: its organisations and topics; its versions and the law's, frozen once used."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.law.rulebook import Rulebook
from domain.policy.policy import Organisation, Policy, Topic
from domain.worktime.working_calendar import Calendar
from store.database.errors import VersionContentChanged

ROW_VERSION = 1

POLICY_ADAPTER, CALENDAR_ADAPTER, RULEBOOK_ADAPTER = (
    TypeAdapter(Policy),
    TypeAdapter(Calendar),
    TypeAdapter(Rulebook),
)
ORGANISATIONS_ADAPTER, TOPICS_ADAPTER = TypeAdapter(tuple[Organisation, ...]), TypeAdapter(tuple[Topic, ...])


@dataclass(frozen=True, slots=True)
class _VersionedDocuments:
    """Where versions of one kind of document are kept, and how an appeal names the one that it carries."""

    document_kind: str
    table: str
    key_column: str
    adapter: TypeAdapter[Any]
    stamp_column: str

    def upsert_statement(self) -> str:
        """Return the statement that keeps a version, or rewrites one that no appeal was stamped with."""
        return f"""
            INSERT INTO {self.table} AS kept ({self.key_column}, digest, document, at, v)
            VALUES (:version, :digest, :document ::jsonb, now(), {ROW_VERSION})
            ON CONFLICT ({self.key_column}) DO UPDATE
                SET digest = excluded.digest, document = excluded.document
            WHERE kept.digest <> excluded.digest
                AND NOT EXISTS (SELECT FROM appeals WHERE {self.stamp_column} = excluded.{self.key_column})
        """  # noqa: S608 - only our own words are put in

    def select_statement(self) -> str:
        """Return the statement that reads a version."""
        return f"SELECT document FROM {self.table} WHERE {self.key_column} = :version"  # noqa: S608 - the same


_POLICY_VERSIONS = _VersionedDocuments("policy", "policies", "stamp", POLICY_ADAPTER, "policy")
_CALENDAR_VERSIONS = _VersionedDocuments(
    "calendar", "calendars", "version", CALENDAR_ADAPTER, "split_part(calendar, '+', 1)"
)
_RULEBOOK_VERSIONS = _VersionedDocuments("rulebook", "rulebooks", "version", RULEBOOK_ADAPTER, "rulebook")

_UPSERT_ORGANISATIONS = text("""
INSERT INTO organisations AS known (id, kind, region, titles, roles, imported, active)
SELECT id, kind, region, titles, roles, :imported, true
FROM jsonb_to_recordset(:documents ::jsonb)
    AS given (id varchar, kind varchar, region varchar, titles jsonb, roles varchar[])
ON CONFLICT (id) DO UPDATE SET (kind, region, titles, roles, imported, active)
    = ROW (excluded.kind, excluded.region, excluded.titles, excluded.roles, excluded.imported, true)
WHERE known.imported OR NOT excluded.imported
""")
_UPSERT_TOPICS = text("""
INSERT INTO topics AS known (id, theme, titles, rule, imported, active)
SELECT document ->> 'id', document ->> 'theme', document -> 'titles', document, :imported, true
FROM jsonb_array_elements(:documents ::jsonb) AS given (document)
ON CONFLICT (id) DO UPDATE SET (theme, titles, rule, imported, active)
    = ROW (excluded.theme, excluded.titles, excluded.rule, excluded.imported, true)
WHERE known.imported OR NOT excluded.imported
""")
_DEACTIVATE_OBSOLETE = [
    text(f"UPDATE {table} SET active = false WHERE NOT imported AND active AND id <> ALL (:ids)")  # noqa: S608 - our own words
    for table in ("organisations", "topics")
]
_SELECT_IMPORTED_ORGANISATIONS = text("""
SELECT jsonb_build_object('id', id, 'kind', kind, 'region', region, 'titles', titles, 'roles', roles)
FROM organisations WHERE imported AND active ORDER BY id
""")
_SELECT_IMPORTED_TOPICS = text("SELECT rule FROM topics WHERE imported AND active ORDER BY id")


async def synchronise_reference_data(
    connection: AsyncConnection, policy: Policy, calendar: Calendar, rulebooks: Iterable[Rulebook] = ()
) -> None:
    """Make the directory say what *policy* says; keep this version of it, of *calendar* and *rulebooks*.

    Raises VersionChanged where appeals were stamped with a version that now says something else.
    """
    await _save_version(connection, _CALENDAR_VERSIONS, calendar.version, calendar)
    await _save_version(connection, _POLICY_VERSIONS, policy.versioned_name, policy)
    for book in rulebooks:
        await _save_version(connection, _RULEBOOK_VERSIONS, book.version, book)
    await _upsert_directory(connection, policy.organisations.values(), policy.topics.values(), imported=False)
    for retire, known in zip(_DEACTIVATE_OBSOLETE, (policy.organisations, policy.topics), strict=True):
        await connection.execute(retire, {"ids": list(known)})


async def add_imported(
    connection: AsyncConnection, organisations: Iterable[Organisation] = (), topics: Iterable[Topic] = ()
) -> None:
    """Enter what an import has brought. What the policy says itself stays as it is."""
    await _upsert_directory(connection, organisations, topics, imported=True)


async def imported_reference_data(
    connection: AsyncConnection,
) -> tuple[tuple[Organisation, ...], tuple[Topic, ...]]:
    """Return what imports have brought: with it `domain.policy.extended` makes the policy whole."""
    organisations = (await connection.scalars(_SELECT_IMPORTED_ORGANISATIONS)).all()
    topics = (await connection.scalars(_SELECT_IMPORTED_TOPICS)).all()
    return ORGANISATIONS_ADAPTER.validate_python(organisations), TOPICS_ADAPTER.validate_python(topics)


async def _upsert_directory(
    connection: AsyncConnection,
    organisations: Iterable[Organisation],
    topics: Iterable[Topic],
    *,
    imported: bool,
) -> None:
    written = ORGANISATIONS_ADAPTER.dump_json(tuple(organisations)).decode()
    await connection.execute(_UPSERT_ORGANISATIONS, {"documents": written, "imported": imported})
    written = TOPICS_ADAPTER.dump_json(tuple(topics)).decode()
    await connection.execute(_UPSERT_TOPICS, {"documents": written, "imported": imported})


async def _save_version(
    connection: AsyncConnection, shelf: _VersionedDocuments, version: str, said: Policy | Calendar | Rulebook
) -> None:
    """Keep what a version says. What an earlier release kept may be written otherwise and say the same."""
    written = json.dumps(shelf.adapter.dump_python(said, mode="json"), ensure_ascii=False, sort_keys=True)
    values = {"version": version, "digest": sha256(written.encode()).digest(), "document": written}
    await connection.execute(text(shelf.upsert_statement()), values)
    kept = await connection.scalar(text(shelf.select_statement()), {"version": version})
    if shelf.adapter.validate_python(kept) != said:
        raise VersionContentChanged(shelf.document_kind, version)
