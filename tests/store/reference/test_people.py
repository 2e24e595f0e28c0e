"""People are known by their token alone, and the token is known to them alone."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.identity.people import Role
from store.reference import people
from tests.support.store.people import add_person


async def test_a_person_is_known_by_the_token_they_were_given(connection: AsyncConnection) -> None:
    person, token = await add_person(connection, "agency-61", Role.OFFICER, "61")
    assert token.startswith("kmk_")
    assert await people.person_by_token(connection, token) == person
    assert await people.person_by_token(connection, token + "x") is None


async def test_the_token_itself_is_kept_nowhere(connection: AsyncConnection) -> None:
    _, token = await add_person(connection, "agency-61", Role.OFFICER)
    kept = await connection.scalar(text("SELECT to_jsonb(people)::text FROM people"))
    assert token not in str(kept)
    assert token.encode().hex() not in str(kept)


async def test_departed_person_is_unknown(connection: AsyncConnection) -> None:
    person, token = await add_person(connection, "coordination", Role.OPERATOR)
    await people.set_active(connection, person.id, active=False)
    assert await people.person_by_token(connection, token) is None
    await people.set_active(connection, person.id, active=True)
    assert await people.person_by_token(connection, token) == person


async def test_staff_is_listed_by_organisation_and_by_name(connection: AsyncConnection) -> None:
    first, _ = await add_person(connection, "agency-61", Role.OFFICER, "61", "Асхат")
    second, _ = await add_person(connection, "agency-71", Role.OFFICER, "71", "Әсел")
    assert [each.name for each in await people.staff(connection)] == ["Асхат", "Әсел"]
    assert [each.id for each in await people.staff(connection, "agency-71")] == [second.id]
    assert await people.names_by_id(connection, [first.id, UUID(int=0)]) == {first.id: "Асхат"}
