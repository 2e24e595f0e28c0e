"""Staff: who works where, by which token they authenticate, and which posts are staffed."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, func, insert, literal, union, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from domain.country.offices import Office
from domain.identity.people import Group, Person, Role
from domain.policy.escalation import Staffing
from store.database.expressions import one_of
from store.database.new_ids import new_id
from store.database.tables import PersonRow
from store.database.tables.derived import columns_of

TOKEN_PREFIX = "kmk_"  # noqa: S105 - every token begins with it
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Employee:
    """A member of staff, by name."""

    id: UUID
    name: str
    organisation: str
    role: Role
    region: str
    active: bool
    office: Office | None = None

    @property
    def person(self) -> Person:
        """Return the person as the rules know them."""
        return Person(self.id, self.organisation, self.role, self.region, self.office)


_SELECT_EMPLOYEES = select(*columns_of(PersonRow, Employee))
_SELECT_PEOPLE = select(*columns_of(PersonRow, Person))


async def staffed_posts(
    connection: AsyncConnection, groups: Iterable[Group], region: str, holders: Iterable[UUID]
) -> Staffing:
    """Return which groups and heads of *region* have active people, and which *holders* have left."""
    person, organisations = PersonRow, sorted({group.organisation for group in groups})
    in_groups, is_head = one_of(person.organisation, organisations), col(person.role) == Role.HEAD
    groups_staffed = select(literal("group"), person.organisation, person.role).where(
        person.active, in_groups
    )
    heads = select(literal("head"), person.region, person.role).where(
        person.active, is_head, person.region == region
    )
    left = select(literal("left"), cast(person.id, String), person.role).where(
        ~col(person.active), one_of(person.id, holders)
    )
    found = (await connection.execute(union(groups_staffed, heads, left))).all()
    return Staffing(
        frozenset(Group(name, Role(role)) for kind, name, role in found if kind == "group"),
        frozenset(name for kind, name, _ in found if kind == "head"),
        frozenset(UUID(name) for kind, name, _ in found if kind == "left"),
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
    """Create a person, and return them with their token: it is shown once and not stored."""
    token, now = _new_token(), datetime.now(UTC)
    person = Person(new_id(now), organisation, role, region, office)
    values = {
        "id": person.id,
        "name": name,
        "organisation": organisation,
        "role": role,
        "region": region,
        "token_digest": _token_digest(token),
        "active": True,
        "at": func.now(),
        "office": office,
    }
    await connection.execute(insert(PersonRow).values(values))
    return person, token


async def person_by_token(connection: AsyncConnection, token: str) -> Person | None:
    """Return the active person who has this token."""
    is_theirs = PersonRow.token_digest == _token_digest(token)
    row = (await connection.execute(_SELECT_PEOPLE.where(is_theirs, PersonRow.active))).one_or_none()
    return person_from_row(row) if row else None


async def staff(connection: AsyncConnection, organisation: str | None = None) -> list[Employee]:
    """Return the staff of *organisation*, or of all."""
    person = PersonRow
    people = _SELECT_EMPLOYEES.order_by(col(person.organisation), col(person.role), col(person.name))
    if organisation is not None:
        people = people.where(person.organisation == organisation)
    return [_employee_from_row(row) for row in await connection.execute(people)]


async def employees(connection: AsyncConnection, ids: Iterable[UUID]) -> dict[UUID, Employee]:
    """Return the people with these ids, active or not."""
    found = await connection.execute(_SELECT_EMPLOYEES.where(one_of(PersonRow.id, ids)))
    return {row.id: _employee_from_row(row) for row in found}


async def names_by_id(connection: AsyncConnection, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of the people with these ids."""
    names = select(PersonRow.id, PersonRow.name).where(one_of(PersonRow.id, ids))
    return {row.id: row.name for row in await connection.execute(names)}


async def set_active(connection: AsyncConnection, person: UUID, *, active: bool) -> None:
    """Let *person* authenticate and be escalated to, or not."""
    await connection.execute(update(PersonRow).where(col(PersonRow.id) == person).values(active=active))


def person_from_row(row: Any) -> Person:
    """Return the person of a row, as the rules know them."""
    return Person(row.id, row.organisation, Role(row.role), row.region, parse_office(row.office))


def parse_office(stored: str | None) -> Office | None:
    """Return the office that is *stored*, if any."""
    return Office(stored) if stored else None


def _employee_from_row(row: Any) -> Employee:
    office = parse_office(row.office)
    return Employee(row.id, row.name, row.organisation, Role(row.role), row.region, row.active, office)


def _new_token() -> str:
    return TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def _token_digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
