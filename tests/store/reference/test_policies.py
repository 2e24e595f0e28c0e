"""The directory says what the policy says, and a version that appeals carry is frozen."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.country.titles import Titles
from domain.identity.people import Role
from domain.policy.policy import Organisation, Policy, Topic, with_imported
from domain.worktime.working_calendar import Calendar
from loaders.rulebook.rulebook_files import load_rulebooks as load_books
from store.appeals import write_batch
from store.database.errors import VersionContentChanged
from store.reference import policies
from tests.support.fixtures.policies import POLICIES
from tests.support.store.recorded_appeal import PLAN, RecordedAppeal

BOOKS = load_books(POLICIES, "kz")
NAMED = Titles("Қор", "Фонд", "Fund")
FUND = Organisation("fund-kursk", "agency", "", NAMED, (Role.OFFICER, Role.SUPERVISOR))
ROADS = Topic("kursk-roads", "imported", NAMED, "fund-kursk")


async def use(connection: AsyncConnection, policy: Policy) -> None:
    """Register an appeal under *policy*."""
    life = RecordedAppeal(plan=replace(PLAN, policy=policy.versioned_name))
    await write_batch.save_batch(connection, life.batches[0])


async def test_what_the_policy_says_stands_in_the_directory(
    connection: AsyncConnection, shipped_policy: tuple[Policy, Calendar]
) -> None:
    await policies.synchronise_reference_data(connection, *shipped_policy)
    await policies.synchronise_reference_data(connection, *shipped_policy)
    organisations = (await connection.scalars(text("SELECT id FROM organisations WHERE active"))).all()
    topics = (await connection.scalars(text("SELECT id FROM topics WHERE active"))).all()
    assert set(organisations) == set(shipped_policy[0].organisations)
    assert set(topics) == set(shipped_policy[0].topics)
    assert await connection.scalar(text("SELECT version FROM policies")) == shipped_policy[0].versioned_name
    assert await connection.scalar(text("SELECT version FROM calendars")) == shipped_policy[1].version


async def test_what_the_policy_no_longer_says_is_not_active(
    connection: AsyncConnection, shipped_policy: tuple[Policy, Calendar]
) -> None:
    policy, calendar = shipped_policy
    await policies.synchronise_reference_data(connection, policy, calendar)
    gone, *rest = policy.organisations.values()
    fewer = replace(policy, version="next", organisations={each.id: each for each in rest})
    await policies.synchronise_reference_data(connection, fewer, calendar)
    found = await connection.scalars(text("SELECT id FROM organisations WHERE NOT active"))
    assert found.all() == [gone.id]


async def test_a_version_that_an_appeal_carries_cannot_change(
    connection: AsyncConnection, shipped_policy: tuple[Policy, Calendar]
) -> None:
    policy, calendar = shipped_policy
    await policies.synchronise_reference_data(connection, policy, calendar)
    await use(connection, policy)
    changed = replace(policy, limits=replace(policy.limits, max_reopenings=99))
    with pytest.raises(VersionContentChanged, match=f"policy {policy.versioned_name} is in use"):
        await policies.synchronise_reference_data(connection, changed, calendar)
    await policies.synchronise_reference_data(connection, replace(changed, version="next"), calendar)
    await policies.synchronise_reference_data(connection, policy, calendar)


@pytest.mark.parametrize("region", ["", "+61"])
async def test_a_calendar_that_an_appeal_carries_cannot_change(
    connection: AsyncConnection, shipped_policy: tuple[Policy, Calendar], region: str
) -> None:
    policy, calendar = shipped_policy
    await policies.synchronise_reference_data(connection, policy, calendar)
    await connection.execute(text("TRUNCATE appeals"))
    await use(connection, policy)
    carried = {"version": f"{calendar.version}{region}"}
    await connection.execute(text("UPDATE appeals SET calendar = :version"), carried)
    with pytest.raises(VersionContentChanged, match=f"calendar {calendar.version} is in use"):
        await policies.synchronise_reference_data(
            connection, policy, replace(calendar, days_off=calendar.days_off[1:])
        )


async def test_a_rulebook_that_an_appeal_carries_cannot_change(
    connection: AsyncConnection, shipped_policy: tuple[Policy, Calendar]
) -> None:
    policy, calendar = shipped_policy
    await policies.synchronise_reference_data(connection, policy, calendar, BOOKS)
    await use(connection, policy)
    first, last = BOOKS
    softer = replace(last, law="another")
    await connection.execute(text("UPDATE appeals SET rulebook = :version"), {"version": first.version})
    await policies.synchronise_reference_data(connection, policy, calendar, [first, softer])
    await connection.execute(text("UPDATE appeals SET rulebook = :version"), {"version": last.version})
    with pytest.raises(VersionContentChanged, match=f"rulebook {last.version} is in use"):
        await policies.synchronise_reference_data(connection, policy, calendar, BOOKS)


async def test_what_an_earlier_release_wrote_otherwise_says_the_same(
    connection: AsyncConnection, shipped_policy: tuple[Policy, Calendar]
) -> None:
    policy, calendar = shipped_policy
    await policies.synchronise_reference_data(connection, policy, calendar)
    await use(connection, policy)
    await connection.execute(text("UPDATE policies SET document = document - 'law', digest = 'earlier'"))
    await policies.synchronise_reference_data(connection, replace(policy, law=""), calendar)
    with pytest.raises(VersionContentChanged):
        await policies.synchronise_reference_data(connection, policy, calendar)


async def test_a_version_that_no_appeal_carries_may_still_change(
    connection: AsyncConnection, shipped_policy: tuple[Policy, Calendar]
) -> None:
    policy, calendar = shipped_policy
    await policies.synchronise_reference_data(connection, policy, calendar)
    await policies.synchronise_reference_data(connection, replace(policy, fallback=PLAN.fallback), calendar)
    kept = await connection.scalar(text("SELECT document #>> '{fallback,organisation}' FROM policies"))
    assert kept == PLAN.fallback.organisation


async def test_what_an_import_brought_extends_the_policy_and_outlives_it(
    connection: AsyncConnection, shipped_policy: tuple[Policy, Calendar]
) -> None:
    policy, calendar = shipped_policy
    await policies.synchronise_reference_data(connection, policy, calendar)
    await policies.add_imported(connection, [FUND], [ROADS])
    await policies.synchronise_reference_data(connection, replace(policy, version="next"), calendar)
    assert await policies.imported_reference_data(connection) == ((FUND,), (ROADS,))
    whole = with_imported(policy, *await policies.imported_reference_data(connection))
    assert whole.topic("kursk-roads") == ROADS


async def test_an_import_does_not_overrule_the_policy(
    connection: AsyncConnection, shipped_policy: tuple[Policy, Calendar]
) -> None:
    policy, calendar = shipped_policy
    await policies.synchronise_reference_data(connection, policy, calendar)
    ours = next(iter(policy.organisations.values()))
    await policies.add_imported(connection, [replace(ours, kind="other")])
    kind = await connection.scalar(text("SELECT kind FROM organisations WHERE id = :id"), {"id": ours.id})
    assert kind == ours.kind
    assert await policies.imported_reference_data(connection) == ((), ())
