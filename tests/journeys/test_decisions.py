"""Decision is not outcome is not status: how an appeal ends in the terms of the law."""

from typing import Any

import pytest

from api.openapi.request_examples import REQUEST_EXAMPLES
from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

ASKED = {"hearing_exception": "applicant_request"}


async def in_hand(simulation: Simulation, who: str = "clerk", **changes: Any) -> HttpAppeal:
    """Return an appeal that a clerk at the reception holds."""
    life = await simulation.register(**changes)
    await life.task_command(who, "claim")
    return life


async def titled(life: HttpAppeal, language: str) -> dict[str, Any]:
    answer = await life.harness.get("operator", life.path, Accept_Language=language)
    verdict: dict[str, Any] = answer.json()["decision"]
    return verdict


@pytest.mark.law("АППК 77(1)1")
async def test_outcome_decision_and_status_are_three_words(simulation: Simulation) -> None:
    life = await in_hand(simulation)
    await life.task_command(
        "clerk", "complete", outcome="refused", ground="no_resources", text="Қаражат жоқ.", **ASKED
    )
    seen = await life.read()
    assert (seen["status"], seen["outcome"]) == ("closed", "refused")
    assert seen["decision"] == {
        "code": "burdensome_act",
        "title": "Burdensome act",
        "article": "АППК 77(1)1",
        "termination_ground": None,
        "termination_ground_title": None,
        "remedies_stated": True,
        "hearing_exception": "applicant_request",
    }
    assert (await titled(life, "ru"))["title"] == "Обременяющий административный акт"
    assert (await titled(life, "kk"))["title"] == "Ауыртпалық салатын әкімшілік акт"
    assert (await life.citizen_request()).json()["decision"]["code"] == "burdensome_act"


async def test_timeline_shows_the_decision_between_work_and_end(simulation: Simulation) -> None:
    life = await in_hand(simulation)
    await life.task_command("clerk", "complete", outcome="explained", text="Түсіндірілді.")
    recent = (await life.past_events())[-4:]
    assert [each.event for each in recent] == ["task_completed", "decided", "closed", "task_opened"]
    assert recent[1].details["title"] == "Favourable act"
    assert recent[3].details["rule"] == "written_decision"


@pytest.mark.law("АППК 89(1)")
async def test_a_message_is_answered_or_taken_note_of_and_knows_no_act(simulation: Simulation) -> None:
    life = await in_hand(simulation, kind="message")
    problem = assert_problem(
        await life.try_task_command("clerk", "complete", outcome="explained", decision="burdensome_act"),
        422,
        "decision_not_allowed",
    )
    assert problem["parameters"]["article"] == "АППК 89(1)1"
    assert problem["errors"][0]["field"] == "decision"
    done = await life.task_command(
        "clerk", "complete", outcome="explained", decision="noted", text="Назарға алынды."
    )
    assert done["decision"]["title"] == "Taken note of"
    assert done["decision"]["hearing_exception"] == "simplified"


@pytest.mark.law("АППК 70(1)")
@pytest.mark.law("АППК 70(3)")
async def test_termination_has_a_ground_and_a_notice_in_three_days(
    simulation: Simulation,
) -> None:
    life = await in_hand(simulation)
    refused = await life.try_task_command(
        "clerk", "complete", outcome="terminated", ground="no_resources", text="Тоқтату."
    )
    assert (
        assert_problem(refused, 422, "termination_ground_not_allowed")["parameters"]["article"]
        == "АППК 70(1)1"
    )
    await life.task_command(
        "clerk", "complete", outcome="terminated", termination_ground="court_act", text="Сот шешті."
    )
    assert (await titled(life, "en"))["termination_ground_title"] == "A court has decided"
    notice = await life.task("duty")
    assert (notice["duty"], notice["rule"]) == ("notice", "termination_notice")
    assert notice["due_at"].startswith(str(simulation.on_workday(3).date()))
    await life.task_command("clerk", "record-notification", on="duty", means="sms", text="Жеткізілді.")
    assert (await life.read())["status"] == "closed"


@pytest.mark.law("АППК 73(1)")
async def test_at_the_counter_the_law_is_the_same(simulation: Simulation) -> None:
    fields = {"outcome": "refused", "ground": "no_right", "text": "Құқығыңыз жоқ."}
    for settled, code in (
        (fields, "hearing_required"),
        (fields | {"outcome": "terminated", "ground": "anonymous"}, "termination_ground_not_allowed"),
    ):
        answer = await simulation.harness.post(
            "clerk", "/v1/appeals", REQUEST_EXAMPLES["register_appeal"] | {"intake_resolution": settled}
        )
        assert answer.json()["code"] == code, answer.text
