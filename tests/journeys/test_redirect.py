"""An appeal goes to the body that is competent; one that goes back and forth comes before somebody's eyes."""

from datetime import datetime

import pytest

from domain.state.clock import ClockKind
from tests.api.test_edge import check
from tests.journeys.world import Life, World, soon

LETTER = "Бұл мәселе біздің құзыретімізде емес, өтінішіңіз жіберілді."
JOBS = "employment-61"
DESK = "coordination-desk"


async def at_agency(world: World) -> Life:
    """Have the housing department hold an appeal at ten on day 0, with others hired who may get it."""
    await world.hire("boss", "housing-61", "supervisor")
    await world.hire("adviser", JOBS, "officer")
    await world.hire("adviser's boss", JOBS, "supervisor")
    await world.hire("judge", DESK, "officer")
    life = await world.registered(topic="unsafe-housing")
    await life.do("clerk", "claim")
    await life.do("clerk", "refer", step="agency", reason="competence")
    await life.do("officer", "accept")
    return life


async def redirect(life: Life, who: str = "officer", to: str = JOBS) -> None:
    await life.do(who, "redirect", to=to, text=LETTER)


@pytest.mark.law("АППК 65(1)")
@pytest.mark.law("АППК 76(2)")
async def test_the_competent_body_takes_it_over_with_a_whole_term_and_the_applicant_is_told(
    world: World,
) -> None:
    life = await at_agency(world)
    await world.until(world.day(1, 11))
    await life.do("officer", "claim")
    await redirect(life)
    seen = await life.seen()
    assert datetime.fromisoformat(seen["statute_due"]) == world.day(16, 18, 30)
    assert (seen["organisation"], seen["bodies"]) == (JOBS, ["housing-61"])
    task = await life.task()
    assert (task["state"], task["step"], task["organisation"]) == ("offered", "agency", JOBS)
    (sent,) = await life.past("redirected")
    assert (sent.details["article"], sent.details["restarts"], sent.text) == ("АППК 65(1)", True, LETTER)
    owed = await life.task("duty")
    assert (owed["duty"], owed["rule"], owed["organisation"]) == ("notice", "redirect", "housing-61")
    assert datetime.fromisoformat(owed["due"]) == world.day(4, 18, 30)
    await life.do("officer", "notify", on="duty", means="sms", text="+77010000000, жеткізілді")
    assert await life.past("applicant_notified")
    running = {each.kind: soon(each.due) for each in (await life.clocks()).running}
    assert running[ClockKind.ACCEPTANCE] == world.day(2, 9, 30)  # eight working hours of theirs
    await life.do("adviser", "accept")
    await life.do("adviser", "complete", outcome="explained", text="Түсіндірілді.")
    assert (await life.seen())["status"] == "closed"


@pytest.mark.law("АППК 65(1)")
async def test_after_three_working_days_it_is_the_supervisors_decision(world: World) -> None:
    life = await at_agency(world)
    for day in (1, 2, 3):
        await world.until(world.day(day))
        await life.do("officer", "claim")
    await world.until(world.day(4, 9))
    await life.do("officer", "claim")
    late = await life.try_("officer", "redirect", to=JOBS, text=LETTER)
    assert check(late, 409, "too_late")["facts"]["article"] == "АППК 65(1)"
    await life.do("boss", "redirect", to=JOBS, text=LETTER, override=True)
    assert (await life.seen())["organisation"] == JOBS


@pytest.mark.law("АППК 65(1)")
async def test_what_goes_back_and_forth_is_decided_by_the_fallback_queue_and_gains_no_time(
    world: World,
) -> None:
    life = await at_agency(world)
    first_due = (await life.seen())["statute_due"]
    await world.until(world.day(1))
    await life.do("officer", "claim")
    await redirect(life)
    await life.do("adviser", "accept")
    due = (await life.seen())["statute_due"]
    await redirect(life, "adviser", "housing-61")
    seen = await life.seen()
    assert (seen["organisation"], seen["needs_attention"]) == (DESK, True)
    assert seen["statute_due"] == due
    assert seen["bodies"] == ["housing-61", JOBS]
    (disputed,) = await life.past("competence_disputed")
    assert disputed.details["bodies"] == ["housing-61", JOBS, "housing-61"]
    await life.do("judge", "claim")
    await redirect(life, "judge", "housing-61")
    seen = await life.seen()
    assert (seen["organisation"], seen["statute_due"]) == ("housing-61", first_due)
    assert seen["bodies"] == ["housing-61", JOBS, DESK]


async def test_an_appeal_goes_to_no_body_that_is_not_there_and_not_to_itself(world: World) -> None:
    life = await at_agency(world)
    for nowhere in ("ministry-of-magic", "reception-61"):
        answer = await life.try_("officer", "redirect", to=nowhere, text=LETTER)
        assert check(answer, 422, "unknown_organisation")["errors"][0]["field"] == "to"
    itself = await life.try_("officer", "redirect", to="housing-61", text=LETTER)
    assert check(itself, 422, "same_receiver")["facts"]["article"] == "АППК 65(1)"
    await redirect(life)
    back = await life.try_("adviser", "decline", reason="not_competent")
    check(back, 409, "nothing_to_return_to")
