"""The directory: who works where, by which token they are known, and what policy they work by."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.identity.people import Group, Office, Person, Role
from domain.policy.escalation import Staffing
from store.database.new_ids import new_id

TOKEN_PREFIX = "kmk_"  # noqa: S105 - a prefix, no secret
TOKEN_BYTES = 32

_INSERT_PERSON = text("""
INSERT INTO people (id, name, organisation, role, region, token, active, at, office)
VALUES (:id, :name, :organisation, :role, :region, :token, true, now(), :office)
""")
_SELECT_BY_TOKEN = text(
    "SELECT id, organisation, role, region, office FROM people WHERE token = :token AND active"
)
_SELECT_STAFF = text("""
SELECT id, name, organisation, role, region, active, office FROM people
WHERE :organisation ::varchar IS NULL OR organisation = :organisation ORDER BY organisation, role, name
""")
_SELECT_NAMES = text("SELECT id, name FROM people WHERE id = ANY (:ids)")
_SELECT_EMPLOYEES = text("""
SELECT id, name, organisation, role, region, active, office FROM people WHERE id = ANY (:ids)
""")
_UPDATE_ACTIVE = text("UPDATE people SET active = :active WHERE id = :id")
_SELECT_STAFFED_POSTS = text("""
SELECT DISTINCT 'group' AS what, organisation AS name, role FROM people
WHERE active AND organisation = ANY (:organisations)
UNION ALL
SELECT DISTINCT 'head', region, role FROM people WHERE active AND role = 'head' AND region = :region
UNION ALL
SELECT 'left', id::text, role FROM people WHERE NOT active AND id = ANY (:holders)
""")


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody of the staff, by name."""

    id: UUID
    name: str
    organisation: str
    role: Role
    region: str
    active: bool
    office: Office | None = None

    @property
    def person(self) -> Person:
        """Return them as the rules know them."""
        return Person(self.id, self.organisation, self.role, self.region, self.office)


async def staffed_posts(
    connection: AsyncConnection, groups: Iterable[Group], region: str, holders: Iterable[UUID]
) -> Staffing:
    """Return where somebody stands, for *groups* and their supervisors and *region*; which *holders* left."""
    asked = {
        "organisations": sorted({group.organisation for group in groups}),
        "region": region,
        "holders": list(holders),
    }
    found = (await connection.execute(_SELECT_STAFFED_POSTS, asked)).all()
    return Staffing(
        frozenset(Group(row.name, Role(row.role)) for row in found if row.what == "group"),
        frozenset(row.name for row in found if row.what == "head"),
        frozenset(UUID(row.name) for row in found if row.what == "left"),
    )


async def create_person(  # noqa: PLR0913 - a person has that many sides
    connection: AsyncConnection,
    name: str,
    organisation: str,
    role: Role,
    region: str = "",
    *,
    office: Office | None = None,
) -> tuple[Person, str]:
    """Enter somebody, and return them with their token: it is told once and not kept."""
    token = _new_token()
    person = Person(new_id(datetime.now(UTC)), organisation, role, region, office)
    values = {
        "id": person.id,
        "name": name,
        "organisation": organisation,
        "role": role,
        "region": region,
        "token": _token_digest(token),
        "office": office,
    }
    await connection.execute(_INSERT_PERSON, values)
    return person, token


async def person_by_token(connection: AsyncConnection, token: str) -> Person | None:
    """Return the active person whose token this is."""
    row = (await connection.execute(_SELECT_BY_TOKEN, {"token": _token_digest(token)})).one_or_none()
    return person_from_row(row) if row else None


async def staff(connection: AsyncConnection, organisation: str | None = None) -> list[Employee]:
    """Return who works in *organisation*, or anywhere."""
    found = await connection.execute(_SELECT_STAFF, {"organisation": organisation})
    return [_employee_from_row(row) for row in found]


async def employees(connection: AsyncConnection, ids: Iterable[UUID]) -> dict[UUID, Employee]:
    """Return the people with these ids, those who have left among them."""
    found = await connection.execute(_SELECT_EMPLOYEES, {"ids": list(ids)})
    return {row.id: _employee_from_row(row) for row in found}


async def names_by_id(connection: AsyncConnection, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return what the people with these ids are called."""
    found = await connection.execute(_SELECT_NAMES, {"ids": list(ids)})
    return {row.id: row.name for row in found}


async def set_active(connection: AsyncConnection, person: UUID, *, active: bool) -> None:
    """Let *person* in, or keep them out and off the ladder."""
    await connection.execute(_UPDATE_ACTIVE, {"id": person, "active": active})


def person_from_row(row: Row[tuple[object, ...]]) -> Person:
    """Return who stands in a *row* of people, as the rules know them."""
    return Person(row.id, row.organisation, Role(row.role), row.region, parse_office(row.office))


def parse_office(written: str | None) -> Office | None:
    """Return the office that is *written* down, if any is."""
    return Office(written) if written else None


def _employee_from_row(row: Row[tuple[object, ...]]) -> Employee:
    office = parse_office(row.office)
    return Employee(row.id, row.name, row.organisation, Role(row.role), row.region, row.active, office)


def _new_token() -> str:
    return TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def _token_digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
