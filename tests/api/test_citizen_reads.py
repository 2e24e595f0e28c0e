"""The citizen reads the answer, and the number with the tracking code is enough for every act."""

from typing import Any
from uuid import uuid4

import httpx2

from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem

ANSWER = "Жәрдемақы тек табысы төмендерге беріледі. 12-кабинетке келіңіз."
MEMBERS = [
    {"name": f"Көрші {number}", "contacts": {"phone": f"+77010000{number:03}"}} for number in range(39)
]


async def citizen_view(harness: ApiHarness, talon: dict[str, Any], code: str = "") -> httpx2.Response:
    """Read the appeal with nothing but what is printed on the talon."""
    headers = {"Tracking-Code": code or talon["tracking_code"]}
    return await harness.http.get(f"/v1/appeals/by-number/{talon['number']}", headers=headers)


async def citizen_act(harness: ApiHarness, talon: dict[str, Any], verb: str, **body: Any) -> httpx2.Response:
    seen = (await citizen_view(harness, talon)).json()
    headers = {"Tracking-Code": talon["tracking_code"], "Idempotency-Key": str(uuid4())}
    return await harness.http.post(f"/v1/appeals/{seen['id']}/{verb}", json=body, headers=headers)


async def notices(harness: ApiHarness, talon: dict[str, Any]) -> list[dict[str, Any]]:
    found, page = [], (await harness.get("operator", "/v1/notices?limit=200")).json()
    while page["items"]:
        found += [each for each in page["items"] if each["appeal"] == talon["id"]]
        page = (await harness.get("operator", f"/v1/notices?limit=200&cursor={page['next_cursor']}")).json()
    return found


async def decide(harness: ApiHarness, task: dict[str, Any], outcome: str, text: str) -> None:
    await harness.send_task_command("clerk", task, "claim")
    done = await harness.send_task_command("clerk", task, "complete", outcome=outcome, text=text)
    assert done.status_code == 200, done.text


async def test_the_citizen_reads_the_words_of_the_answer(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start()
    await decide(harness, task, "explained", ANSWER)
    last = (await citizen_view(harness, talon)).json()["notices"][-1]
    assert last["officer_text"] == ANSWER
    assert (await notices(harness, talon))[-1]["officer_text"] == ANSWER


async def test_the_words_are_kept_where_help_is_granted(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start(topic="material-help")
    await decide(harness, task, "resolved", ANSWER)
    granted = (await notices(harness, talon))[-1]
    assert (granted["event"], granted["officer_text"]) == ("help_granted", ANSWER)
    assert (await citizen_view(harness, talon)).json()["notices"][-1]["officer_text"] == ANSWER


async def test_who_is_answered_at_once_is_not_promised_a_term(harness: ApiHarness) -> None:
    talon = await harness.register(intake_resolution={"outcome": "explained", "text": ANSWER})
    (only,) = await notices(harness, talon)
    assert (only["event"], only["officer_text"]) == ("closed", ANSWER)
    (seen,) = (await citizen_view(harness, talon)).json()["notices"]
    assert seen["officer_text"] == ANSWER


async def test_number_and_tracking_code_are_enough_to_act(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start()
    await harness.send_task_command("clerk", task, "claim")
    await harness.send_task_command("clerk", task, "request-information", text="Қай мекенжай?")
    seen = (await citizen_view(harness, talon)).json()
    assert (seen["requested_information"], seen["question"]) == ("Қай мекенжай?", 1)
    assert seen["next_step"]["step"] == "answer_question"
    answered = await citizen_act(harness, talon, "provide-information", question=1, text="Абай, 1.")
    assert answered.status_code == 200, answered.text
    assert (await citizen_view(harness, talon)).json()["question"] is None


async def test_the_citizen_reads_what_happens_next_and_by_when(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start(language="ru")
    expected = (await citizen_view(harness, talon)).json()["next_step"]
    assert (expected["step"], expected["until"]) == ("await_decision", talon["statutory_due_at"])
    body = harness.dependencies.policy.organisation("reception-61").titles.ru
    assert expected["text"].startswith(f"Решение по обращению примет {body} до ")
    await decide(harness, task, "explained", ANSWER)
    ended = (await citizen_view(harness, talon)).json()["next_step"]
    assert ended["step"] in {"await_notice", "complain"}
    assert ended["text"]


async def test_the_whole_view_is_in_the_language_of_the_appeal(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start()
    body = (await citizen_view(harness, talon)).json()["considering_body"]
    assert body["title"] == harness.dependencies.policy.organisation("reception-61").titles.kk
    await decide(harness, task, "explained", ANSWER)
    seen = (await citizen_view(harness, talon)).json()
    assert seen["decision"]["title"] == "Қолайлы әкімшілік акт"
    assert "Шешім: Қолайлы әкімшілік акт" in seen["notices"][-1]["text"]


async def test_the_talon_names_the_first_task(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start()
    assert talon["task"] == task["id"]
    settled = await harness.register(intake_resolution={"outcome": "explained", "text": ANSWER})
    assert settled["task"] is None
    ended = {"outcome": "terminated", "ground": "other", "termination_ground": "court_act", "text": ANSWER}
    assert (await harness.register(intake_resolution=ended))["task"] is None


async def test_all_members_of_a_group_are_notified(harness: ApiHarness) -> None:
    talon = await harness.register(co_applicants=MEMBERS)
    (registered,) = await notices(harness, talon)
    assert len(registered["recipients"]) == 1 + len(MEMBERS)


async def test_a_lost_tracking_code_is_renewed_by_a_clerk(harness: ApiHarness) -> None:
    talon = await harness.register()
    path = f"/v1/appeals/{talon['id']}/renew-tracking-code"
    key = str(uuid4())
    renewed = await harness.post("clerk", path, {"applicant_present": True}, key)
    assert renewed.status_code == 200, renewed.text
    code = renewed.json()["tracking_code"]
    assert (await citizen_view(harness, talon, code)).json()["number"] == talon["number"]
    assert (await citizen_view(harness, talon)).status_code in {401, 404}
    again = await harness.post("clerk", path, {"applicant_present": True}, key)
    assert (again.status_code, again.json()["tracking_code"]) == (200, None)


async def test_the_code_of_an_anonymous_appeal_is_not_renewed(harness: ApiHarness) -> None:
    talon = await harness.register(anonymous=True, applicant=None)
    path = f"/v1/appeals/{talon['id']}/renew-tracking-code"
    refused = await harness.post("clerk", path, {"applicant_present": True})
    assert assert_problem(refused, 422, "validation_failed")["errors"][0]["code"] == "applicant_required"


async def test_the_code_is_renewed_only_for_a_person_who_is_present(harness: ApiHarness) -> None:
    talon = await harness.register()
    path = f"/v1/appeals/{talon['id']}/renew-tracking-code"
    absent = await harness.post("clerk", path, {"applicant_present": False})
    assert_problem(absent, 422, "validation_failed")
    assert_problem(await harness.post("stranger", path, {"applicant_present": True}), 404, "not_found")
    assert_problem(await harness.post("integrator", path, {"applicant_present": True}), 403, "forbidden")


async def test_feedback_waits_for_an_answer_and_is_kept_per_closing(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start()
    early = await citizen_act(harness, talon, "feedback", score=1)
    assert_problem(early, 409, "not_allowed_in_status")
    await decide(harness, task, "explained", ANSWER)
    for score in (1, 4):  # the applicant thinks again
        assert (await citizen_act(harness, talon, "feedback", score=score)).status_code == 201
    (kept,) = (await harness.get("supervisor", f"/v1/appeals/{talon['id']}/feedback")).json()["items"]
    assert (kept["score"], kept["closing"], kept["organisation"]) == (4, 1, "reception-61")
    path = f"/v1/appeals/{talon['id']}/feedback"
    assert_problem(await harness.get("integrator", path), 403, "forbidden")
    assert_problem(await harness.post("supervisor", path, {"score": 5}), 403, "forbidden")


async def test_scores_are_added_up_for_those_who_answer_for_them(harness: ApiHarness) -> None:
    talon = await harness.register(intake_resolution={"outcome": "explained", "text": ANSWER})
    before = await scores(harness)
    assert (await citizen_act(harness, talon, "feedback", score=2)).status_code == 201
    after = await scores(harness)
    assert (after["count"] - before["count"], after["by_score"][1] - before["by_score"][1]) == (1, 1)
    assert_problem(await harness.get("clerk", "/v1/feedback/summary?group_by=topic"), 403, "forbidden")


async def scores(harness: ApiHarness) -> dict[str, Any]:
    """Return the scores of the reception as its supervisor sees them."""
    summary = await harness.get("supervisor", "/v1/feedback/summary?group_by=organisation")
    nothing = {"count": 0, "by_score": [0] * 5}
    return next((each for each in summary.json()["items"] if each["key"] == "reception-61"), nothing)
