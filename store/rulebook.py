"""The policy in the database: its organisations and topics, and its versions, frozen once used."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.policy import Organisation, Policy, Topic
from domain.workdays import Calendar
from store.errors import VersionChanged

VERSION = 1

POLICIES, CALENDARS = TypeAdapter(Policy), TypeAdapter(Calendar)
ORGANISATIONS, TOPICS = TypeAdapter(tuple[Organisation, ...]), TypeAdapter(tuple[Topic, ...])


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where versions of one kind of document are kept."""

    what: str
    table: str
    key: str

    def put(self) -> str:
        """Return the statement that keeps a version, or rewrites one that no appeal was stamped with."""
        return f"""
            INSERT INTO {self.table} AS kept ({self.key}, digest, document, at, v)
            VALUES (:version, :digest, :document ::jsonb, now(), {VERSION})
            ON CONFLICT ({self.key}) DO UPDATE SET digest = excluded.digest, document = excluded.document
            WHERE kept.digest <> excluded.digest
                AND NOT EXISTS (SELECT FROM appeals WHERE {self.what} = excluded.{self.key})
        """  # noqa: S608 - only our own words are put in

    def digest(self) -> str:
        """Return the statement that reads a version's digest."""
        return f"SELECT digest FROM {self.table} WHERE {self.key} = :version"  # noqa: S608 - the same


_POLICIES = _Shelf("policy", "policies", "stamp")
_CALENDARS = _Shelf("calendar", "calendars", "version")

_PUT_ORGANISATIONS = text("""
INSERT INTO organisations AS known (id, kind, region, titles, roles, imported, active)
SELECT id, kind, region, titles, roles, :imported, true
FROM jsonb_to_recordset(:documents ::jsonb)
    AS given (id varchar, kind varchar, region varchar, titles jsonb, roles varchar[])
ON CONFLICT (id) DO UPDATE SET (kind, region, titles, roles, imported, active)
    = ROW (excluded.kind, excluded.region, excluded.titles, excluded.roles, excluded.imported, true)
WHERE known.imported OR NOT excluded.imported
""")
_PUT_TOPICS = text("""
INSERT INTO topics AS known (id, theme, titles, rule, imported, active)
SELECT document ->> 'id', document ->> 'theme', document -> 'titles', document, :imported, true
FROM jsonb_array_elements(:documents ::jsonb) AS given (document)
ON CONFLICT (id) DO UPDATE SET (theme, titles, rule, imported, active)
    = ROW (excluded.theme, excluded.titles, excluded.rule, excluded.imported, true)
WHERE known.imported OR NOT excluded.imported
""")
_RETIRE = [
    text(f"UPDATE {table} SET active = false WHERE NOT imported AND active AND id <> ALL (:ids)")  # noqa: S608 - our own words
    for table in ("organisations", "topics")
]
_ORGANISATIONS = text("""
SELECT jsonb_build_object('id', id, 'kind', kind, 'region', region, 'titles', titles, 'roles', roles)
FROM organisations WHERE imported AND active ORDER BY id
""")
_TOPICS = text("SELECT rule FROM topics WHERE imported AND active ORDER BY id")


async def sync(connection: AsyncConnection, policy: Policy, calendar: Calendar) -> None:
    """Make the directory say what *policy* says, and keep this version of it and of *calendar*.

    Raises VersionChanged where appeals were stamped with a version that now says something else.
    """
    await _put(connection, _CALENDARS, calendar.version, CALENDARS.dump_python(calendar, mode="json"))
    await _put(connection, _POLICIES, policy.stamp, POLICIES.dump_python(policy, mode="json"))
    await _enter(connection, policy.organisations.values(), policy.topics.values(), imported=False)
    for retire, known in zip(_RETIRE, (policy.organisations, policy.topics), strict=True):
        await connection.execute(retire, {"ids": list(known)})


async def add(
    connection: AsyncConnection, organisations: Iterable[Organisation] = (), topics: Iterable[Topic] = ()
) -> None:
    """Enter what an import has brought. What the policy says itself stays as it is."""
    await _enter(connection, organisations, topics, imported=True)


async def imported(connection: AsyncConnection) -> tuple[tuple[Organisation, ...], tuple[Topic, ...]]:
    """Return what imports have brought: with it `domain.policy.extended` makes the policy whole."""
    organisations = (await connection.scalars(_ORGANISATIONS)).all()
    topics = (await connection.scalars(_TOPICS)).all()
    return ORGANISATIONS.validate_python(organisations), TOPICS.validate_python(topics)


async def _enter(
    connection: AsyncConnection,
    organisations: Iterable[Organisation],
    topics: Iterable[Topic],
    *,
    imported: bool,
) -> None:
    written = ORGANISATIONS.dump_json(tuple(organisations)).decode()
    await connection.execute(_PUT_ORGANISATIONS, {"documents": written, "imported": imported})
    written = TOPICS.dump_json(tuple(topics)).decode()
    await connection.execute(_PUT_TOPICS, {"documents": written, "imported": imported})


async def _put(connection: AsyncConnection, shelf: _Shelf, version: str, document: Any) -> None:
    written = json.dumps(document, ensure_ascii=False, sort_keys=True)
    digest = sha256(written.encode()).digest()
    values = {"version": version, "digest": digest, "document": written}
    await connection.execute(text(shelf.put()), values)
    if await connection.scalar(text(shelf.digest()), {"version": version}) != digest:
        raise VersionChanged(shelf.what, version)
