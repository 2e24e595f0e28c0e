"""Defects: the applicant is notified and has a term to correct them before the appeal is returned."""

from datetime import datetime
from typing import Any

import pytest

from domain.identity.people import Role
from domain.state.clock import ClockKind
from tests.support.api.problems import assert_problem
from tests.support.journeys.simulation import AppealDriver, Simulation, rounded_to_minute

MISSING = ["address", "signature"]
WORDS = "Мекенжайыңыз бен қолыңыз жоқ."
CORRECTION = "Мекенжайым: Түркістан қаласы, Бейбітшілік көшесі, 1."
REASONS = "Кемшілік мерзімінде жойылмады."


async def defective(simulation: Simulation, within: str = "3wd") -> AppealDriver:
    """Say at ten on day 0 what is missing."""
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    await life.task_command("clerk", "report-defects", defects=MISSING, term=within, text=WORDS)
    return life


async def returned(life: AppealDriver) -> dict[str, Any]:
    await life.task_command("clerk", "claim")
    await life.task_command("clerk", "return-to-applicant", ground="defects_not_corrected", text=REASONS)
    return await life.read()


@pytest.mark.law("АППК 63(2)")
@pytest.mark.law("АППК 64(6)")
async def test_defects_are_reported_and_the_statutory_term_keeps_running(simulation: Simulation) -> None:
    life = await defective(simulation)
    (named,) = await life.past_events("defects_reported")
    assert named.details["defects"] == MISSING
    assert (named.details["article"], named.text) == ("АППК 64(6)", WORDS)
    seen = await life.read()
    assert (seen["status"], seen["stage"]) == ("in_progress", "reception")
    assert datetime.fromisoformat(seen["statutory_due_at"]) == simulation.on_workday(15, 18, 30)
    owed = await life.task("duty")
    assert (owed["duty"], owed["rule"], owed["state"]) == ("notice", "defect_correction", "ready")
    running = {each.kind: each.due_at for each in (await life.read_clocks()).running_clocks}
    assert running[ClockKind.DEFECT_CORRECTION] == simulation.on_workday(3, 18, 30)


async def test_two_waits_at_once_are_refused(simulation: Simulation) -> None:
    life = await defective(simulation)
    again = await life.try_task_command("clerk", "report-defects", defects=["date"], term="1wd", text=WORDS)
    assert assert_problem(again, 409, "defect_correction_pending")["parameters"]["article"] == "АППК 64(6)"


@pytest.mark.law("АППК 64(6)")
async def test_citizen_corrects_defects_with_the_tracking_code(simulation: Simulation) -> None:
    life = await defective(simulation)
    await simulation.advance_to(simulation.on_workday(1))
    assert (await life.citizen_request("correct-defects", text=CORRECTION)).status_code == 200
    (correction,) = await life.past_events("defects_corrected")
    assert (correction.text, correction.by and correction.by.role) == (CORRECTION, Role.CITIZEN)
    assert_problem(
        await life.citizen_request("correct-defects", text=CORRECTION), 409, "no_defects_to_correct"
    )
    await simulation.advance_to(simulation.on_workday(4))
    assert await life.past_events("defect_correction_lapsed") == []


async def test_clerk_corrects_defects_at_the_counter(simulation: Simulation) -> None:
    life = await defective(simulation)
    await life.appeal_command("clerk", "correct-defects", text=CORRECTION)
    assert (await life.past_events("defects_corrected"))[0].by.role == Role.CLERK  # type: ignore[union-attr]


async def test_complete_appeal_has_no_defects_to_correct(simulation: Simulation) -> None:
    life = await simulation.register()
    assert_problem(
        await life.citizen_request("correct-defects", text=CORRECTION), 409, "no_defects_to_correct"
    )


@pytest.mark.law("АППК 64(7)1")
async def test_uncorrected_appeal_is_returned_after_its_term(simulation: Simulation) -> None:
    life = await defective(simulation, "1wd")
    early = await life.try_task_command(
        "clerk", "return-to-applicant", ground="defects_not_corrected", text=REASONS
    )
    facts = assert_problem(early, 409, "too_early")["parameters"]
    assert datetime.fromisoformat(facts["earliest_decision_at"]) == simulation.on_workday(1, 18, 30)
    assert facts["article"] == "АППК 64(7)1"
    await simulation.advance_to(simulation.on_workday(2))
    (ended,) = await life.past_events("defect_correction_lapsed")
    assert rounded_to_minute(ended.occurred_at) == simulation.on_workday(1, 18, 30)
    seen = await returned(life)
    assert (seen["status"], seen["outcome"]) == ("closed", "returned")
    (back,) = await life.past_events("returned_to_applicant")
    assert (back.details["article"], back.text) == ("АППК 64(7)1", REASONS)


@pytest.mark.law("АППК 64(7)1")
async def test_duty_to_notify_of_a_return_outlives_the_appeal(simulation: Simulation) -> None:
    life = await defective(simulation, "1wd")
    await simulation.advance_to(simulation.on_workday(2))
    await returned(life)
    owed = await life.task("duty")
    assert (owed["rule"], owed["state"]) == ("return_uncorrected", "ready")
    assert datetime.fromisoformat(owed["due_at"]) == simulation.on_workday(5, 18, 30)
    await life.task_command(
        "clerk", "record-notification", "duty", means="registered_letter", text="№ RA 123 456 789 KZ"
    )
    assert (await life.task("duty"))["state"] == "completed"


@pytest.mark.law("АППК 64(6)")
async def test_late_correction_before_the_return_counts(simulation: Simulation) -> None:
    life = await defective(simulation, "1wd")
    await simulation.advance_to(simulation.on_workday(2))
    assert (await life.citizen_request("correct-defects", text=CORRECTION)).status_code == 200
    await life.task_command("clerk", "claim")
    late = await life.try_task_command(
        "clerk", "return-to-applicant", ground="defects_not_corrected", text=REASONS
    )
    assert_problem(late, 409, "no_defects_to_correct")


@pytest.mark.law("АППК 64(7)1")
async def test_three_working_days_after_the_term_it_is_too_late_to_return_it(simulation: Simulation) -> None:
    life = await defective(simulation, "1wd")
    await simulation.advance_to(simulation.on_workday(4, 19))
    main = await life.task()
    late = await simulation.request_until_done(
        "operator",
        f"/v1/tasks/{main['id']}/return-to-applicant",
        {"ground": "defects_not_corrected", "text": REASONS, "override": True},
    )
    facts = assert_problem(late, 409, "term_expired")["parameters"]
    assert datetime.fromisoformat(facts["ended"]) == simulation.on_workday(4, 18, 30)
    assert facts["article"] == "АППК 64(7)1"
