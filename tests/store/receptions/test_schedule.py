"""The schedule of receptions: how it stands now, and for ever what was done to it."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.identity.people import Person, Role
from domain.rules.receptions import Reception, ReceptionChange
from store.receptions import schedule, visits
from store.receptions.schedule import ReceptionChangeEntry, ScheduleFilter
from store.receptions.visits import ReceivedVisit
from store.reference import people
from tests.support.domain.builders import DAY, HOUR, almaty
from tests.support.store.people import add_person

BEGINS, APPROVED_AT = almaty(4, 6, 10), almaty(3, 20)


async def head(connection: AsyncConnection, organisation: str = "housing-61") -> Person:
    person, _ = await add_person(connection, organisation, Role.SUPERVISOR, "61", "Марат Сейітов")
    return person


async def approved(
    connection: AsyncConnection, by: Person, begins: datetime = BEGINS, **changes: bool
) -> Reception:
    plain = Reception(uuid4(), by.organisation, by.id, begins, begins + 2 * HOUR, "Кабинет 12")
    it = replace(plain, **changes)  # type: ignore[arg-type]  # flags
    await schedule.save_reception(
        connection, it, ReceptionChangeEntry(ReceptionChange.APPROVED, by.id, APPROVED_AT)
    )
    return it


async def test_it_is_read_back_with_who_receives_and_who_approved_it(connection: AsyncConnection) -> None:
    by = await head(connection)
    it = await approved(connection, by)
    found = await schedule.reception_details(connection, it.id)
    assert found
    assert (found.reception, found.receiver_name, found.receiver_role) == (it, "Марат Сейітов", by.role)
    assert (found.approved_by, found.approved_at) == (by.id, APPROVED_AT)
    assert await schedule.reception_details(connection, uuid4()) is None


async def test_what_was_done_is_kept_with_who_when_and_why(connection: AsyncConnection) -> None:
    by, other = await head(connection), await head(connection)
    it = await approved(connection, by)
    moved = replace(it, begins=BEGINS + DAY, ends=BEGINS + DAY + HOUR)
    at = almaty(3, 25)
    await schedule.save_reception(
        connection, moved, ReceptionChangeEntry(ReceptionChange.RESCHEDULED, other.id, at, "Іссапар")
    )
    gone = replace(moved, cancelled=True)
    await schedule.save_reception(
        connection, gone, ReceptionChangeEntry(ReceptionChange.CANCELLED, by.id, at + HOUR, "Ауырды")
    )
    story = await schedule.changes_of_reception(connection, it.id)
    assert [(each.change, each.begins, each.reason, each.by_person) for each in story] == [
        ("approved", it.begins, None, by.id),
        ("rescheduled", moved.begins, "Іссапар", other.id),
        ("cancelled", moved.begins, "Ауырды", by.id),
    ]
    found = await schedule.reception_details(connection, it.id)
    assert found
    assert found.reception == gone
    assert (found.approved_by, found.approved_at) == (other.id, at)  # of the hours as they stand


async def test_the_schedule_is_read_page_by_page_in_its_order(connection: AsyncConnection) -> None:
    ours, theirs = await head(connection), await head(connection, "roads-61")
    known = [await approved(connection, ours, BEGINS + number * DAY) for number in (3, 1, 2, 9)]
    same_time = await approved(connection, theirs, BEGINS + DAY)
    asked = ScheduleFilter(BEGINS, BEGINS + 9 * DAY)
    page = await schedule.schedule_page(connection, asked, None, 2)
    last = page[-1].reception
    rest = await schedule.schedule_page(connection, asked, (last.begins, last.id), 9)
    met = [each.reception.id for each in (*page, *rest)]
    assert met == [*sorted([known[1].id, same_time.id]), known[2].id, known[0].id]
    own = await schedule.schedule_page(connection, replace(asked, organisation="roads-61"), None, 9)
    assert [each.reception for each in own] == [same_time]


async def test_what_bears_on_the_next_one_is_the_last_held_and_all_planned(
    connection: AsyncConnection,
) -> None:
    by = await head(connection)
    now = BEGINS + HOUR
    await approved(connection, by, BEGINS - 60 * DAY, held=True)
    last = await approved(connection, by, BEGINS - 30 * DAY, held=True)
    await approved(connection, by, BEGINS - 10 * DAY)  # missed
    going_on = await approved(connection, by)
    await approved(connection, by, BEGINS + DAY, cancelled=True)
    coming = await approved(connection, by, BEGINS + 20 * DAY)
    found = await schedule.relevant_for_deadline(connection, now)
    assert {each.id for each in found} == {last.id, going_on.id, coming.id}


async def test_each_active_head_and_deputy_owes_receptions(connection: AsyncConnection) -> None:
    first, second = await head(connection), await head(connection)
    gone = await head(connection, "roads-61")
    await people.set_active(connection, gone.id, active=False)
    await add_person(connection, "health-61", Role.OFFICER)
    found = await schedule.receiving_officials(connection)
    assert {(each.person, each.organisation) for each in found} == {
        (first.id, "housing-61"),
        (second.id, "housing-61"),
    }


async def test_what_else_the_receiver_has_to_do_in_those_hours(connection: AsyncConnection) -> None:
    by, other = await head(connection), await head(connection)
    it = await approved(connection, by)
    await approved(connection, by, BEGINS + 2 * HOUR)
    await approved(connection, other)
    later = replace(it, id=uuid4(), begins=BEGINS + HOUR, ends=BEGINS + 2 * HOUR)
    assert await schedule.overlapping(connection, later) == [it]
    assert (await schedule.lock_receiver(connection, by.id)) == by
    await people.set_active(connection, by.id, active=False)
    assert await schedule.lock_receiver(connection, by.id) is None


async def booked(engine: AsyncEngine, reception: UUID, by: UUID) -> int:
    async with engine.begin() as connection:
        assert await schedule.lock_reception(connection, reception)
        return await visits.add_booking(connection, reception, by, APPROVED_AT)


async def test_no_two_have_the_same_number_on_the_list(
    engine: AsyncEngine, connection: AsyncConnection
) -> None:
    by = await head(connection)
    it, other = await approved(connection, by), await approved(connection, by, BEGINS + DAY)
    numbers = await asyncio.gather(*(booked(engine, it.id, by.id) for _ in range(5)))
    assert sorted(numbers) == [1, 2, 3, 4, 5]
    assert await booked(engine, other.id, by.id) == 1


async def test_who_was_booked_is_received_under_the_same_number(connection: AsyncConnection) -> None:
    by = await head(connection)
    it, appeal = await approved(connection, by), uuid4()
    for _ in range(2):
        await visits.add_booking(connection, it.id, by.id, APPROVED_AT)
    received = ReceivedVisit(BEGINS + timedelta(minutes=5), by.id, appeal, resolved=True, booking=2)
    assert await visits.record_visit(connection, it.id, received) == 2
    assert await visits.waiting_numbers(connection, it.id) == [1]
    assert await visits.record_visit(connection, it.id, replace(received, booking=None, resolved=False)) == 3
    bookings = await visits.visits_of_reception(connection, it.id)
    assert [(each.number, each.booked_at, each.received_at, each.resolved) for each in bookings] == [
        (1, APPROVED_AT, None, None),
        (2, APPROVED_AT, received.received_at, True),
        (3, None, received.received_at, False),
    ]
