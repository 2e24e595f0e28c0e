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
from store.database.errors import VersionChanged

VERSION = 1

POLICIES, CALENDARS, RULEBOOKS = TypeAdapter(Policy), TypeAdapter(Calendar), TypeAdapter(Rulebook)
ORGANISATIONS, TOPICS = TypeAdapter(tuple[Organisation, ...]), TypeAdapter(tuple[Topic, ...])


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where versions of one kind of document are kept, and how an appeal names the one that it carries."""

    what: str
    table: str
    key: str
    adapter: TypeAdapter[Any]
    carried: str

    def put(self) -> str:
        """Return the statement that keeps a version, or rewrites one that no appeal was stamped with."""
        return f"""
            INSERT INTO {self.table} AS kept ({self.key}, digest, document, at, v)
            VALUES (:version, :digest, :document ::jsonb, now(), {VERSION})
            ON CONFLICT ({self.key}) DO UPDATE SET digest = excluded.digest, document = excluded.document
            WHERE kept.digest <> excluded.digest
                AND NOT EXISTS (SELECT FROM appeals WHERE {self.carried} = excluded.{self.key})
        """  # noqa: S608 - only our own words are put in

    def kept(self) -> str:
        """Return the statement that reads a version."""
        return f"SELECT document FROM {self.table} WHERE {self.key} = :version"  # noqa: S608 - the same


_POLICIES = _Shelf("policy", "policies", "stamp", POLICIES, "policy")
_CALENDARS = _Shelf("calendar", "calendars", "version", CALENDARS, "split_part(calendar, '+', 1)")
_RULEBOOKS = _Shelf("rulebook", "rulebooks", "version", RULEBOOKS, "rulebook")

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


async def sync(
    connection: AsyncConnection, policy: Policy, calendar: Calendar, rulebooks: Iterable[Rulebook] = ()
) -> None:
    """Make the directory say what *policy* says; keep this version of it, of *calendar* and *rulebooks*.

    Raises VersionChanged where appeals were stamped with a version that now says something else.
    """
    await _put(connection, _CALENDARS, calendar.version, calendar)
    await _put(connection, _POLICIES, policy.stamp, policy)
    for book in rulebooks:
        await _put(connection, _RULEBOOKS, book.version, book)
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


async def _put(
    connection: AsyncConnection, shelf: _Shelf, version: str, said: Policy | Calendar | Rulebook
) -> None:
    """Keep what a version says. What an earlier release kept may be written otherwise and say the same."""
    written = json.dumps(shelf.adapter.dump_python(said, mode="json"), ensure_ascii=False, sort_keys=True)
    values = {"version": version, "digest": sha256(written.encode()).digest(), "document": written}
    await connection.execute(text(shelf.put()), values)
    kept = await connection.scalar(text(shelf.kept()), {"version": version})
    if shelf.adapter.validate_python(kept) != said:
        raise VersionChanged(shelf.what, version)
