"""The applicant takes the appeal back in writing, and the same may be filed again."""

import pytest

from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal, claim_new_appeal

WRITTEN = "Өтінішімді қайтарып аламын."


async def taken_back(it: HttpAppeal) -> None:
    seen = await it.appeal_command("clerk", "withdraw", text=WRITTEN)
    assert (seen["status"], seen["outcome"]) == ("closed", "withdrawn")


@pytest.mark.law("АППК 64(9)")
async def test_a_clerk_enters_what_the_applicant_wrote(harness: ApiHarness) -> None:
    it = await claim_new_appeal(harness)
    refused = assert_problem(await it.try_appeal_command("clerk", "withdraw"), 422, "written_form_required")
    assert (refused["parameters"]["article"], refused["errors"][0]["field"]) == ("АППК 64(9)", "text")
    await taken_back(it)
    (closed,) = await it.past_events("closed")
    assert closed.text == WRITTEN


@pytest.mark.law("АППК 64(9)")
async def test_what_was_taken_back_may_be_filed_again(harness: ApiHarness) -> None:
    await taken_back(await claim_new_appeal(harness))
    again = await claim_new_appeal(harness)
    await again.task_command("clerk", "complete", outcome="explained", text="Түсіндірілді.")
    assert (await again.read("clerk"))["outcome"] == "explained"
