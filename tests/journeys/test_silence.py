"""Silence: at the end of the term the appeal counts as refused, the applicant is told and may complain."""

from datetime import datetime

import pytest

from tests.journeys.world import Life, World, soon

EXPLAINED = {"outcome": "explained", "text": "Тәртібі түсіндірілді."}


async def silent(life: Life) -> list[datetime]:
    return [datetime.fromisoformat(each.details["due"]) for each in await life.past("deemed_refused")]


@pytest.mark.law("АППК 91(2)")
async def test_exactly_at_the_due_moment_the_appeal_is_deemed_refused_and_the_work_goes_on(
    world: World,
) -> None:
    life, due = await world.registered(), world.day(15, 18, 30)
    await world.until(world.day(15, 18, 28))
    assert await silent(life) == []
    foreseen = [each.at for each in (await life.timeline()).future if each.event == "deemed_refused"]
    assert foreseen == [due]
    await world.until(world.day(15, 18, 31))
    (said,) = await life.past("deemed_refused")
    assert (said.details["article"], soon(said.at)) == ("АППК 91(2)", due)
    seen = await life.seen()
    assert (seen["status"], datetime.fromisoformat(seen["refused_at"])) == ("in_work", due)
    assert (await life.task("duty"))["rule"] == "silence"
    await world.until(world.day(18))
    assert [each for each in await life.past("escalated") if each.details["clock"] == "statute"]
    await life.do("operator", "complete", override=True, **EXPLAINED)
    seen = await life.seen()
    assert (seen["status"], seen["outcome"], seen["refused_at"]) == ("closed", "explained", None)
    assert await silent(life) == [due]  # once, however long nobody acted


@pytest.mark.law("АППК 91(2)")
async def test_the_applicant_sees_it_and_may_complain_of_it_while_the_appeal_is_open(world: World) -> None:
    about = await world.registered(topic="housing-repair")
    await about.slept_on()
    view = (await about.citizen()).json()
    refused = datetime.fromisoformat(view["refused_at"])
    assert refused == world.day(15, 18, 30)
    until = datetime.fromisoformat(view["complain_until"])
    assert (until - refused).days in range(88, 97)  # three months, and the days off at their end
    life = await world.registered(kind="complaint", topic="housing-repair", about=str(about.id))
    seen = await life.seen()
    assert (seen["against"], seen["late"]) == ("housing-61", False)
    assert (await about.seen())["suspended_by"] == "АППК 96(1)"


@pytest.mark.law("АППК 100(5)")
async def test_silence_on_a_complaint_is_a_refusal_too(world: World) -> None:
    life = await world.registered(kind="complaint")
    await world.until(world.day(20, 18, 31))
    (said,) = await life.past("deemed_refused")
    assert said.details["article"] == "АППК 100(5)"
    assert await silent(life) == [world.day(20, 18, 30)]


@pytest.mark.law("АППК 76(3)")
async def test_an_extension_and_a_redirect_move_it_a_question_does_not_and_a_decision_in_time_ends_it(
    world: World,
) -> None:
    asked, extended, redirected, decided = [await world.registered() for _ in range(4)]
    for life in (asked, decided):
        await life.do("clerk", "claim")
    await asked.do("clerk", "request-information", text="Неше адам?")
    await extended.ask("supervisor", "extension", term="5wd", text="Жауап күтілуде.")
    await decided.do("clerk", "complete", **EXPLAINED)
    await world.until(world.day(2))
    await asked.ask("clerk", "information", text="Алты адам.")
    await redirected.do("operator", "redirect", override=True, to="police-61", text="Полицияның құзыреті.")
    await world.until(world.day(15, 18, 28))
    assert [await silent(life) for life in (asked, extended, redirected, decided)] == [[], [], [], []]
    await world.until(world.day(17, 18, 28))
    assert await silent(asked) == [world.day(15, 18, 30)]
    assert [await silent(life) for life in (extended, redirected, decided)] == [[], [], []]
    await world.until(world.day(17, 18, 32))
    assert await silent(redirected) == [world.day(17, 18, 30)]
    await world.until(world.day(20, 18, 31))
    assert await silent(extended) == [world.day(20, 18, 30)]
    assert await silent(decided) == []


async def test_reopened_it_is_no_refusal_any_more_and_has_its_term_anew(world: World) -> None:
    life = await world.registered()
    await world.until(world.day(16))
    await life.ask("clerk", "withdrawal", text="Қайтарып аламын.")
    await life.ask("clerk", "reopening", text="Қайта қараңыз.")
    seen = await life.seen()
    assert seen["refused_at"] is None
    assert datetime.fromisoformat(seen["statute_due"]) == world.day(31, 18, 30)
