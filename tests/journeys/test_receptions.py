"""Personal receptions over HTTP: heads receive by a schedule, and every visitor gets a talon."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from api.http.problems import STATUS_BY_CODE
from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.reception_refusals import (
    PLACE,
    REFUSED_RECEPTION_COMMANDS,
    VISIT,
    Provoked,
    approve,
    approved,
    do,
    hours,
    visit,
)
from tests.support.journeys.simulation import Simulation
from tests.support.policies import BODY_WITH_COUNTER

SOLVED = {"outcome": "resolved", "text": "Нөмір түзетілді, кезек жылжыды."}
HOUR = timedelta(hours=1)


async def story(simulation: Simulation, reception: dict[str, Any], who: str = "head") -> dict[str, Any]:
    answer = await simulation.harness.get(who, f"/v1/receptions/{reception['id']}")
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


async def missing(simulation: Simulation, who: str = "operator") -> dict[str, bool]:
    """Return the bodies whose heads are without receptions, and whether they are late."""
    answer = await simulation.harness.get(who, "/v1/receptions/overdue")
    assert answer.status_code == 200, answer.text
    assert {each["article"] for each in answer.json()["items"]} <= {"АППК 90(3)"}
    found = {each["organisation"]: each["overdue"] for each in answer.json()["items"]}
    return {body: late for body, late in found.items() if body != BODY_WITH_COUNTER}


async def count(simulation: Simulation, table: str) -> int:
    async with simulation.harness.engine.connect() as connection:
        found: int = await connection.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 - ours
        return found


class TestTheSchedule:
    @pytest.mark.law("АППК 90(3)")
    async def test_schedule_records_who_approved_it_and_when(self, simulation: Simulation) -> None:
        reception = await approved(simulation)
        head = str(simulation.harness.people["head"].id)
        assert (reception["state"], reception["official"]["id"]) == ("planned", head)
        assert reception["approval"]["id"] == head
        assert datetime.fromisoformat(reception["approval"]["approved_at"]) - simulation.on_workday(0) < HOUR
        listed = (await simulation.harness.get("clerk", "/v1/receptions?organisation=akimat-61")).json()[
            "items"
        ]
        assert listed == [reception]

    async def test_what_is_moved_or_cancelled_is_kept_with_who_when_and_why(
        self, simulation: Simulation
    ) -> None:
        reception = await approved(simulation)
        moved = await do(
            simulation,
            reception,
            "reschedule",
            reason="Іссапар",
            **hours(simulation.on_workday(2), simulation.on_workday(2, 11)),
        )
        assert datetime.fromisoformat(moved.json()["begins_at"]) == simulation.on_workday(2)
        gone = await do(simulation, reception, "cancel", "operator", reason="Ауырды")
        assert gone.json()["state"] == "cancelled"
        changes = (await story(simulation, reception))["changes"]
        assert [(each["change"], each["reason"], each["changed_by_name"]) for each in changes] == [
            ("approved", None, "Ерлан Тұрсынов"),
            ("rescheduled", "Іссапар", "Ерлан Тұрсынов"),
            ("cancelled", "Ауырды", "Зарина Омарова"),
        ]
        assert [datetime.fromisoformat(each["begins_at"]) for each in changes] == [
            simulation.on_workday(1),
            simulation.on_workday(2),
            simulation.on_workday(2),
        ]

    async def test_a_citizen_reads_it_without_a_token_and_finds_nobodys_name(
        self, simulation: Simulation
    ) -> None:
        await approved(simulation)
        gone = await approved(simulation, day=2)
        await do(simulation, gone, "cancel", reason="Ауырды")
        address = "/v1/receptions/schedule?organisation=akimat-61"
        answer = await simulation.harness.http.get(address, headers={"Accept-Language": "kk"})
        first, second = answer.json()["items"]
        assert datetime.fromisoformat(first["begins_at"]) == simulation.on_workday(1)
        assert (first["place"], first["post"], first["cancelled"]) == (PLACE, "басшы", False)
        assert second["cancelled"]
        for secret in ("Ерлан", "Ауырды", str(simulation.harness.people["head"].id)):
            assert secret not in answer.text
        inrussian = await simulation.harness.http.get(address, headers={"Accept-Language": "ru"})
        assert inrussian.json()["items"][0]["post"] == "руководитель"
        unknown = await simulation.harness.http.get("/v1/receptions/schedule?organisation=nowhere")
        assert_problem(unknown, 422, "unknown_organisation")

    async def test_it_is_read_page_by_page(self, simulation: Simulation) -> None:
        known = [(await approved(simulation, day=day))["id"] for day in (3, 1, 2)]
        page = (await simulation.harness.get("clerk", "/v1/receptions?limit=2")).json()
        rest = (
            await simulation.harness.get("clerk", f"/v1/receptions?limit=2&cursor={page['next_cursor']}")
        ).json()
        assert [each["id"] for each in (*page["items"], *rest["items"])] == [known[1], known[2], known[0]]
        assert rest["next_cursor"] is None
        assert_problem(
            await simulation.harness.get("clerk", "/v1/receptions?cursor=ours"), 422, "validation_failed"
        )

    async def test_what_was_done_and_who_came_is_for_those_whose_it_is(self, simulation: Simulation) -> None:
        reception = await approved(simulation)
        for who in ("head", "operator"):
            await story(simulation, reception, who)
        for who in ("clerk", "supervisor", "far_head", "integrator"):
            assert_problem(
                await simulation.harness.get(who, f"/v1/receptions/{reception['id']}"), 404, "not_found"
            )


class TestAVisit:
    @pytest.mark.law("АППК 90(4)")
    async def test_what_is_not_solved_becomes_a_written_appeal_the_same_day(
        self, simulation: Simulation
    ) -> None:
        reception = await approved(simulation)
        number = (await do(simulation, reception, "bookings", "integrator")).json()["booking"]
        simulation.clock.move_to(simulation.on_workday(1, 10, 30))
        answer = await visit(simulation, reception, booking=number)
        assert answer.status_code == 201, answer.text
        talon = answer.json()
        registered = datetime.fromisoformat(talon["registered_at"])
        assert registered - simulation.on_workday(1, 10, 30) < HOUR
        assert talon["status"] == "in_progress"
        assert datetime.fromisoformat(talon["statutory_due_at"]) == simulation.on_workday(16, 18, 30)
        seen = await HttpAppeal(simulation.harness, talon).read()
        assert (seen["channel"], seen["number"]) == ("personal_reception", talon["number"])
        assert seen["applicants"][0]["name"] == "Гүлнұр Әбенова"
        (came,) = (await story(simulation, reception))["visits"]
        assert (came["booking"], came["appeal_number"], came["resolved"]) == (number, talon["number"], False)

    @pytest.mark.law("АППК 64(2)")
    async def test_talon_names_the_head_who_received_the_applicant(self, simulation: Simulation) -> None:
        await simulation.add_person("secretary", "akimat-61", "officer")
        reception = await approved(simulation)
        simulation.clock.move_to(simulation.on_workday(1, 11))
        talon = (await visit(simulation, reception, who="secretary", language="ru")).json()
        head = str(simulation.harness.people["head"].id)
        assert talon["received_by"] == {
            "id": head,
            "name": "Ерлан Тұрсынов",
            "organisation": "akimat-61",
            "role": "head",
            "post": "руководитель",
        }
        life = HttpAppeal(simulation.harness, talon)
        assert (await life.read())["received_by"]["id"] == head
        (registered,) = await life.past_events("registered")
        assert (registered.by and registered.by.name) == "Қызметкер secretary"

    async def test_the_appeal_goes_to_the_body_whose_head_received(self, simulation: Simulation) -> None:
        reception = await approved(simulation)
        simulation.clock.move_to(simulation.on_workday(1))
        life = HttpAppeal(simulation.harness, (await visit(simulation, reception)).json())
        while not await simulation.harness.appeals.is_running(life.number):
            await asyncio.sleep(0.05)
        simulation.appeals.append(life)
        await simulation.advance_to(simulation.on_workday(1, 11))
        await life.task_command("clerk", "claim")
        await life.task_command("clerk", "refer", step="agency", reason="other_competent_body")
        assert (await life.read())["organisation"] == "akimat-61"

    @pytest.mark.law("АППК 90(4)")
    @pytest.mark.parametrize("who", ["head", "secretary"])
    async def test_what_is_solved_there_is_kept_with_its_text_and_has_a_talon_too(
        self, simulation: Simulation, who: str
    ) -> None:
        await simulation.add_person("secretary", "akimat-61", "officer")
        reception = await approved(simulation)
        simulation.clock.move_to(simulation.on_workday(1))
        talon = (await visit(simulation, reception, who=who, intake_resolution=SOLVED)).json()
        assert (talon["status"], talon["statutory_due_at"]) == ("closed", None)
        life = HttpAppeal(simulation.harness, talon)
        assert (await life.read())["outcome"] == "resolved"
        (completed,) = await life.past_events("task_completed")
        assert completed.text == SOLVED["text"]
        (claimed,) = await life.past_events("task_claimed")
        assert claimed.details["holder"] == talon["received_by"]["id"]  # not the clerk who recorded it
        (came,) = (await story(simulation, reception))["visits"]
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
        self, simulation: Simulation, hour: int, registered: tuple[int, int], due: int
    ) -> None:
        reception = await approved(
            simulation, **hours(simulation.on_workday(1, 17), simulation.on_workday(1, 19, 30))
        )
        simulation.clock.move_to(simulation.on_workday(1, hour))
        talon = (await visit(simulation, reception)).json()
        at = datetime.fromisoformat(talon["registered_at"])
        assert timedelta() <= at - simulation.on_workday(*registered) < timedelta(minutes=1)
        assert datetime.fromisoformat(talon["statutory_due_at"]) == simulation.on_workday(due, 18, 30)

    @pytest.mark.law("АППК 90(4)")
    async def test_it_is_written_down_until_midnight_and_then_no_more(self, simulation: Simulation) -> None:
        reception = await approved(simulation)
        simulation.clock.move_to(simulation.on_workday(1, 23, 59))
        assert (await visit(simulation, reception)).status_code == 201
        simulation.clock.move_to(simulation.on_workday(1, 23, 59) + timedelta(minutes=2))
        problem = assert_problem(await visit(simulation, reception), 409, "reception_ended")
        assert problem["parameters"]["article"] == "АППК 90(4)"

    async def test_under_one_key_it_is_one_appeal_and_one_place_on_the_list(
        self, simulation: Simulation
    ) -> None:
        reception = await approved(simulation)
        simulation.clock.move_to(simulation.on_workday(1))
        key = str(uuid4())
        answers = await asyncio.gather(*(visit(simulation, reception, key) for _ in range(5)))
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.text for answer in answers}) == 1
        assert (await count(simulation, "appeals"), await count(simulation, "reception_visits")) == (1, 1)
        assert_problem(await visit(simulation, reception, key, language="ru"), 422, "idempotency_key_reused")
        simulation.clock.move_to(
            simulation.on_workday(2)
        )  # the same answer, also when it is too late for another
        assert (await visit(simulation, reception, key)).text == answers[0].text

    async def test_of_many_at_once_each_has_a_talon_and_a_number_of_their_own(
        self, simulation: Simulation
    ) -> None:
        reception = await approved(simulation)
        simulation.clock.move_to(simulation.on_workday(1))
        answers = await asyncio.gather(*(visit(simulation, reception) for _ in range(5)))
        assert len({answer.json()["number"] for answer in answers}) == 5
        recorded = await story(simulation, reception)
        assert [each["booking"] for each in recorded["visits"]] == [1, 2, 3, 4, 5]
        assert [each["change"] for each in recorded["changes"]] == ["approved", "held"]

    async def test_what_is_refused_leaves_nothing(self, simulation: Simulation) -> None:
        reception = await approved(simulation)
        simulation.clock.move_to(simulation.on_workday(1))
        assert_problem(await visit(simulation, reception, topic="flying-carpets"), 422, "unknown_topic")
        recorded = await story(simulation, reception)
        assert (recorded["state"], recorded["visits"]) == ("planned", [])
        assert (await count(simulation, "appeals"), await count(simulation, "texts")) == (0, 0)

    async def test_nobodys_name_is_in_the_tables_of_receptions(self, simulation: Simulation) -> None:
        reception = await approved(simulation)
        simulation.clock.move_to(simulation.on_workday(1))
        await visit(simulation, reception, intake_resolution=SOLVED)
        async with simulation.harness.engine.connect() as connection:
            for table in ("receptions", "reception_changes", "reception_visits"):
                rows = str((await connection.execute(text(f"SELECT {table}::text FROM {table}"))).all())  # noqa: S608 - ours
                assert "Гүлнұр" not in rows
                assert "701" not in rows
                assert VISIT["text"] not in rows


class TestTheMonth:
    @pytest.mark.law("АППК 90(3)")
    async def test_body_without_receptions_is_listed_until_it_holds_one(self, simulation: Simulation) -> None:
        assert await missing(simulation) == {"akimat-61": True, "akimat-71": True}
        reception = await approved(simulation)
        assert (await missing(simulation))["akimat-61"]  # planned is not yet held
        simulation.clock.move_to(simulation.on_workday(1))
        assert (await do(simulation, reception, "mark-held")).json()["state"] == "held"
        assert await missing(simulation) == {
            "akimat-61": False,
            "akimat-71": True,
        }  # nothing planned after it
        await approved(simulation, day=15)
        assert await missing(simulation) == {"akimat-71": True}
        simulation.clock.move_to(simulation.on_workday(16))
        assert (await missing(simulation))["akimat-61"] is False  # no visitor was received on that day
        simulation.clock.move_to(simulation.on_workday(1) + timedelta(days=40))
        assert (await missing(simulation))["akimat-61"] is True

    async def test_overdue_receptions_are_shown_to_those_responsible(self, simulation: Simulation) -> None:
        await simulation.add_person("boss", "housing-61", "supervisor")
        assert (await missing(simulation)).keys() == {"akimat-61", "akimat-71", "housing-61"}
        assert (await missing(simulation, "head")).keys() == {"akimat-61", "housing-61"}
        assert (await missing(simulation, "boss")).keys() == {"housing-61"}
        assert await missing(simulation, "supervisor") == {}
        assert_problem(await simulation.harness.get("clerk", "/v1/receptions/overdue"), 403, "forbidden")
        live = (await simulation.harness.get("operator", "/v1/operations/overview")).json()
        assert live["overdue_receptions"] == 4  # and that of the body with a counter

    async def test_absence_of_visitors_may_be_recorded_later_and_twice(self, simulation: Simulation) -> None:
        reception = await approved(simulation)
        simulation.clock.move_to(simulation.on_workday(3))
        listed = await simulation.harness.get("head", f"/v1/receptions/{reception['id']}")
        assert listed.json()["state"] == "missed"
        for _ in range(2):
            assert (await do(simulation, reception, "mark-held")).json()["state"] == "held"
        assert [each["change"] for each in (await story(simulation, reception))["changes"]] == [
            "approved",
            "held",
        ]


@pytest.mark.parametrize(("code", "provoke"), REFUSED_RECEPTION_COMMANDS)
async def test_every_refusal_of_a_reception_is_provoked(
    simulation: Simulation, code: str, provoke: Provoked
) -> None:
    assert_problem(await provoke(simulation), STATUS_BY_CODE[code], code)


async def test_of_many_who_want_the_same_hours_one_gets_them(simulation: Simulation) -> None:
    answers = await asyncio.gather(*(approve(simulation) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
