"""Hearing over HTTP: the applicant is heard before a burdensome act, or the act states why not."""

from datetime import datetime, timedelta

import pytest

from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

REFUSED = {"outcome": "refused", "ground": "no_right", "text": "Құқығыңыз жоқ."}
MINUTE = timedelta(minutes=1)


async def announced(simulation: Simulation) -> HttpAppeal:
    """Return an appeal whose preliminary decision was announced at ten on day 0."""
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    await life.task_command(
        "clerk", "announce-preliminary-decision", text="Бас тартуға ниеттіміз: құқығыңыз жоқ."
    )
    await life.task_command("integrator", "record-notification", on="duty", means="sms", text="№ 7731")
    return life


async def stays(simulation: Simulation, life: HttpAppeal, until: datetime) -> None:
    """Let days pass in which the clerk keeps the task."""
    day = 1
    while simulation.on_workday(day) < until:
        await simulation.advance_to(simulation.on_workday(day))
        await life.task_command("clerk", "claim")
        day += 1
    await simulation.advance_to(until)
    await life.task_command("clerk", "claim")


@pytest.mark.law("АППК 73(1)")
async def test_the_act_waits_three_working_days_over_nauryz(simulation: Simulation) -> None:
    life = await announced(simulation)
    (announcement,) = await life.past_events("preliminary_decision_announced")
    earliest = simulation.on_workday(3, 18, 30)
    assert datetime.fromisoformat(announcement.details["earliest_decision_at"]) == earliest
    await stays(simulation, life, earliest - 5 * MINUTE)
    problem = assert_problem(await life.try_task_command("clerk", "complete", **REFUSED), 409, "too_early")
    assert problem["parameters"]["article"] == "АППК 73(1)"
    await simulation.advance_to(earliest + MINUTE)
    done = await life.task_command("clerk", "complete", **REFUSED)
    assert (done["decision"]["code"], done["decision"]["hearing_exception"]) == ("burdensome_act", None)


@pytest.mark.law("АППК 73(3)")
async def test_the_applicant_objects_and_is_heard_before_the_act(simulation: Simulation) -> None:
    life = await announced(simulation)
    objected = await life.citizen_request("submit-objection", text="Құқығым бар: құжаттарым тіркелген.")
    assert objected.status_code == 200, objected.text
    assert (await life.citizen_request("request-hearing")).status_code == 200
    (objection,) = await life.past_events("objection_submitted")
    assert (objection.details["is_in_time"], objection.by and objection.by.role) == (True, "citizen")
    await stays(simulation, life, simulation.on_workday(3, 18, 31))
    problem = assert_problem(
        await life.try_task_command("clerk", "complete", **REFUSED), 409, "hearing_required"
    )
    assert problem["parameters"]["article"] == "АППК 73(3)"
    await life.task_command("clerk", "record-hearing", text="Өтініш беруші тыңдалды.")
    await life.task_command("clerk", "complete", **REFUSED)
    assert (await life.read())["outcome"] == "refused"


@pytest.mark.law("АППК 73(2)")
async def test_hearing_exception_without_reasons_is_refused(simulation: Simulation) -> None:
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    exception = "urgent_protection"
    decision = {"outcome": "refused", "ground": "no_right", "hearing_exception": exception}
    problem = assert_problem(
        await life.try_task_command("clerk", "complete", **decision), 422, "reasons_required"
    )
    assert problem["parameters"] == {"exception": exception, "article": "АППК 73(2)"}
    assert problem["errors"][0]["field"] == "text"
    done = await life.task_command("clerk", "complete", **decision, text="Тыңдаусыз шешудің себебі: ...")
    assert done["decision"]["hearing_exception"] == exception


async def test_a_hearing_is_offered_only_after_a_preliminary_decision(simulation: Simulation) -> None:
    life = await simulation.register()
    assert "record-hearing" not in (await life.task_command("clerk", "claim"))["allowed_verbs"]
    refused = assert_problem(
        await life.try_task_command("clerk", "record-hearing", text="Тыңдалды."), 409, "not_announced_yet"
    )
    assert refused["parameters"] == {"article": "АППК 73(1)"}
    answered = await life.task_command(
        "clerk", "announce-preliminary-decision", text="Бас тартуға ниеттіміз: құқығыңыз жоқ."
    )
    assert "record-hearing" in answered["allowed_verbs"]
