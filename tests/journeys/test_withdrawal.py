"""The applicant takes the appeal back: before the decision and in writing; the same may be filed again."""

import pytest

from tests.api.house import House
from tests.api.test_edge import check
from tests.journeys.case import Case, case

WRITTEN = "Өтінішімді қайтарып аламын."


async def taken_back(it: Case) -> None:
    answer = await it.ask("clerk", "withdrawal", text=WRITTEN)
    assert (answer.json()["status"], answer.json()["outcome"]) == ("closed", "withdrawn")


@pytest.mark.law("АППК 64(9)")
async def test_a_clerk_enters_what_the_applicant_wrote(house: House) -> None:
    it = await case(house)
    refused = check(await it.ask("clerk", "withdrawal"), 422, "writing_required")
    assert (refused["facts"]["article"], refused["errors"][0]["field"]) == ("АППК 64(9)", "text")
    await taken_back(it)
    (closed,) = [each for each in await it.past() if each["event"] == "closed"]
    assert closed["text"] == WRITTEN


@pytest.mark.law("АППК 70(3)")
async def test_the_applicant_is_to_be_told_of_the_end(house: House) -> None:
    it = await case(house)
    await taken_back(it)
    owed = await it.duty("notice")
    assert (owed["rule"], owed["state"]) == ("termination_notice", "ready")
    done = await house.verb("integrator", owed, "notify", means="sms", text="№ 7731")
    assert done.json()["state"] == "completed"


@pytest.mark.law("АППК 64(9)")
async def test_it_is_too_late_once_help_was_granted(house: House) -> None:
    it = await case(house, topic="unsafe-housing")
    await it.give("clerk", "complete", outcome="resolved")
    late = check(await it.ask("clerk", "withdrawal", text=WRITTEN), 409, "not_now")
    assert late["facts"]["article"] == "АППК 64(9)"


@pytest.mark.law("АППК 64(9)")
async def test_what_was_taken_back_may_be_filed_again(house: House) -> None:
    await taken_back(await case(house))
    again = await case(house)
    await again.give("clerk", "complete", outcome="explained", text="Түсіндірілді.")
    seen = (await house.get("clerk", f"/v1/appeals/{again.talon['id']}")).json()
    assert seen["outcome"] == "explained"
