"""The verbs of tasks over HTTP: what a verb returned the next GET shows, and nothing is done twice."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem
from tests.support.api.task_commands import register_and_claim


async def test_what_a_verb_returned_the_next_get_shows(harness: ApiHarness) -> None:
    _, task = await harness.register_and_start()
    before = await harness.get("clerk", f"/v1/tasks/{task['id']}")
    assert before.json()["allowed_verbs"] == ["claim", "flag-danger"]
    done = await harness.send_task_command("clerk", task, "claim")
    after = await harness.get("clerk", f"/v1/tasks/{task['id']}")
    assert done.json() == after.json()
    assert done.headers["etag"] == after.headers["etag"] != before.headers["etag"]
    assert after.json()["holder_name"] == "Айгүл Серікова"
    assert "complete" in after.json()["allowed_verbs"]


async def test_each_reader_sees_their_own_allowed_verbs(harness: ApiHarness) -> None:
    _, task = await register_and_claim(harness)
    rival = (await harness.get("rival", f"/v1/tasks/{task['id']}")).json()
    supervisor = (await harness.get("supervisor", f"/v1/tasks/{task['id']}")).json()
    assert rival["allowed_verbs"] == ["flag-danger"]  # anyone who can read the appeal may flag a danger
    assert {"release", "complete", "reassign"} <= set(supervisor["allowed_verbs"])


async def test_two_claims_at_the_same_instant_have_one_winner(harness: ApiHarness) -> None:
    _, task = await harness.register_and_start()
    answers = await asyncio.gather(
        harness.send_task_command("clerk", task, "claim"), harness.send_task_command("rival", task, "claim")
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    winner, loser = sorted(answers, key=lambda answer: answer.status_code)
    problem = assert_problem(loser, 409, "task_held_by_another")
    assert problem["parameters"]["holder"] == winner.json()["holder"]
    assert problem["parameters"]["holder_name"] == winner.json()["holder_name"]
    assert winner.json()["holder_name"] in problem["detail"]
    assert problem["parameters"]["since"]


async def test_a_double_click_claims_once(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start()
    key = str(uuid4())
    answers = await asyncio.gather(
        *(harness.send_task_command("clerk", task, "claim", key) for _ in range(4))
    )
    assert {answer.status_code for answer in answers} == {200}
    story = (await harness.get("clerk", f"/v1/appeals/{talon['id']}/timeline")).json()
    assert [each["event"] for each in story["past"]].count("task_claimed") == 1
    assert "lease_renewed" not in {each["event"] for each in story["past"]}


async def test_a_refusal_is_the_same_refusal_when_asked_again(harness: ApiHarness) -> None:
    _, task = await register_and_claim(harness)
    key = str(uuid4())
    first = await harness.send_task_command("rival", task, "claim", key)
    await harness.send_task_command("clerk", task, "release")
    again = await harness.send_task_command("rival", task, "claim", key)
    assert (again.status_code, again.text) == (first.status_code, first.text)
    assert again.headers["content-type"] == "application/problem+json"
    assert (await harness.send_task_command("rival", task, "claim")).status_code == 200


async def test_retry_is_answered_after_the_task_left_the_organisation(harness: ApiHarness) -> None:
    _, task = await register_and_claim(harness)
    key = str(uuid4())
    there = {"organisation": "reception-61-keles", "role": "clerk"}
    first = await harness.send_task_command("supervisor", task, "reassign", key, **there)
    assert first.status_code == 200, first.text
    assert_problem(await harness.get("supervisor", f"/v1/tasks/{task['id']}"), 404, "not_found")
    again = await harness.send_task_command("supervisor", task, "reassign", key, **there)
    assert (again.status_code, again.text) == (200, first.text)


async def test_the_same_key_for_another_verb_is_refused(harness: ApiHarness) -> None:
    _, task = await harness.register_and_start()
    key = str(uuid4())
    await harness.send_task_command("clerk", task, "claim", key)
    assert_problem(
        await harness.send_task_command("clerk", task, "release", key), 422, "idempotency_key_reused"
    )


async def test_a_stale_tab_learns_the_current_state(harness: ApiHarness) -> None:
    _, task = await harness.register_and_start()
    seen = (await harness.get("clerk", f"/v1/tasks/{task['id']}")).headers["etag"]
    path = f"/v1/tasks/{task['id']}"
    done = await harness.post("clerk", f"{path}/claim", {}, If_Match=seen)
    assert done.status_code == 200
    stale = await harness.post("clerk", f"{path}/release", {}, If_Match=seen)
    problem = assert_problem(stale, 412, "version_mismatch")
    assert problem["current"]["state"] == "claimed"
    assert stale.headers["etag"] == done.headers["etag"]
    fresh = await harness.post("clerk", f"{path}/release", {}, If_Match=f'W/"0", {done.headers["etag"]}')
    assert fresh.status_code == 200
    assert (await harness.post("clerk", f"{path}/claim", {}, If_Match="*")).status_code == 200
    assert_problem(
        await harness.post("clerk", f"{path}/release", {}, If_Match="soon"), 400, "if_match_malformed"
    )


async def test_of_two_commands_with_one_etag_the_second_sees_the_first(
    harness: ApiHarness,
) -> None:
    talon, task = await register_and_claim(harness)
    await harness.send_task_command("clerk", task, "release")
    path = f"/v1/tasks/{task['id']}"
    seen = (await harness.get("supervisor", path)).headers["etag"]
    there = {"organisation": "reception-61", "role": "clerk"}
    keys = {str(harness.people[who].id): str(uuid4()) for who in ("clerk", "rival")}
    answers = await asyncio.gather(
        *(
            harness.post("supervisor", f"{path}/reassign", there | {"holder": holder}, key, If_Match=seen)
            for holder, key in keys.items()
        )
    )
    done, stale = sorted(answers, key=lambda answer: answer.status_code)
    assert done.status_code == 200, done.text
    problem = assert_problem(stale, 412, "version_mismatch")
    assert problem["type"] == "/problems/version-mismatch"
    assert problem["current"] == done.json()
    assert stale.headers["etag"] == done.headers["etag"] != seen
    story = (await harness.get("clerk", f"/v1/appeals/{talon['id']}/timeline")).json()
    assert [each["event"] for each in story["past"]].count("task_reassigned") == 1
    loser = next(holder for holder in keys if holder != done.json()["holder"])
    body, now = there | {"holder": loser}, stale.headers["etag"]
    decided = await harness.post("supervisor", f"{path}/reassign", body, keys[loser], If_Match=now)
    assert (decided.status_code, decided.json()["holder"]) == (200, loser)


async def test_a_repeated_verb_is_not_taken_for_a_stale_tab(harness: ApiHarness) -> None:
    _, task = await harness.register_and_start()
    seen = (await harness.get("clerk", f"/v1/tasks/{task['id']}")).headers["etag"]
    key, path = str(uuid4()), f"/v1/tasks/{task['id']}/claim"
    first = await harness.post("clerk", path, {}, key, If_Match=seen)
    again = await harness.post("clerk", path, {}, key, If_Match=seen)
    assert (again.status_code, again.text) == (200, first.text)


async def test_a_verb_on_a_closed_task_is_refused(harness: ApiHarness) -> None:
    talon, task = await register_and_claim(harness)
    done = await harness.send_task_command(
        "clerk", task, "complete", outcome="explained", text="Түсіндірілді."
    )
    assert (done.status_code, done.json()["state"]) == (200, "completed")
    assert done.json()["allowed_verbs"] == []
    for verb in ("claim", "release", "resume"):
        assert_problem(await harness.send_task_command("clerk", task, verb), 409, "appeal_closed")
    appeal = (await harness.get("clerk", f"/v1/appeals/{talon['id']}")).json()
    assert (appeal["status"], appeal["outcome"]) == ("closed", "explained")


async def test_a_referral_hands_the_appeal_over(harness: ApiHarness) -> None:
    talon, task = await register_and_claim(harness)
    done = await harness.send_task_command(
        "clerk", task, "refer", step="agency", reason="other_competent_body", text="Тұрғын үй мәселесі."
    )
    assert done.status_code == 200, done.text
    offered = await harness.main_task(talon["id"])
    assert (offered["organisation"], offered["state"]) == ("housing-61", "offered")
    assert_problem(await harness.get("clerk", f"/v1/tasks/{offered['id']}"), 404, "not_found")
    assert (await harness.get("clerk", f"/v1/appeals/{talon['id']}")).status_code == 200
    accepted = await harness.send_task_command("officer", offered, "accept")
    assert accepted.json()["state"] == "claimed"
    returned = await harness.send_task_command(
        "officer", offered, "return", reason="incomplete", text="Анықтама жоқ."
    )
    assert returned.json()["state"] == "returned"
    again = await harness.main_task(talon["id"])
    assert (again["organisation"], again["state"]) == ("reception-61", "ready")


async def test_every_other_verb_is_given_and_shown(harness: ApiHarness) -> None:
    talon, task = await register_and_claim(harness)
    until = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    held = await harness.send_task_command("clerk", task, "hold", until=until, reason="scheduled_visit")
    assert (held.status_code, held.json()["state"]) == (200, "held"), held.text
    assert (await harness.send_task_command("clerk", task, "resume")).json()["state"] == "claimed"
    side = await harness.send_task_command(
        "clerk", task, "open-side-task", specialty="lawyer", mandatory=True
    )
    assert side.status_code == 200, side.text
    blocked = await harness.send_task_command("clerk", task, "complete", outcome="resolved")
    assert_problem(blocked, 409, "side_task_open")
    tasks = (await harness.get("clerk", f"/v1/appeals/{talon['id']}")).json()["tasks"]
    aside = next(each for each in tasks if each["purpose"] == "side")
    assert (await harness.send_task_command("lawyer", aside, "accept")).status_code == 200
    answered = await harness.send_task_command(
        "lawyer", aside, "complete", outcome="answered", text="Құқығы бар."
    )
    assert answered.json()["state"] == "completed"
    asked = await harness.send_task_command("clerk", task, "request-information", text="Анықтама жіберіңіз.")
    assert asked.status_code == 200
    assert asked.json()["due_at"] is None
    moved = await harness.send_task_command(
        "clerk",
        task,
        "reassign",
        organisation="reception-61",
        role="clerk",
        holder=str(harness.people["rival"].id),
    )
    assert moved.json()["holder_name"] == "Болат Ахметов"


async def test_a_declined_hand_off_comes_back(harness: ApiHarness) -> None:
    talon, task = await register_and_claim(harness)
    await harness.send_task_command(
        "clerk", task, "refer", step="agency", reason="other_competent_body", to="utilities-61"
    )
    offered = await harness.main_task(talon["id"])
    assert offered["organisation"] == "utilities-61"
    declined = await harness.send_task_command("operator", offered, "decline", reason="not_competent")
    assert_problem(declined, 403, "not_your_group")


async def test_a_cancelled_side_task_blocks_nothing(harness: ApiHarness) -> None:
    talon, task = await register_and_claim(harness)
    await harness.send_task_command("clerk", task, "open-side-task", specialty="lawyer", mandatory=True)
    tasks = (await harness.get("clerk", f"/v1/appeals/{talon['id']}")).json()["tasks"]
    aside = next(each for each in tasks if each["purpose"] == "side")
    assert (await harness.send_task_command("operator", aside, "cancel-side-task")).json()[
        "state"
    ] == "cancelled"
    assert (
        await harness.send_task_command("clerk", task, "complete", outcome="explained")
    ).status_code == 200


async def test_a_supervisor_may_act_for_the_holder(harness: ApiHarness) -> None:
    talon, task = await register_and_claim(harness)
    assert_problem(
        await harness.send_task_command("supervisor", task, "complete", outcome="explained"),
        409,
        "task_held_by_another",
    )
    done = await harness.send_task_command("supervisor", task, "complete", outcome="explained", override=True)
    assert done.status_code == 200
    story = (await harness.get("clerk", f"/v1/appeals/{talon['id']}/timeline")).json()
    completed = next(each for each in story["past"] if each["event"] == "task_completed")
    assert completed["details"]["overridden"] is True
    assert completed["by"]["name"] == "Венера Қасымова"
