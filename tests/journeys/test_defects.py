"""Defects: the applicant is notified and has a term to correct them before the appeal is returned."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.identity.people import Role
from domain.state.clock import ClockKind
from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import MINUTE, Simulation

MISSING = ["address", "signature"]
WORDS = "Мекенжайыңыз бен қолыңыз жоқ."
CORRECTION = "Мекенжайым: Түркістан қаласы, Бейбітшілік көшесі, 1."
REASONS = "Кемшілік мерзімінде жойылмады."


async def defective(simulation: Simulation, within: str = "3wd") -> HttpAppeal:
    """Say at ten on day 0 what is missing."""
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    await life.task_command("clerk", "report-defects", defects=MISSING, term=within, text=WORDS)
    return life


async def notify(life: HttpAppeal) -> None:
    """Record that the applicant has the notice of the defects, from which the term to correct them counts."""
    await life.task_command(
        "clerk", "record-notification", on="duty", means="registered_letter", text="Хат №3."
    )


async def returned(life: HttpAppeal) -> dict[str, Any]:
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
    assert ClockKind.DEFECT_CORRECTION not in running
    await notify(life)
    running = {each.kind: each.due_at for each in (await life.read_clocks()).running_clocks}
    assert running[ClockKind.DEFECT_CORRECTION] == simulation.end_of_workday(3)


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


@pytest.mark.law("АППК 64(7)1")
async def test_uncorrected_appeal_is_returned_after_its_term(simulation: Simulation) -> None:
    life = await defective(simulation, "1wd")
    too_soon = await life.try_task_command(
        "clerk", "return-to-applicant", ground="defects_not_corrected", text=REASONS
    )
    assert_problem(too_soon, 409, "not_notified_yet")
    await notify(life)
    early = await life.try_task_command(
        "clerk", "return-to-applicant", ground="defects_not_corrected", text=REASONS
    )
    facts = assert_problem(early, 409, "too_early")["parameters"]
    assert datetime.fromisoformat(facts["earliest_decision_at"]) == simulation.end_of_workday(1)
    assert facts["article"] == "АППК 64(7)1"
    await simulation.advance_to(simulation.on_workday(2))
    (ended,) = await life.past_events("defect_correction_lapsed")
    assert timedelta() <= ended.occurred_at - simulation.end_of_workday(1) < MINUTE
    seen = await returned(life)
    assert (seen["status"], seen["outcome"]) == ("closed", "returned")
    (back,) = await life.past_events("returned_to_applicant")
    assert (back.details["article"], back.text) == ("АППК 64(7)1", REASONS)
