"""Complaints go to the body complained of, within three days to its superior, never to who decided."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from api.openapi.request_examples import REQUEST_EXAMPLES
from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

NO: dict[str, Any] = {
    "outcome": "refused",
    "ground": "no_right",
    "text": "Сіздің кезекке тұруға құқығыңыз жоқ.",
    "hearing_exception": "applicant_request",
}
COMPLAINT = {
    "kind": "complaint",
    "topic": "housing-repair",
    "text": "Шешіммен келіспеймін, оны қайта қараңыз.",
}


@pytest.fixture(autouse=True)
async def _staff(simulation: Simulation) -> None:
    await simulation.add_person("colleague", "housing-61", "officer")
    await simulation.add_person("boss", "housing-61", "supervisor")
    await simulation.add_person("akimat", "akimat-61", "officer")


async def refused(simulation: Simulation) -> HttpAppeal:
    """Return an application that the officer of the housing department has refused."""
    life = await simulation.register(topic="housing-repair")
    await life.bring_to_agency()
    await life.task_command("officer", "complete", **NO)
    return life


async def complained(simulation: Simulation, about: HttpAppeal) -> HttpAppeal:
    return await simulation.register(complaint_about=str(about.id), **COMPLAINT)


async def inbox(simulation: Simulation, who: str) -> set[str]:
    answer = await simulation.harness.get(who, "/v1/tasks?limit=200")
    return {each["appeal"] for each in answer.json()["items"]}


@pytest.mark.law("АППК 91(4)")
async def test_a_complaint_goes_to_the_body_complained_of_and_within_three_days_to_its_superior(
    simulation: Simulation,
) -> None:
    about = await refused(simulation)
    life = await complained(simulation, about)
    first, seen = await life.task(), await life.read()
    assert (first["organisation"], first["role"], first["rule"]) == (
        "housing-61",
        "officer",
        "complaint_forward",
    )
    assert (seen["complaint_about"], seen["complaint_against"], seen["complaint_late"]) == (
        str(about.id),
        "housing-61",
        False,
    )
    assert datetime.fromisoformat(first["due_at"]) == simulation.on_workday(3, 18, 30)
    await life.task_command("colleague", "claim")
    await simulation.advance_to(simulation.on_workday(2))
    await life.task_command("colleague", "forward-complaint", text="Шағым іспен бірге жіберіледі.")
    main = await life.task()
    assert (main["organisation"], main["state"]) == ("akimat-61", "offered")
    await life.task_command("akimat", "accept")
    file = await simulation.harness.get("akimat", about.path)
    assert file.json()["text"]
    assert (await simulation.harness.get("akimat", f"{about.path}/timeline")).status_code == 200
    await life.task_command("akimat", "complete", outcome="resolved", text="Шешімнің күші жойылды.")
    (decided,) = await life.past_events("decided")
    assert decided.details["decision"] == "annulled"
    assert [each.details["article"] for each in await life.past_events("complaint_forwarded")] == [
        "АППК 91(4)"
    ]


@pytest.mark.law("АППК 97(2)")
async def test_a_complaint_is_never_with_the_person_complained_of(simulation: Simulation) -> None:
    about = await refused(simulation)
    await about.complete_due_notices()
    life = await complained(simulation, about)
    asked = [
        await life.try_task_command("officer", "claim"),
        await life.try_task_command("officer", "complete", outcome="resolved"),
        await life.try_task_command("officer", "forward-complaint"),
        await life.try_task_command(
            "boss",
            "reassign",
            organisation="housing-61",
            role="officer",
            holder=str(simulation.harness.people["officer"].id),
        ),
    ]
    for answer in asked:
        assert assert_problem(answer, 403, "barred")["parameters"] == {"article": "АППК 97(2)"}
    assert str(life.id) not in await inbox(simulation, "officer")
    assert str(life.id) in await inbox(simulation, "colleague")
    task = await life.task()
    assert (await simulation.harness.get("officer", f"/v1/tasks/{task['id']}")).json()["allowed_verbs"] == []
    assert (await simulation.harness.post("officer", "/v1/tasks/claim-next")).status_code == 204
    await life.task_command("colleague", "claim")


@pytest.mark.law("АППК 96(1)")
async def test_while_it_is_complained_of_the_act_is_suspended(simulation: Simulation) -> None:
    about = await refused(simulation)
    assert (await about.read())["suspension_article"] is None
    life = await complained(simulation, about)
    seen = await about.read()
    assert [each["number"] for each in seen["complaints"]] == [life.talon["number"]]
    assert seen["suspension_article"] == "АППК 96(1)"
    await life.task_command("colleague", "claim")
    await life.task_command("colleague", "complete", outcome="resolved")
    seen = await about.read()
    assert (len(seen["complaints"]), seen["suspension_article"]) == (1, None)


@pytest.mark.law("АППК 92(1)")
async def test_late_complaint_is_accepted_and_marked_late(simulation: Simulation) -> None:
    about = await refused(simulation)
    await simulation.advance_to(simulation.on_workday(80))
    assert (await about.citizen_request()).json()["complain_until"] is None
    in_time = await complained(simulation, about)  # the applicant has not been notified yet
    assert "complaint_late" not in in_time.talon["warnings"]
    await about.complete_due_notices()
    until = datetime.fromisoformat((await about.citizen_request()).json()["complain_until"])
    await simulation.advance_to(until + timedelta(minutes=2))
    late = await complained(simulation, about)
    assert "complaint_late" in late.talon["warnings"]
    assert (await late.read())["complaint_late"] is True
    assert (await late.past_events("registered"))[0].details["complaint_late"] is True
    assert (await late.task())["organisation"] == "housing-61"


async def test_what_was_refused_at_the_counter_is_complained_of_there(simulation: Simulation) -> None:
    about = await simulation.harness.register(intake_resolution=NO, topic="housing-repair")
    life = await simulation.register(complaint_about=about["id"], **COMPLAINT)
    task = await life.task()
    assert (task["organisation"], task["role"]) == ("reception-61", "clerk")
    assert_problem(await life.try_task_command("clerk", "claim"), 403, "barred")
    await life.task_command("rival", "claim")
    await life.task_command("rival", "forward-complaint")
    assert (await life.task())["organisation"] == "coordination-desk"


async def test_one_complains_of_an_appeal_that_is_there_and_only_by_a_complaint(
    simulation: Simulation,
) -> None:
    body = {**COMPLAINT, "complaint_about": str(uuid4())}
    unknown = await simulation.harness.post(
        "clerk", "/v1/appeals", REQUEST_EXAMPLES["register_appeal"] | body
    )
    assert assert_problem(unknown, 422, "unknown_appeal")["errors"][0]["field"] == "complaint_about"
    about = await refused(simulation)
    wrong = REQUEST_EXAMPLES["register_appeal"] | {"complaint_about": str(about.id)}
    problem = assert_problem(
        await simulation.harness.post("clerk", "/v1/appeals", wrong), 422, "validation_failed"
    )
    assert problem["errors"][0]["field"] == "complaint_about"


@pytest.mark.law("АППК 100(1)")
@pytest.mark.law("АППК 100(2)")
async def test_for_a_complaint_that_was_sent_back_the_body_begins_again_however_late(
    simulation: Simulation,
) -> None:
    about = await refused(simulation)
    await about.complete_due_notices()
    await simulation.advance_to(simulation.on_workday(25))
    again = {"text": "Жоғары тұрған органның шешімі бойынша."}
    assert_problem(
        await simulation.harness.request_until_done("boss", f"{about.path}/reopen", again),
        409,
        "term_expired",
    )
    life = await complained(simulation, about)
    await life.task_command("colleague", "claim")
    await life.task_command("colleague", "forward-complaint")
    await life.task_command("akimat", "accept")
    await life.task_command(
        "akimat", "complete", outcome="explained", decision="remitted", text="Рәсім бұзылды."
    )
    assert {each["duty"] for each in (await life.read())["tasks"]} == {None, "notice", "file"}
    await about.appeal_command("boss", "reopen", **again)
    assert (await about.read())["status"] == "in_progress"
    assert (await about.task())["organisation"] == "housing-61"
