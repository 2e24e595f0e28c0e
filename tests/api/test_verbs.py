"""The verbs of tasks over HTTP: what a verb returned the next GET shows, and nothing is done twice."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.api.house import ApiHarness
from tests.api.test_edge import assert_problem


async def register_and_claim(house: ApiHarness, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    talon, task = await house.register_and_start(**changes)
    answer = await house.send_task_command("clerk", task, "claim")
    assert answer.status_code == 200, answer.text
    return talon, answer.json()


async def test_what_a_verb_returned_the_next_get_shows(house: ApiHarness) -> None:
    _, task = await house.register_and_start()
    before = await house.get("clerk", f"/v1/tasks/{task['id']}")
    assert before.json()["allowed_verbs"] == ["claim", "flag-danger"]
    done = await house.send_task_command("clerk", task, "claim")
    after = await house.get("clerk", f"/v1/tasks/{task['id']}")
    assert done.json() == after.json()
    assert done.headers["etag"] == after.headers["etag"] != before.headers["etag"]
    assert after.json()["holder_name"] == "Айгүл Серікова"
    assert "complete" in after.json()["allowed_verbs"]


async def test_each_reader_is_told_their_own_verbs(house: ApiHarness) -> None:
    _, task = await register_and_claim(house)
    rival = (await house.get("rival", f"/v1/tasks/{task['id']}")).json()
    supervisor = (await house.get("supervisor", f"/v1/tasks/{task['id']}")).json()
    assert rival["allowed_verbs"] == ["flag-danger"]  # whoever sees a danger tells of it
    assert {"release", "complete", "reassign"} <= set(supervisor["allowed_verbs"])


async def test_two_claims_at_the_same_instant_have_one_winner(house: ApiHarness) -> None:
    _, task = await house.register_and_start()
    answers = await asyncio.gather(
        house.send_task_command("clerk", task, "claim"), house.send_task_command("rival", task, "claim")
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    winner, loser = sorted(answers, key=lambda answer: answer.status_code)
    problem = assert_problem(loser, 409, "task_held_by_another")
    assert problem["parameters"]["holder"] == winner.json()["holder"]
    assert problem["parameters"]["holder_name"] == winner.json()["holder_name"]
    assert winner.json()["holder_name"] in problem["detail"]
    assert problem["parameters"]["since"]


async def test_a_double_click_claims_once(house: ApiHarness) -> None:
    talon, task = await house.register_and_start()
    key = str(uuid4())
    answers = await asyncio.gather(*(house.send_task_command("clerk", task, "claim", key) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    story = (await house.get("clerk", f"/v1/appeals/{talon['id']}/timeline")).json()
    assert [each["event"] for each in story["past"]].count("task_claimed") == 1
    assert "lease_renewed" not in {each["event"] for each in story["past"]}


async def test_a_refusal_is_the_same_refusal_when_asked_again(house: ApiHarness) -> None:
    _, task = await register_and_claim(house)
    key = str(uuid4())
    first = await house.send_task_command("rival", task, "claim", key)
    await house.send_task_command("clerk", task, "release")
    again = await house.send_task_command("rival", task, "claim", key)
    assert (again.status_code, again.text) == (first.status_code, first.text)
    assert again.headers["content-type"] == "application/problem+json"
    assert (await house.send_task_command("rival", task, "claim")).status_code == 200


async def test_an_answer_is_given_again_after_the_task_has_left_the_house(house: ApiHarness) -> None:
    _, task = await register_and_claim(house)
    key = str(uuid4())
    there = {"organisation": "reception-61-keles", "role": "clerk"}
    first = await house.send_task_command("supervisor", task, "reassign", key, **there)
    assert first.status_code == 200, first.text
    assert_problem(await house.get("supervisor", f"/v1/tasks/{task['id']}"), 404, "not_found")
    again = await house.send_task_command("supervisor", task, "reassign", key, **there)
    assert (again.status_code, again.text) == (200, first.text)


async def test_the_same_key_for_another_verb_is_refused(house: ApiHarness) -> None:
    _, task = await house.register_and_start()
    key = str(uuid4())
    await house.send_task_command("clerk", task, "claim", key)
    assert_problem(
        await house.send_task_command("clerk", task, "release", key), 422, "idempotency_key_reused"
    )


async def test_a_stale_tab_learns_the_current_state(house: ApiHarness) -> None:
    _, task = await house.register_and_start()
    seen = (await house.get("clerk", f"/v1/tasks/{task['id']}")).headers["etag"]
    path = f"/v1/tasks/{task['id']}"
    done = await house.post("clerk", f"{path}/claim", {}, If_Match=seen)
    assert done.status_code == 200
    stale = await house.post("clerk", f"{path}/release", {}, If_Match=seen)
    problem = assert_problem(stale, 412, "version_mismatch")
    assert problem["current"]["state"] == "claimed"
    assert stale.headers["etag"] == done.headers["etag"]
    fresh = await house.post("clerk", f"{path}/release", {}, If_Match=f'W/"0", {done.headers["etag"]}')
    assert fresh.status_code == 200
    assert (await house.post("clerk", f"{path}/claim", {}, If_Match="*")).status_code == 200
    assert_problem(
        await house.post("clerk", f"{path}/release", {}, If_Match="soon"), 400, "if_match_malformed"
    )


async def test_of_two_verbs_with_one_etag_one_is_obeyed_and_the_other_sees_what_came_of_it(
    house: ApiHarness,
) -> None:
    talon, task = await register_and_claim(house)
    await house.send_task_command("clerk", task, "release")
    path = f"/v1/tasks/{task['id']}"
    seen = (await house.get("supervisor", path)).headers["etag"]
    there = {"organisation": "reception-61", "role": "clerk"}
    keys = {str(house.people[who].id): str(uuid4()) for who in ("clerk", "rival")}
    answers = await asyncio.gather(
        *(
            house.post("supervisor", f"{path}/reassign", there | {"holder": holder}, key, If_Match=seen)
            for holder, key in keys.items()
        )
    )
    done, stale = sorted(answers, key=lambda answer: answer.status_code)
    assert done.status_code == 200, done.text
    problem = assert_problem(stale, 412, "version_mismatch")
    assert problem["type"] == "/problems/version-mismatch"
    assert problem["current"] == done.json()
    assert stale.headers["etag"] == done.headers["etag"] != seen
    story = (await house.get("clerk", f"/v1/appeals/{talon['id']}/timeline")).json()
    assert [each["event"] for each in story["past"]].count("task_reassigned") == 1
    loser = next(holder for holder in keys if holder != done.json()["holder"])
    body, now = there | {"holder": loser}, stale.headers["etag"]
    decided = await house.post("supervisor", f"{path}/reassign", body, keys[loser], If_Match=now)
    assert (decided.status_code, decided.json()["holder"]) == (200, loser)


async def test_a_repeated_verb_is_not_taken_for_a_stale_tab(house: ApiHarness) -> None:
    _, task = await house.register_and_start()
    seen = (await house.get("clerk", f"/v1/tasks/{task['id']}")).headers["etag"]
    key, path = str(uuid4()), f"/v1/tasks/{task['id']}/claim"
    first = await house.post("clerk", path, {}, key, If_Match=seen)
    again = await house.post("clerk", path, {}, key, If_Match=seen)
    assert (again.status_code, again.text) == (200, first.text)


async def test_a_verb_on_a_closed_task_is_refused(house: ApiHarness) -> None:
    talon, task = await register_and_claim(house)
    done = await house.send_task_command("clerk", task, "complete", outcome="explained", text="Түсіндірілді.")
    assert (done.status_code, done.json()["state"]) == (200, "completed")
    assert done.json()["allowed_verbs"] == []
    for verb in ("claim", "release", "resume"):
        assert_problem(await house.send_task_command("clerk", task, verb), 409, "appeal_closed")
    appeal = (await house.get("clerk", f"/v1/appeals/{talon['id']}")).json()
    assert (appeal["status"], appeal["outcome"]) == ("closed", "explained")


async def test_a_referral_hands_the_appeal_over(house: ApiHarness) -> None:
    talon, task = await register_and_claim(house)
    done = await house.send_task_command(
        "clerk", task, "refer", step="agency", reason="other_competent_body", text="Тұрғын үй мәселесі."
    )
    assert done.status_code == 200, done.text
    offered = await house.main_task(talon["id"])
    assert (offered["organisation"], offered["state"]) == ("housing-61", "offered")
    assert_problem(await house.get("clerk", f"/v1/tasks/{offered['id']}"), 404, "not_found")
    assert (await house.get("clerk", f"/v1/appeals/{talon['id']}")).status_code == 200
    accepted = await house.send_task_command("officer", offered, "accept")
    assert accepted.json()["state"] == "claimed"
    returned = await house.send_task_command(
        "officer", offered, "return", reason="incomplete", text="Анықтама жоқ."
    )
    assert returned.json()["state"] == "returned"
    again = await house.main_task(talon["id"])
    assert (again["organisation"], again["state"]) == ("reception-61", "ready")


async def test_every_other_verb_is_given_and_shown(house: ApiHarness) -> None:
    talon, task = await register_and_claim(house)
    until = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    held = await house.send_task_command("clerk", task, "hold", until=until, reason="scheduled_visit")
    assert (held.status_code, held.json()["state"]) == (200, "held"), held.text
    assert (await house.send_task_command("clerk", task, "resume")).json()["state"] == "claimed"
    side = await house.send_task_command("clerk", task, "open-side-task", specialty="lawyer", mandatory=True)
    assert side.status_code == 200, side.text
    blocked = await house.send_task_command("clerk", task, "complete", outcome="resolved")
    assert_problem(blocked, 409, "side_task_open")
    tasks = (await house.get("clerk", f"/v1/appeals/{talon['id']}")).json()["tasks"]
    aside = next(each for each in tasks if each["purpose"] == "side")
    assert (await house.send_task_command("lawyer", aside, "accept")).status_code == 200
    answered = await house.send_task_command(
        "lawyer", aside, "complete", outcome="answered", text="Құқығы бар."
    )
    assert answered.json()["state"] == "completed"
    asked = await house.send_task_command("clerk", task, "request-information", text="Анықтама жіберіңіз.")
    assert asked.status_code == 200
    assert asked.json()["due_at"] is None
    moved = await house.send_task_command(
        "clerk",
        task,
        "reassign",
        organisation="reception-61",
        role="clerk",
        holder=str(house.people["rival"].id),
    )
    assert moved.json()["holder_name"] == "Болат Ахметов"


async def test_a_declined_hand_off_comes_back(house: ApiHarness) -> None:
    talon, task = await register_and_claim(house)
    await house.send_task_command(
        "clerk", task, "refer", step="agency", reason="other_competent_body", to="utilities-61"
    )
    offered = await house.main_task(talon["id"])
    assert offered["organisation"] == "utilities-61"
    declined = await house.send_task_command("operator", offered, "decline", reason="not_competent")
    assert_problem(declined, 403, "not_your_group")


async def test_a_cancelled_side_task_blocks_nothing(house: ApiHarness) -> None:
    talon, task = await register_and_claim(house)
    await house.send_task_command("clerk", task, "open-side-task", specialty="lawyer", mandatory=True)
    tasks = (await house.get("clerk", f"/v1/appeals/{talon['id']}")).json()["tasks"]
    aside = next(each for each in tasks if each["purpose"] == "side")
    assert (await house.send_task_command("operator", aside, "cancel-side-task")).json()[
        "state"
    ] == "cancelled"
    assert (await house.send_task_command("clerk", task, "complete", outcome="explained")).status_code == 200


async def test_a_supervisor_may_act_for_the_holder(house: ApiHarness) -> None:
    talon, task = await register_and_claim(house)
    assert_problem(
        await house.send_task_command("supervisor", task, "complete", outcome="explained"),
        409,
        "task_held_by_another",
    )
    done = await house.send_task_command("supervisor", task, "complete", outcome="explained", override=True)
    assert done.status_code == 200
    story = (await house.get("clerk", f"/v1/appeals/{talon['id']}/timeline")).json()
    completed = next(each for each in story["past"] if each["event"] == "task_completed")
    assert completed["details"]["overridden"] is True
    assert completed["by"]["name"] == "Венера Қасымова"
