"""Calendar versions are stored in order, each with the open appeals that it has not reached."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain import commands as c
from domain.identity.people import Person, Role
from domain.worktime.calendar_amendment import (
    AmendmentSource,
    CalendarAmendment,
    DayAmendment,
    DayAmendmentKind,
    amend,
)
from domain.worktime.working_calendar import Calendar
from store.appeals import event_log, write_batch
from store.database.errors import StaleVersion
from store.reference import calendars, policies
from tests.support.store.recorded_appeal import ALWAYS_OPEN_CALENDAR, CLERK, NAURYZ_EVE, RecordedAppeal

OPERATOR = Person(UUID(int=7), "coordination-desk", Role.OPERATOR)
SOURCE = AmendmentSource("Үкімет қаулысы № 1", "https://adilet.zan.kz/")
CHANGE = CalendarAmendment((DayAmendment(date(2026, 4, 8), DayAmendmentKind.DAY_OFF, "Moved", "61"),), SOURCE)


async def file(
    connection: AsyncConnection, version: str, shipped_policy: tuple[object, Calendar]
) -> Calendar:
    """Let the calendar of a file become known."""
    policy, calendar = shipped_policy
    own = replace(calendar, version=version)
    await policies.synchronise_reference_data(connection, policy, own)  # type: ignore[arg-type]
    return own


async def changed(connection: AsyncConnection, base: Calendar, at: datetime = NAURYZ_EVE) -> Calendar:
    """Change *base*."""
    day = date(2026, 4, 8) if base.amended_at is None else date(2026, 4, 9)
    after = amend(base, (DayAmendment(day, DayAmendmentKind.DAY_OFF, "Moved", "61"),), ("61",), at)
    await calendars.save_version(connection, after, base.version, CHANGE, OPERATOR)
    return after


async def appeal(connection: AsyncConnection, number: int, calendar: str) -> RecordedAppeal:
    """Register an appeal that carries this version."""
    life = RecordedAppeal(number)
    await write_batch.save_batch(connection, life.batches[0])
    await connection.execute(
        text("UPDATE appeals SET calendar = :calendar WHERE id = :id"), {"calendar": calendar, "id": life.id}
    )
    return life


async def test_the_file_is_in_force_until_it_is_changed(
    connection: AsyncConnection, shipped_policy: tuple[object, Calendar]
) -> None:
    own = await file(connection, "kz-2026.1", shipped_policy)
    assert await calendars.calendar_in_force(connection, own) == own
    first = await changed(connection, own)
    assert await calendars.calendar_in_force(connection, own) == first
    second = await changed(connection, first)
    assert await calendars.calendar_in_force(connection, own) == second
    assert second.version == "kz-2026.1.2"


async def test_a_version_is_kept_with_its_source_and_who_ordered_it(
    connection: AsyncConnection, shipped_policy: tuple[object, Calendar]
) -> None:
    own = await file(connection, "kz-2026.1", shipped_policy)
    after = await changed(connection, own)
    kept = await calendars.calendar_version(connection, after.version)
    assert kept is not None
    assert (kept.calendar, kept.base_version, kept.change, kept.changed_by) == (
        after,
        own.version,
        CHANGE,
        OPERATOR,
    )
    assert [each.calendar.version for each in await calendars.calendar_versions(connection, own.version)] == [
        "kz-2026.1.1",
        "kz-2026.1",
    ]
    assert await calendars.calendar_version(connection, "kz-1999.1") is None


async def test_of_two_changes_to_one_version_the_second_is_too_late(
    connection: AsyncConnection, shipped_policy: tuple[object, Calendar]
) -> None:
    own = await file(connection, "kz-2026.1", shipped_policy)
    await changed(connection, own)
    with pytest.raises(StaleVersion):
        await changed(connection, own)


async def test_a_newer_file_is_above_the_changes_of_an_older_one(
    connection: AsyncConnection, shipped_policy: tuple[object, Calendar]
) -> None:
    old = await file(connection, "kz-2026.1", shipped_policy)
    await changed(connection, old)
    new = await file(connection, "kz-2027.1", shipped_policy)
    assert await calendars.calendar_in_force(connection, new) == new
    after = await changed(connection, new)
    assert await calendars.calendar_in_force(connection, new) == after
    assert await calendars.calendar_in_force(connection, old) == after


async def test_unstored_calendar_is_in_force_unchanged(connection: AsyncConnection) -> None:
    assert await calendars.calendar_in_force(connection, ALWAYS_OPEN_CALENDAR) == ALWAYS_OPEN_CALENDAR


class TestAffectedAppeals:
    async def test_open_appeals_of_older_versions_are_behind(
        self, connection: AsyncConnection, shipped_policy: tuple[object, Calendar]
    ) -> None:
        own = await file(connection, "kz-2026.1", shipped_policy)
        await file(connection, "always-open-1", shipped_policy)
        first = await changed(connection, own)
        second = await changed(connection, first)
        lives = [
            await appeal(connection, number, version)
            for number, version in enumerate(
                ["kz-2026.1", f"{first.version}+61", second.version, f"{second.version}+61", "always-open-1"],
                1,
            )
        ]
        late = sorted(life.id for life in lives[:2])
        found = await calendars.outdated_appeals(connection, second.version)
        assert [each.id for each in found] == late
        assert {(each.region, each.received_at) for each in found} == {("61", NAURYZ_EVE)}
        assert await calendars.outdated_appeals(connection, second.version, after=late[0]) == found[1:]
        assert await calendars.outdated_appeals(connection, second.version, limit=1) == found[:1]
        newest = [await calendars.is_newest_version(connection, each.version) for each in (first, second)]
        assert newest == [False, True]
        assert await calendars.outdated_appeal_count(connection, second.version) == 2
        assert await calendars.outdated_appeal_count(connection, first.version) == 1
        assert await calendars.unfinished_changes(connection) == [second.version]
        assert await calendars.affected_appeals(connection, own.version) == sorted(
            life.id for life in lives[:4]
        )

    async def test_a_closed_appeal_is_none_of_them(
        self, connection: AsyncConnection, shipped_policy: tuple[object, Calendar]
    ) -> None:
        own = await file(connection, ALWAYS_OPEN_CALENDAR.version, shipped_policy)
        life = await appeal(connection, 1, own.version)
        life.handle(c.Withdraw(CLERK))
        after = await changed(connection, own)
        assert await calendars.outdated_appeal_count(connection, after.version) == 1
        await write_batch.save_batch(connection, life.batches[-1])
        assert await calendars.outdated_appeal_count(connection, after.version) == 0
        assert await calendars.unfinished_changes(connection) == []

    async def test_an_appeal_of_a_newer_file_is_not_behind_an_older_change(
        self, connection: AsyncConnection, shipped_policy: tuple[object, Calendar]
    ) -> None:
        own = await file(connection, "kz-2026.1", shipped_policy)
        await changed(connection, own)
        new = await file(connection, "kz-2027.1", shipped_policy)
        await appeal(connection, 1, new.version)
        assert await calendars.unfinished_changes(connection) == []


async def test_the_facts_of_many_appeals_amount_to_each_of_them(connection: AsyncConnection) -> None:
    lives = sorted((RecordedAppeal(number) for number in (1, 2, 3)), key=lambda life: life.id)
    for life in lives:
        await write_batch.save_batch(connection, life.batches[0])
    found = await event_log.load_appeals(connection, [life.id for life in lives[:2]])
    assert found == [life.appeal for life in lives[:2]]
    assert found[0].calendar is found[1].calendar, "equal calendars are laid out and compared once"
    assert found[0].plan is found[1].plan
