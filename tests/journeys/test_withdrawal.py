"""The applicant takes the appeal back: before the decision and in writing; the same may be filed again."""

import pytest

from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem
from tests.support.journeys.claimed_appeal import ClaimedAppeal, claim_new_appeal

WRITTEN = "Өтінішімді қайтарып аламын."


async def taken_back(it: ClaimedAppeal) -> None:
    answer = await it.send_appeal_command("clerk", "withdraw", text=WRITTEN)
    assert (answer.json()["status"], answer.json()["outcome"]) == ("closed", "withdrawn")


@pytest.mark.law("АППК 64(9)")
async def test_a_clerk_enters_what_the_applicant_wrote(harness: ApiHarness) -> None:
    it = await claim_new_appeal(harness)
    refused = assert_problem(await it.send_appeal_command("clerk", "withdraw"), 422, "written_form_required")
    assert (refused["parameters"]["article"], refused["errors"][0]["field"]) == ("АППК 64(9)", "text")
    await taken_back(it)
    (closed,) = [each for each in await it.past_events() if each["event"] == "closed"]
    assert closed["text"] == WRITTEN


@pytest.mark.law("АППК 70(3)")
async def test_applicant_is_due_a_notice_of_the_end(harness: ApiHarness) -> None:
    it = await claim_new_appeal(harness)
    await taken_back(it)
    owed = await it.last_duty("notice")
    assert (owed["rule"], owed["state"]) == ("termination_notice", "ready")
    done = await harness.send_task_command(
        "integrator", owed, "record-notification", means="sms", text="№ 7731"
    )
    assert done.json()["state"] == "completed"


@pytest.mark.law("АППК 64(9)")
async def test_it_is_too_late_once_help_was_granted(harness: ApiHarness) -> None:
    it = await claim_new_appeal(harness, topic="unsafe-housing")
    await it.send_task_command("clerk", "complete", outcome="resolved")
    late = assert_problem(
        await it.send_appeal_command("clerk", "withdraw", text=WRITTEN), 409, "not_allowed_in_status"
    )
    assert late["parameters"]["article"] == "АППК 64(9)"


@pytest.mark.law("АППК 64(9)")
async def test_what_was_taken_back_may_be_filed_again(harness: ApiHarness) -> None:
    await taken_back(await claim_new_appeal(harness))
    again = await claim_new_appeal(harness)
    await again.send_task_command("clerk", "complete", outcome="explained", text="Түсіндірілді.")
    seen = (await harness.get("clerk", f"/v1/appeals/{again.talon['id']}")).json()
    assert seen["outcome"] == "explained"
