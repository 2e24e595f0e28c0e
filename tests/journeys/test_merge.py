"""Merging by the law: every applicant is answered, and learns in which appeal theirs continues."""

from datetime import datetime
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from api.openapi.request_examples import REQUEST_EXAMPLES
from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

OWN: dict[str, Any] = REQUEST_EXAMPLES["register_appeal"]["applicant"]
ONCE = "0190c0de-0000-7000-8000-000000000001"
NEIGHBOUR = {"name": "Көрші Адам", "iin": "850101400001", "contacts": {"phone": "+7 701 000 00 01"}}


async def held(simulation: Simulation, **changes: Any) -> HttpAppeal:
    life = await simulation.register(**changes)
    await life.task_command("clerk", "claim")
    return life


async def merge(one: HttpAppeal, into: HttpAppeal, key: str | None = None) -> httpx2.Response:
    return await one.harness.request_until_done("clerk", f"{one.path}/merge", {"into": str(into.id)}, key)


async def refused(one: HttpAppeal, into: HttpAppeal) -> None:
    facts = assert_problem(await merge(one, into), 409, "merge_not_allowed")["parameters"]
    assert facts == {"article": "АППК 64(1)"}
    assert (await one.read())["status"] == "in_progress"


@pytest.mark.law("АППК 64(1)")
async def test_appeal_does_not_merge_into_another_applicants_appeal(simulation: Simulation) -> None:
    one = await held(simulation)
    await refused(one, await held(simulation, applicant=NEIGHBOUR))
    await refused(await held(simulation, anonymous=True, applicant=None), one)


@pytest.mark.law("АППК 64(1)")
async def test_co_applicants_are_merged_only_together(simulation: Simulation) -> None:
    together, alone = await held(simulation, co_applicants=[NEIGHBOUR]), await held(simulation)
    await refused(together, alone)
    both = await held(simulation, applicant=NEIGHBOUR, co_applicants=[OWN])
    assert (await merge(together, both)).status_code == 200


@pytest.mark.law("АППК 64(1)")
async def test_a_complaint_is_not_merged_into_an_application(simulation: Simulation) -> None:
    life = await held(simulation, topic="housing-repair")
    complaint = await simulation.register(kind="complaint", topic="housing-repair")
    await refused(life, complaint)


@pytest.mark.law("АППК 76(1)")
async def test_an_appeal_is_not_merged_into_one_that_is_due_later(simulation: Simulation) -> None:
    old = await held(simulation)
    await simulation.advance_to(simulation.on_workday(1))
    new = await held(simulation)
    await refused(old, new)
    assert (await merge(new, old)).status_code == 200


async def test_a_merger_whose_answer_was_lost_is_answered_after_the_other_has_ended(
    simulation: Simulation,
) -> None:
    one, other = await held(simulation), await held(simulation)
    assert (await merge(one, other, ONCE)).status_code == 200
    async with simulation.harness.engine.begin() as connection:
        await connection.execute(text("DELETE FROM idempotency_keys"))
    await other.task_command("clerk", "complete", outcome="resolved", text="Көмек көрсетілді.")
    assert (await merge(one, other, ONCE)).status_code == 200
    assert_problem(await merge(await held(simulation), other), 409, "appeal_closed")


@pytest.mark.law("АППК 70(3)")
@pytest.mark.law("АППК 70(4)")
async def test_merge_notice_names_the_main_appeal_and_the_remedy(
    simulation: Simulation,
) -> None:
    one, other = await held(simulation), await held(simulation)
    done = await merge(one, other)
    assert (done.json()["outcome"], done.json()["merged_into"]) == ("merged", str(other.id))
    owed = await one.task("duty")
    assert (owed["duty"], owed["rule"]) == ("notice", "termination_notice")
    assert datetime.fromisoformat(owed["due_at"]) == simulation.on_workday(3, 18, 30)
    notice_text = (await one.citizen_request()).json()["notices"][-1]["text"]
    assert one.talon["number"] in notice_text
    assert other.talon["number"] in notice_text
    assert "АППК 70(3)" in notice_text
    assert (await one.past_events("closed"))[0].details["merged_into_number"] == other.talon["number"]
    await one.complete_due_notices()
    until = datetime.fromisoformat((await one.citizen_request()).json()["complain_until"])
    assert until > simulation.on_workday(55)
    complaint = await simulation.register(
        kind="complaint", complaint_about=str(one.id), topic="housing-repair"
    )
    assert (await complaint.read())["complaint_about"] == str(one.id)
    await simulation.advance_to(until.replace(hour=20))
    assert await one.past_events("complaint_window_closed")
    assert (await other.read())["status"] == "in_progress"
