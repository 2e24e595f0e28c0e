"""An appeal reports a crime or a threat to safety: its clocks run in minutes, also on holidays."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from domain.policy.escalation import EscalationTarget
from tests.support.api.problems import assert_problem
from tests.support.journeys.simulation import AppealDriver, Simulation, rounded_to_minute

WORDS = "Көршілер қару дайындап жатыр."
MINUTES_TO_TAKE = timedelta(minutes=15)


async def with_police(simulation: Simulation) -> None:
    await simulation.add_person("policeman", "police-61", "officer")
    await simulation.add_person("policeman's boss", "police-61", "supervisor")
    await simulation.add_person("rescuer", "emergency-61", "officer")
    await simulation.add_person("judge", "coordination-desk", "officer")


async def flagged(simulation: Simulation, danger: str = "crime") -> AppealDriver:
    """Have a clerk flag a danger while a colleague holds the appeal."""
    await with_police(simulation)
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    await life.task_command("rival", "flag-danger", danger=danger, text=WORDS)
    return life


@pytest.mark.law("АППК 64(7-2)")
async def test_anybody_at_the_counter_sends_a_danger_on_at_once(simulation: Simulation) -> None:
    life = await flagged(simulation)
    seen, task = await life.read(), await life.task()
    assert (seen["organisation"], seen["urgent"], seen["needs_attention"]) == ("police-61", True, True)
    assert (task["state"], task["urgent"]) == ("offered", True)
    (flagged_event,) = await life.past_events("danger_flagged")
    assert (flagged_event.details["danger"], flagged_event.details["article"], flagged_event.text) == (
        "crime",
        "АППК 64(7-2)",
        WORDS,
    )
    owed = await life.task("duty")
    assert (owed["duty"], owed["organisation"]) == ("notice", "reception-61")
    await life.task_command("policeman", "accept")
    assert (await life.task())["state"] == "claimed"


@pytest.mark.law("АППК 64(7-2)")
async def test_unclaimed_danger_escalates_in_minutes_on_nauryz_night(
    simulation: Simulation,
) -> None:
    await with_police(simulation)
    life = await simulation.register()
    night = simulation.on_workday(0, 23) + timedelta(days=2)
    await simulation.advance_to(night)
    await life.task_command("clerk", "flag-danger", danger="crime", text=WORDS)
    await simulation.advance_to(night + timedelta(minutes=46))
    called = [
        (rounded_to_minute(each.occurred_at - night), each.details["target"])
        for each in await life.past_events("escalated")
        if each.details["clock"] == "acceptance"
    ]
    assert called[-4:] == [
        (MINUTES_TO_TAKE, EscalationTarget.SUPERVISOR),
        (MINUTES_TO_TAKE + timedelta(minutes=10), EscalationTarget.HEAD),
        (MINUTES_TO_TAKE + timedelta(minutes=20), EscalationTarget.FALLBACK),
        (MINUTES_TO_TAKE + timedelta(minutes=30), EscalationTarget.OPERATOR),
    ]
    assert (await life.task())["organisation"] == "coordination-desk"


@pytest.mark.law("АППК 64(7-2)")
async def test_danger_reported_at_intake_skips_the_counter(simulation: Simulation) -> None:
    await with_police(simulation)
    life = await simulation.register("integrator", danger="public_safety", anonymous=True, applicant=None)
    seen = await life.read()
    assert (seen["organisation"], seen["stage"], seen["urgent"]) == ("emergency-61", "agency", True)
    assert [each["purpose"] for each in seen["tasks"]] == ["work", "work"]
    due = datetime.fromisoformat((await life.task())["due_at"])
    begun = datetime.fromisoformat((await life.task())["opened_at"])
    assert due - begun == timedelta(hours=4)
    await life.task_command("rescuer", "accept")


@pytest.mark.law("АППК 64(7-2)")
async def test_a_danger_goes_before_the_forms(simulation: Simulation) -> None:
    life = await flagged(simulation)
    await life.task_command("policeman", "accept")
    returned = await life.try_task_command(
        "policeman", "return-to-applicant", ground="obscene", text="Себебі бар."
    )
    assert assert_problem(returned, 409, "danger_takes_precedence")["parameters"]["article"] == "АППК 64(7-2)"
    named = await life.try_task_command(
        "policeman", "report-defects", defects=["name"], term="3wd", text="Атыңыз жоқ."
    )
    assert_problem(named, 409, "danger_takes_precedence")


@pytest.mark.law("АППК 64(7-2)")
async def test_danger_interrupts_waiting_for_the_citizen(simulation: Simulation) -> None:
    await with_police(simulation)
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    await life.task_command("clerk", "request-information", text="Қай көше?")
    await life.task_command("clerk", "flag-danger", danger="public_safety", text=WORDS)
    seen = await life.read()
    assert (seen["status"], seen["organisation"]) == ("in_progress", "emergency-61")
    (pause,) = (await life.read_clocks()).pauses
    assert pause.end_reason == "interrupted"
    await life.task_command("rescuer", "accept")
    again = await life.try_task_command("rescuer", "request-information", text="Қай үй?")
    assert assert_problem(again, 409, "danger_takes_precedence")["parameters"]["article"] == "АППК 64(7-2)"


async def test_danger_is_not_flagged_by_strangers_nor_in_circles(simulation: Simulation) -> None:
    life = await flagged(simulation)
    task = await life.task()
    strange = await simulation.harness.send_task_command("stranger", task, "flag-danger", danger="crime")
    assert_problem(strange, 404, "not_found")
    again = await life.try_task_command("policeman", "flag-danger", danger="crime")
    assert assert_problem(again, 422, "same_assignee")["parameters"]["article"] == "АППК 64(7-2)"
    await life.task_command("policeman", "flag-danger", danger="public_safety")
    assert (await life.read())["organisation"] == "emergency-61"
    assert UUID((await life.read())["id"]) == life.id
