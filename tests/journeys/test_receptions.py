"""Personal receptions over HTTP: heads receive by a schedule, and nobody who came goes without a talon."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import text

from api.http.problems import STATUS_BY_CODE
from api.openapi.request_examples import REQUEST_EXAMPLES
from tests.api.test_edge import assert_problem
from tests.journeys.world import AppealDriver, Simulation

PLACE = "Тәуке хан даңғылы, 1, 12-кабинет"
VISIT = {name: said for name, said in REQUEST_EXAMPLES["register_visit"].items() if name != "booking"}
SOLVED = {"outcome": "resolved", "text": "Нөмір түзетілді, кезек жылжыды."}
HOUR = timedelta(hours=1)
FAR: dict[str, Any] = {"begins_at": "2100-03-01T10:00:00+05:00", "ends_at": "2100-03-01T12:00:00+05:00"}


def hours(begins: datetime, ends: datetime) -> dict[str, Any]:
    return {"begins_at": begins.isoformat(), "ends_at": ends.isoformat()}


async def approve(world: Simulation, who: str = "head", day: int = 1, **changes: Any) -> httpx2.Response:
    """Have a reception approved for ten to twelve of a working day."""
    body = {
        "organisation": "akimat-61",
        "official": str(world.harness.people["head"].id),
        "place": PLACE,
        **hours(world.on_workday(day), world.on_workday(day, 12)),
    }
    return await world.harness.post(who, "/v1/receptions", body | changes)


async def approved(world: Simulation, **changes: Any) -> dict[str, Any]:
    answer = await approve(world, **changes)
    assert answer.status_code == 201, answer.text
    reception: dict[str, Any] = answer.json()
    return reception


async def visit(
    world: Simulation, reception: dict[str, Any], key: str | None = None, who: str = "head", **changes: Any
) -> httpx2.Response:
    return await world.harness.post(who, f"/v1/receptions/{reception['id']}/visits", VISIT | changes, key)


async def do(world: Simulation, reception: dict[str, Any], what: str, who: str = "head", **body: Any) -> Any:
    return await world.harness.post(who, f"/v1/receptions/{reception['id']}/{what}", body or None)


async def story(world: Simulation, reception: dict[str, Any], who: str = "head") -> dict[str, Any]:
    answer = await world.harness.get(who, f"/v1/receptions/{reception['id']}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def missing(world: Simulation, who: str = "operator") -> dict[str, bool]:
    """Return the bodies that receive nobody, and whether they are late."""
    answer = await world.harness.get(who, "/v1/receptions/overdue")
    assert answer.status_code == 200, answer.text
    assert {each["article"] for each in answer.json()["items"]} <= {"АППК 90(3)"}
    return {each["organisation"]: each["overdue"] for each in answer.json()["items"]}


async def count(world: Simulation, table: str) -> int:
    async with world.harness.engine.connect() as connection:
        found: int = await connection.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 - ours
        return found


class TestTheSchedule:
    @pytest.mark.law("АППК 90(3)")
    async def test_it_is_approved_by_somebody_at_some_time(self, world: Simulation) -> None:
        reception = await approved(world)
        head = str(world.harness.people["head"].id)
        assert (reception["state"], reception["official"]["id"]) == ("planned", head)
        assert reception["approval"]["id"] == head
        assert datetime.fromisoformat(reception["approval"]["approved_at"]) - world.on_workday(0) < HOUR
        listed = (await world.harness.get("clerk", "/v1/receptions?organisation=akimat-61")).json()["items"]
        assert listed == [reception]

    async def test_what_is_moved_or_cancelled_is_kept_with_who_when_and_why(self, world: Simulation) -> None:
        reception = await approved(world)
        moved = await do(
            world,
            reception,
            "reschedule",
            reason="Іссапар",
            **hours(world.on_workday(2), world.on_workday(2, 11)),
        )
        assert datetime.fromisoformat(moved.json()["begins_at"]) == world.on_workday(2)
        gone = await do(world, reception, "cancel", "operator", reason="Ауырды")
        assert gone.json()["state"] == "cancelled"
        told = (await story(world, reception))["changes"]
        assert [(each["change"], each["reason"], each["changed_by_name"]) for each in told] == [
            ("approved", None, "Ерлан Тұрсынов"),
            ("rescheduled", "Іссапар", "Ерлан Тұрсынов"),
            ("cancelled", "Ауырды", "Зарина Омарова"),
        ]
        assert [datetime.fromisoformat(each["begins_at"]) for each in told] == [
            world.on_workday(1),
            world.on_workday(2),
            world.on_workday(2),
        ]

    async def test_a_citizen_reads_it_without_a_token_and_finds_nobodys_name(self, world: Simulation) -> None:
        await approved(world)
        gone = await approved(world, day=2)
        await do(world, gone, "cancel", reason="Ауырды")
        address = "/v1/receptions/schedule?organisation=akimat-61"
        answer = await world.harness.http.get(address, headers={"Accept-Language": "kk"})
        first, second = answer.json()["items"]
        assert datetime.fromisoformat(first["begins_at"]) == world.on_workday(1)
        assert (first["place"], first["post"], first["cancelled"]) == (PLACE, "басшы", False)
        assert second["cancelled"]
        for secret in ("Ерлан", "Ауырды", str(world.harness.people["head"].id)):
            assert secret not in answer.text
        inrussian = await world.harness.http.get(address, headers={"Accept-Language": "ru"})
        assert inrussian.json()["items"][0]["post"] == "руководитель"
        unknown = await world.harness.http.get("/v1/receptions/schedule?organisation=nowhere")
        assert_problem(unknown, 422, "unknown_organisation")

    async def test_it_is_read_page_by_page(self, world: Simulation) -> None:
        known = [(await approved(world, day=day))["id"] for day in (3, 1, 2)]
        page = (await world.harness.get("clerk", "/v1/receptions?limit=2")).json()
        rest = (
            await world.harness.get("clerk", f"/v1/receptions?limit=2&cursor={page['next_cursor']}")
        ).json()
        assert [each["id"] for each in (*page["items"], *rest["items"])] == [known[1], known[2], known[0]]
        assert rest["next_cursor"] is None
        assert_problem(
            await world.harness.get("clerk", "/v1/receptions?cursor=ours"), 422, "validation_failed"
        )

    async def test_what_was_done_and_who_came_is_for_those_whose_it_is(self, world: Simulation) -> None:
        reception = await approved(world)
        for who in ("head", "operator"):
            await story(world, reception, who)
        for who in ("clerk", "supervisor", "far_head", "integrator"):
            assert_problem(
                await world.harness.get(who, f"/v1/receptions/{reception['id']}"), 404, "not_found"
            )


class TestAVisit:
    @pytest.mark.law("АППК 90(4)")
    async def test_what_is_not_solved_becomes_a_written_appeal_the_same_day(self, world: Simulation) -> None:
        reception = await approved(world)
        number = (await do(world, reception, "bookings", "integrator")).json()["booking"]
        world.clock.move_to(world.on_workday(1, 10, 30))
        answer = await visit(world, reception, booking=number)
        assert answer.status_code == 201, answer.text
        talon = answer.json()
        registered = datetime.fromisoformat(talon["registered_at"])
        assert registered - world.on_workday(1, 10, 30) < HOUR
        assert talon["status"] == "in_progress"
        assert datetime.fromisoformat(talon["statutory_due_at"]) == world.on_workday(16, 18, 30)
        seen = await AppealDriver(world, talon).read()
        assert (seen["channel"], seen["number"]) == ("personal_reception", talon["number"])
        assert seen["applicants"][0]["name"] == "Гүлнұр Әбенова"
        (came,) = (await story(world, reception))["visits"]
        assert (came["booking"], came["appeal_number"], came["resolved"]) == (number, talon["number"], False)

    @pytest.mark.law("АППК 64(2)")
    async def test_its_talon_names_the_head_who_received_whoever_wrote_it_down(
        self, world: Simulation
    ) -> None:
        await world.add_person("secretary", "akimat-61", "officer")
        reception = await approved(world)
        world.clock.move_to(world.on_workday(1, 11))
        talon = (await visit(world, reception, who="secretary", language="ru")).json()
        head = str(world.harness.people["head"].id)
        assert talon["received_by"] == {
            "id": head,
            "name": "Ерлан Тұрсынов",
            "organisation": "akimat-61",
            "role": "head",
            "post": "руководитель",
        }
        life = AppealDriver(world, talon)
        assert (await life.read())["received_by"]["id"] == head
        (registered,) = await life.past_events("registered")
        assert (registered.by and registered.by.name) == "Қызметкер secretary"

    async def test_the_appeal_goes_to_the_body_whose_head_received(self, world: Simulation) -> None:
        reception = await approved(world)
        world.clock.move_to(world.on_workday(1))
        life = AppealDriver(world, (await visit(world, reception)).json())
        while not await world.harness.appeals.is_running(life.number):
            await asyncio.sleep(0.05)
        world.appeals.append(life)
        await world.advance_to(world.on_workday(1, 11))
        await life.task_command("clerk", "claim")
        await life.task_command("clerk", "refer", step="agency", reason="other_competent_body")
        assert (await life.read())["organisation"] == "akimat-61"

    @pytest.mark.law("АППК 90(4)")
    @pytest.mark.parametrize("who", ["head", "secretary"])
    async def test_what_is_solved_there_is_kept_with_its_text_and_has_a_talon_too(
        self, world: Simulation, who: str
    ) -> None:
        await world.add_person("secretary", "akimat-61", "officer")
        reception = await approved(world)
        world.clock.move_to(world.on_workday(1))
        talon = (await visit(world, reception, who=who, intake_resolution=SOLVED)).json()
        assert (talon["status"], talon["statutory_due_at"]) == ("closed", None)
        life = AppealDriver(world, talon)
        assert (await life.read())["outcome"] == "resolved"
        (completed,) = await life.past_events("task_completed")
        assert completed.text == SOLVED["text"]
        (claimed,) = await life.past_events("task_claimed")
        assert claimed.details["holder"] == talon["received_by"]["id"]  # whoever wrote it down
        (came,) = (await story(world, reception))["visits"]
        assert (came["resolved"], came["booked_at"]) == (True, None)

    @pytest.mark.law("АППК 64(3)")
    @pytest.mark.parametrize(
        ("hour", "registered", "due"),
        [
            (18, (1, 18), 16),  # before closing, at half past six: the same day
            (19, (2, 9), 17),  # after closing, though people are received: the next working day
        ],
    )
    async def test_a_reception_in_the_evening_follows_the_calendar(
        self, world: Simulation, hour: int, registered: tuple[int, int], due: int
    ) -> None:
        reception = await approved(world, **hours(world.on_workday(1, 17), world.on_workday(1, 19, 30)))
        world.clock.move_to(world.on_workday(1, hour))
        talon = (await visit(world, reception)).json()
        at = datetime.fromisoformat(talon["registered_at"])
        assert timedelta() <= at - world.on_workday(*registered) < timedelta(minutes=1)
        assert datetime.fromisoformat(talon["statutory_due_at"]) == world.on_workday(due, 18, 30)

    @pytest.mark.law("АППК 90(4)")
    async def test_it_is_written_down_until_midnight_and_then_no_more(self, world: Simulation) -> None:
        reception = await approved(world)
        world.clock.move_to(world.on_workday(1, 23, 59))
        assert (await visit(world, reception)).status_code == 201
        world.clock.move_to(world.on_workday(1, 23, 59) + timedelta(minutes=2))
        problem = assert_problem(await visit(world, reception), 409, "reception_ended")
        assert problem["parameters"]["article"] == "АППК 90(4)"

    async def test_under_one_key_it_is_one_appeal_and_one_place_on_the_list(self, world: Simulation) -> None:
        reception = await approved(world)
        world.clock.move_to(world.on_workday(1))
        key = str(uuid4())
        answers = await asyncio.gather(*(visit(world, reception, key) for _ in range(5)))
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.text for answer in answers}) == 1
        assert (await count(world, "appeals"), await count(world, "reception_visits")) == (1, 1)
        assert_problem(await visit(world, reception, key, language="ru"), 422, "idempotency_key_reused")
        world.clock.move_to(world.on_workday(2))  # the same answer, also when it is too late for another
        assert (await visit(world, reception, key)).text == answers[0].text

    async def test_of_many_at_once_each_has_a_talon_and_a_number_of_their_own(
        self, world: Simulation
    ) -> None:
        reception = await approved(world)
        world.clock.move_to(world.on_workday(1))
        answers = await asyncio.gather(*(visit(world, reception) for _ in range(5)))
        assert len({answer.json()["number"] for answer in answers}) == 5
        told = await story(world, reception)
        assert [each["booking"] for each in told["visits"]] == [1, 2, 3, 4, 5]
        assert [each["change"] for each in told["changes"]] == ["approved", "held"]

    async def test_what_is_refused_leaves_nothing(self, world: Simulation) -> None:
        reception = await approved(world)
        world.clock.move_to(world.on_workday(1))
        assert_problem(await visit(world, reception, topic="flying-carpets"), 422, "unknown_topic")
        told = await story(world, reception)
        assert (told["state"], told["visits"]) == ("planned", [])
        assert (await count(world, "appeals"), await count(world, "texts")) == (0, 0)

    async def test_nobodys_name_is_in_the_tables_of_receptions(self, world: Simulation) -> None:
        reception = await approved(world)
        world.clock.move_to(world.on_workday(1))
        await visit(world, reception, intake_resolution=SOLVED)
        async with world.harness.engine.connect() as connection:
            for table in ("receptions", "reception_changes", "reception_visits"):
                rows = str((await connection.execute(text(f"SELECT {table}::text FROM {table}"))).all())  # noqa: S608 - ours
                assert "Гүлнұр" not in rows
                assert "701" not in rows
                assert VISIT["text"] not in rows


class TestTheMonth:
    @pytest.mark.law("АППК 90(3)")
    async def test_a_body_that_receives_nobody_is_told_of_until_it_does(self, world: Simulation) -> None:
        assert await missing(world) == {"akimat-61": True, "akimat-71": True}
        reception = await approved(world)
        assert (await missing(world))["akimat-61"]  # planned is not yet held
        world.clock.move_to(world.on_workday(1))
        assert (await do(world, reception, "mark-held")).json()["state"] == "held"
        assert await missing(world) == {"akimat-61": False, "akimat-71": True}  # nothing planned after it
        await approved(world, day=15)
        assert await missing(world) == {"akimat-71": True}
        world.clock.move_to(world.on_workday(16))
        assert (await missing(world))["akimat-61"] is False  # nobody was received on that day
        world.clock.move_to(world.on_workday(1) + timedelta(days=40))
        assert (await missing(world))["akimat-61"] is True

    async def test_it_is_told_to_those_who_answer_for_it(self, world: Simulation) -> None:
        await world.add_person("boss", "housing-61", "supervisor")
        assert (await missing(world)).keys() == {"akimat-61", "akimat-71", "housing-61"}
        assert (await missing(world, "head")).keys() == {"akimat-61", "housing-61"}
        assert (await missing(world, "boss")).keys() == {"housing-61"}
        assert await missing(world, "supervisor") == {}  # of a counter that decides on nothing
        assert_problem(await world.harness.get("clerk", "/v1/receptions/overdue"), 403, "forbidden")
        live = (await world.harness.get("operator", "/v1/operations/overview")).json()
        assert live["overdue_receptions"] == 3

    async def test_that_nobody_came_may_be_said_later_and_twice(self, world: Simulation) -> None:
        reception = await approved(world)
        world.clock.move_to(world.on_workday(3))
        listed = await world.harness.get("head", f"/v1/receptions/{reception['id']}")
        assert listed.json()["state"] == "missed"
        for _ in range(2):
            assert (await do(world, reception, "mark-held")).json()["state"] == "held"
        assert [each["change"] for each in (await story(world, reception))["changes"]] == [
            "approved",
            "held",
        ]


async def _at(world: Simulation, day: int, hour: int = 10) -> dict[str, Any]:
    reception = await approved(world)
    world.clock.move_to(world.on_workday(day, hour))
    return reception


async def _cancelled(world: Simulation) -> httpx2.Response:
    reception = await approved(world)
    await do(world, reception, "cancel", reason="Ауырды")
    return await visit(world, reception)


async def _begun(world: Simulation) -> Any:
    return await do(world, await _at(world, 1), "cancel", reason="Кеш")


async def _over(world: Simulation) -> Any:
    return await do(world, await _at(world, 1, 12), "bookings")


async def _overlap(world: Simulation) -> httpx2.Response:
    await approved(world)
    return await approve(world, **hours(world.on_workday(1, 11), world.on_workday(1, 13)))


async def _moved_onto_another(world: Simulation) -> Any:
    await approved(world)
    other = await approved(world, day=2)
    return await do(
        world, other, "reschedule", reason="Іссапар", **hours(world.on_workday(1), world.on_workday(1, 11))
    )


async def _not_your_visit(world: Simulation) -> httpx2.Response:
    return await visit(world, await _at(world, 1), who="clerk")


async def _unknown_booking(world: Simulation) -> httpx2.Response:
    return await visit(world, await _at(world, 1), booking=7)


Provoked = Callable[[Simulation], Awaitable[Any]]
REFUSED_RECEPTION_COMMANDS: list[tuple[str, Provoked]] = [
    ("not_your_reception", lambda it: approve(it, "supervisor")),
    ("not_your_reception", lambda it: approve(it, "far_head")),
    ("not_your_reception", _not_your_visit),
    ("reception_cancelled", _cancelled),
    ("reception_started", _begun),
    ("reception_not_started", lambda it: _then(it, visit)),
    ("reception_ended", _over),
    ("receptions_overlap", _overlap),
    ("receptions_overlap", _moved_onto_another),
    ("official_not_eligible", lambda it: approve(it, official=str(it.harness.people["clerk"].id))),
    ("invalid_hours", lambda it: approve(it, **hours(it.on_workday(1), it.on_workday(2)))),
    ("unknown_booking", _unknown_booking),
    ("not_in_future", lambda it: approve(it, day=-1)),
    ("invalid_hours", lambda it: approve(it, ends_at=it.on_workday(1).isoformat())),
    ("calendar_exhausted", lambda it: approve(it, **FAR)),
    ("unknown_person", lambda it: approve(it, official=str(uuid4()))),
    ("unknown_organisation", lambda it: approve(it, organisation="nowhere")),
    ("not_found", lambda it: visit(it, {"id": uuid4()})),
]


async def _then(world: Simulation, what: Callable[[Simulation, dict[str, Any]], Awaitable[Any]]) -> Any:
    return await what(world, await approved(world))


@pytest.mark.parametrize(("code", "provoke"), REFUSED_RECEPTION_COMMANDS)
async def test_every_refusal_of_a_reception_is_provoked(
    world: Simulation, code: str, provoke: Provoked
) -> None:
    assert_problem(await provoke(world), STATUS_BY_CODE[code], code)


async def test_of_many_who_want_the_same_hours_one_gets_them(world: Simulation) -> None:
    answers = await asyncio.gather(*(approve(world) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
