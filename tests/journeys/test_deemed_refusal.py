"""Deemed refusal: at the end of the term the applicant is notified and may complain."""

from datetime import datetime

import pytest

from tests.support.journeys.simulation import AppealDriver, Simulation, rounded_to_minute

EXPLAINED = {"outcome": "explained", "text": "Тәртібі түсіндірілді."}


async def silent(life: AppealDriver) -> list[datetime]:
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
    await life.task_command("operator", "complete", override=True, **EXPLAINED)
    seen = await life.read()
    assert (seen["status"], seen["outcome"], seen["deemed_refused_at"]) == ("closed", "explained", None)
    assert await silent(life) == [due]  # once, however long no one acted


@pytest.mark.law("АППК 91(2)")
async def test_the_applicant_sees_it_and_may_complain_of_it_while_the_appeal_is_open(
    simulation: Simulation,
) -> None:
    about = await simulation.register(topic="housing-repair")
    await about.let_term_expire()
    view = (await about.citizen_request()).json()
    refused = datetime.fromisoformat(view["deemed_refused_at"])
    assert refused == simulation.on_workday(15, 18, 30)
    until = datetime.fromisoformat(view["complain_until"])
    assert (until - refused).days in range(88, 97)  # three months, and the days off at their end
    life = await simulation.register(kind="complaint", topic="housing-repair", complaint_about=str(about.id))
    seen = await life.read()
    assert (seen["complaint_against"], seen["complaint_late"]) == ("housing-61", False)
    assert (await about.read())["suspension_article"] == "АППК 96(1)"


@pytest.mark.law("АППК 100(5)")
async def test_silence_on_a_complaint_is_a_refusal_too(simulation: Simulation) -> None:
    life = await simulation.register(kind="complaint")
    await simulation.advance_to(simulation.on_workday(20, 18, 31))
    (refusal,) = await life.past_events("deemed_refused")
    assert refusal.details["article"] == "АППК 100(5)"
    assert await silent(life) == [simulation.on_workday(20, 18, 30)]


@pytest.mark.law("АППК 76(3)")
async def test_an_extension_and_a_redirect_move_it_a_question_does_not_and_a_decision_in_time_ends_it(
    simulation: Simulation,
) -> None:
    asked, extended, redirected, decided = [await simulation.register() for _ in range(4)]
    for life in (asked, decided):
        await life.task_command("clerk", "claim")
    await asked.task_command("clerk", "request-information", text="Неше адам?")
    await extended.appeal_command("supervisor", "extend", term="5wd", text="Жауап күтілуде.")
    await decided.task_command("clerk", "complete", **EXPLAINED)
    await simulation.advance_to(simulation.on_workday(2))
    await asked.appeal_command("clerk", "provide-information", text="Алты адам.")
    await redirected.task_command(
        "operator", "redirect", override=True, to="police-61", text="Полицияның құзыреті."
    )
    await simulation.advance_to(simulation.on_workday(15, 18, 28))
    assert [await silent(life) for life in (asked, extended, redirected, decided)] == [[], [], [], []]
    await simulation.advance_to(simulation.on_workday(17, 18, 28))
    assert await silent(asked) == [simulation.on_workday(15, 18, 30)]
    assert [await silent(life) for life in (extended, redirected, decided)] == [[], [], []]
    await simulation.advance_to(simulation.on_workday(17, 18, 32))
    assert await silent(redirected) == [simulation.on_workday(17, 18, 30)]
    await simulation.advance_to(simulation.on_workday(20, 18, 31))
    assert await silent(extended) == [simulation.on_workday(20, 18, 30)]
    assert await silent(decided) == []


async def test_reopening_ends_the_deemed_refusal_and_restarts_the_term(simulation: Simulation) -> None:
    life = await simulation.register()
    await simulation.advance_to(simulation.on_workday(16))
    await life.appeal_command("clerk", "withdraw", text="Қайтарып аламын.")
    await life.appeal_command("clerk", "reopen", text="Қайта қараңыз.")
    seen = await life.read()
    assert seen["deemed_refused_at"] is None
    assert datetime.fromisoformat(seen["statutory_due_at"]) == simulation.on_workday(31, 18, 30)
