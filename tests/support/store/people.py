"""People for the directory of a test."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.identity.people import Person, Role
from store.reference import people

INSERT_PERSON = text("""
INSERT INTO organisations (id, kind, region, titles, roles, superior, external, imported, active)
VALUES (:id, 'test', '', '{}', '{}', '', false, false, true) ON CONFLICT DO NOTHING
""")


async def add_person(
    connection: AsyncConnection,
    organisation: str,
    role: Role,
    region: str = "",
    name: str = "Әсел Нұрланқызы",
) -> tuple[Person, str]:
    """Save a person, and their organisation if missing, and return the person with their token."""
    await connection.execute(INSERT_PERSON, {"id": organisation})
    return await people.create_person(connection, name, organisation, role, region)
