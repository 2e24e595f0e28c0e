"""Deemed refusal: at the end of the term the applicant is notified and may complain."""

from datetime import datetime

import pytest

from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation, rounded_to_minute

EXPLAINED = {"outcome": "explained", "text": "Тәртібі түсіндірілді."}


async def silent(life: HttpAppeal) -> list[datetime]:
    return [
        datetime.fromisoformat(each.details["due_at"]) for each in await life.past_events("deemed_refused")
    ]


@pytest.mark.law("АППК 91(2)")
async def test_exactly_at_the_due_moment_the_appeal_is_deemed_refused_and_stays_open(
    simulation: Simulation,
) -> None:
    life, due = await simulation.register(), simulation.on_workday(15, 18, 30)
    await simulation.advance_to(simulation.on_workday(15, 18, 28))
    assert await silent(life) == []
    foreseen = [each.expected_at for each in (await life.timeline()).future if each.event == "deemed_refused"]
    assert foreseen == [due]
    await simulation.advance_to(simulation.on_workday(15, 18, 31))
    (refusal,) = await life.past_events("deemed_refused")
    assert (refusal.details["article"], rounded_to_minute(refusal.occurred_at)) == ("АППК 91(2)", due)
    seen = await life.read()
    assert (seen["status"], datetime.fromisoformat(seen["deemed_refused_at"])) == ("in_progress", due)
    assert (await life.task("duty"))["rule"] == "deemed_refusal"
    await simulation.advance_to(simulation.on_workday(18))
    assert [each for each in await life.past_events("escalated") if each.details["clock"] == "statute"]
    await life.task_command("operator", "reassign", organisation="housing-61", role="officer")
    await life.task_command("officer", "claim")
    await life.task_command("officer", "complete", **EXPLAINED)
    seen = await life.read()
    assert (seen["status"], seen["outcome"]) == ("closed", "explained")
    assert datetime.fromisoformat(seen["deemed_refused_at"]) == due  # a late decision takes nothing back
    assert await silent(life) == [due]  # once, however long no one acted


@pytest.mark.law("АППК 91(2)")
async def test_the_applicant_sees_it_and_may_complain_of_it_while_the_appeal_is_open(
    simulation: Simulation,
) -> None:
    about = await simulation.register(topic="housing-repair")
    await simulation.let_term_expire(about)
    view = (await about.citizen_request()).json()
    refused = datetime.fromisoformat(view["deemed_refused_at"])
    assert refused == simulation.on_workday(15, 18, 30)
    until = datetime.fromisoformat(view["complain_until"])
    assert (until - refused).days in range(88, 97)  # three months, and the days off at their end
    life = await simulation.register(kind="complaint", topic="housing-repair", complaint_about=str(about.id))
    seen = await life.read()
    assert (seen["complaint_against"], seen["complaint_late"]) == ("housing-61", False)
    assert (await about.read())["suspension_article"] == "АППК 96(1)"
