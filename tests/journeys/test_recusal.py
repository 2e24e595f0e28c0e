"""Recusal: a challenged officer decides nothing until the superior has decided on the request."""

from datetime import datetime
from typing import Any

import httpx2
import pytest

from domain.country.languages import Language
from domain.identity.people import Role
from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

WHY = "Ол көршімнің туысы, әділ болмайды."


@pytest.fixture(autouse=True)
async def _staff(simulation: Simulation) -> None:
    await simulation.add_person("colleague", "housing-61", "officer")
    await simulation.add_person("boss", "housing-61", "supervisor")


async def at_work(simulation: Simulation) -> HttpAppeal:
    life = await simulation.register(topic="housing-repair")
    await life.bring_to_agency()
    return life


async def challenge(life: HttpAppeal, challenged: object) -> httpx2.Response:
    return await life.harness.request_until_done(
        "clerk", f"{life.path}/request-recusal", {"person": str(challenged), "text": WHY}
    )


async def listed(simulation: Simulation, who: str) -> list[str]:
    items = (await simulation.harness.get(who, "/v1/tasks?limit=200")).json()["items"]
    return [each["duty"] for each in items]


@pytest.mark.law("АППК 67(3)")
async def test_a_citizen_challenges_the_officer_and_the_supervisor_upholds_it(simulation: Simulation) -> None:
    life, officer = await at_work(simulation), simulation.harness.people["officer"].id
    asked = await life.citizen_request("request-recusal", person=str(officer), text=WHY)
    assert asked.status_code == 200, asked.text
    duty = await life.task("duty")
    assert (duty["duty"], duty["organisation"], duty["role"]) == ("recusal", "housing-61", "supervisor")
    assert datetime.fromisoformat(duty["due_at"]) == simulation.on_workday(3, 18, 30)
    assert "recusal" in await listed(simulation, "boss")
    assert "recusal" not in await listed(simulation, "colleague")
    waits = assert_problem(
        await life.try_task_command("officer", "complete", outcome="resolved"), 403, "recusal_pending"
    )
    assert waits["parameters"] == {"article": "АППК 67(3)"}
    assert_problem(await challenge(life, officer), 409, "recusal_already_requested")
    for who, code in (("officer", "recusal_pending"), ("colleague", "not_your_group")):
        assert_problem(await life.try_task_command(who, "decide-recusal", on="duty", upheld=False), 403, code)
    await life.task_command("boss", "decide-recusal", on="duty", upheld=True, text="Туыстығы расталды.")
    main, notice = await life.task(), await life.task("duty")
    assert (main["state"], main["holder"], notice["rule"]) == ("ready", None, "recusal_notice")
    assert datetime.fromisoformat(notice["due_at"]) == simulation.on_workday(2, 18, 30)
    barred = assert_problem(await life.try_task_command("officer", "claim"), 403, "barred")
    assert barred["parameters"] == {"article": "АППК 67(3)"}
    assert "work" not in {each["purpose"] for each in await inbox_of(life, "officer")}
    await life.task_command("colleague", "claim")
    await life.task_command("colleague", "record-notification", on="duty", means="sms", text="№ 7731")
    await life.task_command("colleague", "complete", outcome="resolved", text="Жөндеу жүргізілді.")


async def inbox_of(life: HttpAppeal, who: str) -> list[dict[str, Any]]:
    items = (await life.harness.get(who, "/v1/tasks?limit=200")).json()["items"]
    return [each for each in items if each["appeal"] == str(life.id)]


@pytest.mark.law("АППК 67(3)")
async def test_the_challenge_of_a_supervisor_is_decided_by_the_head_of_the_region(
    simulation: Simulation,
) -> None:
    life = await at_work(simulation)
    staff = (await simulation.harness.get("operator", "/v1/people")).json()["items"]
    boss = next(each["id"] for each in staff if each["name"] == "Қызметкер boss")
    assert (await challenge(life, boss)).status_code == 200
    assert (await life.task("duty"))["organisation"] == "akimat-61"
    assert "recusal" in await listed(simulation, "head")
    await life.task_command("head", "decide-recusal", on="duty", upheld=True)
    assert_problem(
        await life.try_task_command("boss", "complete", outcome="resolved", override=True), 403, "barred"
    )


@pytest.mark.law("АППК 67(3)")
async def test_recusal_without_a_name_concerns_the_current_holder(
    simulation: Simulation,
) -> None:
    life = await at_work(simulation)
    seen, known = await life.citizen_request(), simulation.harness.dependencies
    assert seen.json()["considering_body"] == {
        "organisation": "housing-61",
        "title": known.policy.organisation("housing-61").titles.kk,
        "post": known.catalogs.post_title(Language.KAZAKH, Role.OFFICER, None),
    }
    assert str(simulation.harness.people["officer"].id) not in seen.text
    await life.task_command("officer", "release")
    assert (await life.citizen_request()).json()["considering_body"]["post"] is None
    refusal = assert_problem(
        await life.citizen_request("request-recusal", text=WHY), 409, "no_holder_to_recuse"
    )
    assert refusal["parameters"] == {"article": "АППК 67(3)"}
    await life.task_command("officer", "claim")
    asked = await life.citizen_request("request-recusal", text=WHY)
    assert asked.status_code == 200, asked.text
    (challenged,) = await life.past_events("recusal_requested")
    assert challenged.details["person"] == str(simulation.harness.people["officer"].id)
    assert str(simulation.harness.people["officer"].id) not in asked.text
    await life.task_command("boss", "decide-recusal", on="duty", upheld=True, text="Туыстығы расталды.")
    assert_problem(await life.try_task_command("officer", "claim"), 403, "barred")
    assert (await life.citizen_request()).json()["considering_body"]["post"] is None


async def test_closed_appeal_has_no_holder_to_recuse(simulation: Simulation) -> None:
    life = await at_work(simulation)
    await life.task_command("officer", "complete", outcome="resolved", text="Жөндеу жүргізілді.")
    assert (await life.citizen_request()).json()["considering_body"] is None


async def test_only_a_possible_holder_can_be_challenged(simulation: Simulation) -> None:
    life = await at_work(simulation)
    for challenged in (simulation.harness.people["lawyer"].id, life.id):
        problem = assert_problem(await challenge(life, challenged), 422, "unknown_person")
        assert problem["errors"][0]["field"] == "person"
