"""An appeal lacks something: the applicant is told, and has a term to mend it, or else gets it back."""

from datetime import datetime
from typing import Any

import pytest

from domain.identity.people import Role
from domain.state.clock import ClockKind
from tests.api.test_edge import check
from tests.journeys.world import Life, World, soon

MISSING = ["address", "signature"]
WORDS = "Мекенжайыңыз бен қолыңыз жоқ."
MENDED = "Мекенжайым: Түркістан қаласы, Бейбітшілік көшесі, 1."
REASONS = "Кемшілік мерзімінде жойылмады."


async def defective(world: World, within: str = "3wd") -> Life:
    """Say at ten on day 0 what is missing."""
    life = await world.registered()
    await life.do("clerk", "claim")
    await life.do("clerk", "name-defects", missing=MISSING, term=within, text=WORDS)
    return life


async def returned(life: Life) -> dict[str, Any]:
    await life.do("clerk", "claim")
    await life.do("clerk", "return-to-applicant", ground="unmended", text=REASONS)
    return await life.seen()


@pytest.mark.law("АППК 63(2)")
@pytest.mark.law("АППК 64(6)")
async def test_what_is_missing_is_named_and_the_term_of_the_appeal_goes_on(world: World) -> None:
    life = await defective(world)
    (named,) = await life.past("defects_named")
    assert named.details["missing"] == MISSING
    assert (named.details["article"], named.text) == ("АППК 64(6)", WORDS)
    seen = await life.seen()
    assert (seen["status"], seen["stage"]) == ("in_work", "reception")
    assert datetime.fromisoformat(seen["statute_due"]) == world.day(15, 18, 30)
    owed = await life.task("duty")
    assert (owed["duty"], owed["rule"], owed["state"]) == ("notice", "mend", "ready")
    running = {each.kind: each.due for each in (await life.clocks()).running}
    assert running[ClockKind.MENDING] == world.day(3, 18, 30)


async def test_two_waits_at_once_are_refused(world: World) -> None:
    life = await defective(world)
    again = await life.try_("clerk", "name-defects", missing=["date"], term="1wd", text=WORDS)
    assert check(again, 409, "already_awaited")["facts"]["article"] == "АППК 64(6)"


@pytest.mark.law("АППК 64(6)")
async def test_the_citizen_mends_it_with_the_tracking_code(world: World) -> None:
    life = await defective(world)
    await world.until(world.day(1))
    assert (await life.citizen("mending", text=MENDED)).status_code == 200
    (mended,) = await life.past("mended")
    assert (mended.text, mended.by and mended.by.role) == (MENDED, Role.CITIZEN)
    check(await life.citizen("mending", text=MENDED), 409, "nothing_to_mend")
    await world.until(world.day(4))
    assert await life.past("mend_term_ended") == []


async def test_a_clerk_mends_it_for_who_comes_to_the_counter(world: World) -> None:
    life = await defective(world)
    await life.ask("clerk", "mending", text=MENDED)
    assert (await life.past("mended"))[0].by.role == Role.CLERK  # type: ignore[union-attr]


async def test_nothing_is_mended_where_nothing_was_missing(world: World) -> None:
    life = await world.registered()
    check(await life.citizen("mending", text=MENDED), 409, "nothing_to_mend")


@pytest.mark.law("АППК 64(7)1")
async def test_what_was_not_mended_is_returned_after_its_term(world: World) -> None:
    life = await defective(world, "1wd")
    early = await life.try_("clerk", "return-to-applicant", ground="unmended", text=REASONS)
    facts = check(early, 409, "too_early")["facts"]
    assert datetime.fromisoformat(facts["earliest"]) == world.day(1, 18, 30)
    assert facts["article"] == "АППК 64(7)1"
    await world.until(world.day(2))
    (ended,) = await life.past("mend_term_ended")
    assert soon(ended.at) == world.day(1, 18, 30)
    seen = await returned(life)
    assert (seen["status"], seen["outcome"]) == ("closed", "returned")
    (back,) = await life.past("returned_to_applicant")
    assert (back.details["article"], back.text) == ("АППК 64(7)1", REASONS)


@pytest.mark.law("АППК 64(7)1")
async def test_the_duty_to_tell_of_the_return_outlives_the_appeal(world: World) -> None:
    life = await defective(world, "1wd")
    await world.until(world.day(2))
    await returned(life)
    owed = await life.task("duty")
    assert (owed["rule"], owed["state"]) == ("return_unmended", "ready")
    assert datetime.fromisoformat(owed["due"]) == world.day(5, 18, 30)
    await life.do("clerk", "notify", "duty", means="registered_letter", text="№ RA 123 456 789 KZ")
    assert (await life.task("duty"))["state"] == "completed"


@pytest.mark.law("АППК 64(6)")
async def test_what_is_mended_after_the_term_but_before_the_return_counts(world: World) -> None:
    life = await defective(world, "1wd")
    await world.until(world.day(2))
    assert (await life.citizen("mending", text=MENDED)).status_code == 200
    await life.do("clerk", "claim")
    late = await life.try_("clerk", "return-to-applicant", ground="unmended", text=REASONS)
    check(late, 409, "nothing_to_mend")


@pytest.mark.law("АППК 64(7)1")
async def test_three_working_days_after_the_term_it_is_too_late_to_return_it(world: World) -> None:
    life = await defective(world, "1wd")
    await world.until(world.day(4, 19))
    main = await life.task()
    late = await world.asked(
        "operator",
        f"/v1/tasks/{main['id']}/return-to-applicant",
        {"ground": "unmended", "text": REASONS, "override": True},
    )
    facts = check(late, 409, "too_late")["facts"]
    assert datetime.fromisoformat(facts["ended"]) == world.day(4, 18, 30)
    assert facts["article"] == "АППК 64(7)1"
