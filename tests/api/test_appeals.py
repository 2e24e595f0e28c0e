"""Appeals over HTTP: found, followed, and what citizens ask of them by whatever channel."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.projections.time_ledger.clock_moves import PauseEnd
from domain.projections.time_ledger.spans import Whose
from domain.state.clock import ClockKind
from domain.state.task import Purpose
from schemas.http.responses.clocks import ClocksView
from tests.api.house import House
from tests.api.test_edge import check


async def settled(house: House, **changes: Any) -> dict[str, Any]:
    talon, task = await house.started(**changes)
    await house.verb("clerk", task, "claim")
    answer = await house.verb("clerk", task, "complete", outcome="explained")
    assert answer.status_code == 200, answer.text
    return talon


async def story(house: House, talon: dict[str, Any]) -> list[str]:
    answer = await house.get("clerk", f"/v1/appeals/{talon['id']}/timeline")
    return [each["event"] for each in answer.json()["past"]]


async def test_an_appeal_is_found_by_id_and_by_number_however_it_is_typed(house: House) -> None:
    talon = await house.register()
    by_id = await house.get("clerk", f"/v1/appeals/{talon['id']}")
    for number in (talon["number"], talon["number"].lower(), talon["number"].replace("-", " ")):
        by_number = await house.get("clerk", f"/v1/appeals/by-number/{number}")
        assert by_number.json() == by_id.json()
    check(await house.get("clerk", "/v1/appeals/by-number/HK-2026-00000017-0"), 422, "validation_failed")
    check(await house.get("clerk", f"/v1/appeals/{uuid4()}"), 404, "missing")


async def test_the_timeline_tells_what_happened_and_what_will_by_itself(house: House) -> None:
    talon, task = await house.started()
    await house.verb("clerk", task, "claim")
    answer = (await house.get("clerk", f"/v1/appeals/{talon['id']}/timeline")).json()
    assert [each["event"] for each in answer["past"]] == ["registered", "task_opened", "task_claimed"]
    assert answer["past"][2]["by"] == {
        "role": "clerk",
        "organisation": "reception-61",
        "name": "Айгүл Серікова",
    }
    assert "plan" not in answer["past"][0]["details"]
    moments = [each["at"] for each in answer["future"]]
    assert moments == sorted(moments)
    assert "step_lapsed" in {each["event"] for each in answer["future"]}


async def test_the_citizens_question_and_answer_stop_and_start_the_steps_clock(house: House) -> None:
    talon, task = await house.started()
    await house.verb("clerk", task, "claim")
    await house.verb("clerk", task, "request-information", text="Отбасы құрамы?")
    waiting = (await house.get("clerk", f"/v1/appeals/{talon['id']}")).json()
    assert (waiting["status"], waiting["tasks"][0]["due"]) == ("awaiting_information", None)
    assert waiting["statute_due"] == talon["statutory_due"]
    answer = await house.http.post(
        f"/v1/appeals/{talon['id']}/information",
        json={"text": "Алты адам."},
        headers={"Tracking-Code": talon["tracking_code"], "Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "in_work"
    assert "applicants" not in answer.json()
    timeline = (await house.get("clerk", f"/v1/appeals/{talon['id']}/timeline")).json()["past"]
    assert timeline[-1]["event"] == "information_provided"
    assert timeline[-1]["text"] == "Алты адам."
    assert timeline[-1]["by"]["role"] == "citizen"


async def test_the_ledger_of_time_adds_up(house: House) -> None:
    talon, task = await house.started()
    await house.verb("clerk", task, "claim")
    await house.verb("clerk", task, "request-information", text="Отбасы құрамы?")
    paused = await read_clocks(house, talon)
    due = {clock.kind: clock.due for clock in paused.running}
    assert due[ClockKind.STEP] is None
    assert due[ClockKind.STATUTE] == datetime.fromisoformat(talon["statutory_due"])
    await house.post("clerk", f"/v1/appeals/{talon['id']}/information", {"text": "Алты адам."})
    await house.post("supervisor", f"/v1/appeals/{talon['id']}/extension", {"term": "2wd", "text": "Сұрау."})
    kept = await read_clocks(house, talon)
    assert kept.spent.elapsed == kept.ends - kept.begins
    spent = kept.spent
    assert spent.elapsed == spent.working + spent.paused + spent.idle + spent.off_hours
    assert kept.spent.elapsed == sum((each.spent.elapsed for each in kept.totals), timedelta())
    assert {each.owner.whose for each in kept.totals} == {Whose.ORGANISATION, Whose.CITIZEN}
    (pause,), (extension,) = kept.pauses, kept.extensions
    assert (pause.by and pause.by.name, pause.text) == ("Айгүл Серікова", "Отбасы құрамы?")
    assert (pause.ended, pause.statute) == (PauseEnd.ANSWERED, False)
    assert (extension.by and extension.by.name, extension.text) == ("Венера Қасымова", "Сұрау.")
    assert (extension.term, extension.organisation) == ("2wd", "reception-61")
    work, *duties = kept.tasks
    assert (work.task, work.organisation) == (UUID(task["id"]), "reception-61")
    assert {each.purpose for each in duties} == {Purpose.DUTY}
    statute = next(clock for clock in kept.running if clock.kind is ClockKind.STATUTE)
    appeal = (await house.get("clerk", f"/v1/appeals/{talon['id']}")).json()
    assert statute.due == datetime.fromisoformat(appeal["statute_due"])
    check(await house.get("stranger", f"/v1/appeals/{talon['id']}/clocks"), 404, "missing")


async def read_clocks(house: House, talon: dict[str, Any]) -> ClocksView:
    answer = await house.get("clerk", f"/v1/appeals/{talon['id']}/clocks")
    assert answer.status_code == 200, answer.text
    return ClocksView.model_validate_json(answer.text)


async def test_a_withdrawal_closes_and_keeps_its_words(house: House) -> None:
    talon, _ = await house.started()
    key = str(uuid4())
    body = {"text": "Мәселем шешілді."}
    done = await house.post("clerk", f"/v1/appeals/{talon['id']}/withdrawal", body, key)
    assert (done.status_code, done.json()["outcome"]) == (200, "withdrawn")
    again = await house.post("clerk", f"/v1/appeals/{talon['id']}/withdrawal", body, key)
    assert again.text == done.text
    other = await house.post("clerk", f"/v1/appeals/{talon['id']}/withdrawal", body)
    check(other, 409, "appeal_closed")


async def test_a_reopened_appeal_goes_on_and_keeps_its_old_outcome(house: House) -> None:
    talon = await settled(house)
    key = str(uuid4())
    path = f"/v1/appeals/{talon['id']}/reopening"
    done = await house.post("clerk", path, {"text": "Көмек жоқ."}, key)
    assert done.status_code == 200, done.text
    assert (done.json()["status"], done.json()["reopenings"]) == ("in_work", 1)
    again = await house.post("clerk", path, {"text": "Көмек жоқ."}, key)
    assert again.text == done.text
    check(await house.post("clerk", path, {"text": "Тағы."}), 409, "appeal_not_closed")
    assert (await story(house, talon)).count("reopened") == 1


async def test_help_is_received_before_the_appeal_closes(house: House) -> None:
    talon, task = await house.started(topic="material-help")
    await house.verb("clerk", task, "claim")
    await house.verb("clerk", task, "complete", outcome="resolved")
    path = f"/v1/appeals/{talon['id']}"
    assert (await house.get("clerk", path)).json()["status"] == "awaiting_receipt"
    done = await house.post("clerk", f"{path}/receipt", {"received": True})
    assert (done.json()["status"], done.json()["outcome"]) == ("closed", "resolved")


async def test_only_those_above_extend_the_term_and_only_so_far(house: House) -> None:
    talon, _ = await house.started()
    path = f"/v1/appeals/{talon['id']}/extension"
    check(await house.post("clerk", path, {"term": "5wd", "text": "Сұрау."}), 403, "wrong_office")
    done = await house.post("supervisor", path, {"term": "5wd", "text": "Сұрау."})
    assert done.status_code == 200, done.text
    assert done.json()["statute_due"] > talon["statutory_due"]
    too_long = await house.post("supervisor", path, {"term": "99mo", "text": "Сұрау."})
    assert too_long.status_code in (409, 422)
    wrong = check(
        await house.post("supervisor", path, {"term": "soon", "text": "x"}), 422, "validation_failed"
    )
    assert wrong["errors"][0]["code"] == "wrong_term"


async def test_an_appeal_becomes_a_part_of_another(house: House) -> None:
    (talon, _), other = await house.started(), await house.register()
    path = f"/v1/appeals/{talon['id']}/merge"
    problem = check(await house.post("clerk", path, {"into": str(uuid4())}), 422, "unknown_appeal")
    assert problem["errors"][0]["field"] == "into"
    check(await house.post("clerk", path, {"into": talon["id"]}), 422, "merged_into_itself")
    done = await house.post("clerk", path, {"into": other["id"]})
    assert (done.json()["outcome"], done.json()["merged_into"]) == ("merged", other["id"])
    back = await house.post("clerk", f"/v1/appeals/{other['id']}/merge", {"into": talon["id"]})
    check(back, 409, "appeal_closed")


async def test_a_note_moves_no_clock_and_is_not_for_outsiders(house: House) -> None:
    talon = await house.register("integrator", channel="e_government")
    path = f"/v1/appeals/{talon['id']}"
    before = (await house.get("clerk", path)).json()
    key = str(uuid4())
    done = await house.post("clerk", f"{path}/notes", {"text": "Кешке қоңырау."}, key)
    again = await house.post("clerk", f"{path}/notes", {"text": "Кешке қоңырау."}, key)
    assert (done.status_code, again.text) == (201, done.text)
    assert (await house.get("clerk", path)).json() == before
    notes = (await house.get("supervisor", f"{path}/notes")).json()
    assert [each["body"] for each in notes] == ["Кешке қоңырау."]
    check(await house.get("integrator", f"{path}/notes"), 403, "forbidden")
    check(await house.post("integrator", f"{path}/notes", {"text": "x"}), 403, "forbidden")


async def test_the_citizen_says_how_it_was(house: House) -> None:
    talon = await house.register(here_and_now={"outcome": "resolved", "text": "Бітті."})
    headers = {"Tracking-Code": talon["tracking_code"], "Idempotency-Key": str(uuid4())}
    path = f"/v1/appeals/{talon['id']}/feedback"
    done = await house.http.post(path, json={"score": 5, "text": "Рахмет!"}, headers=headers)
    assert (done.status_code, done.json()["score"]) == (201, 5)
    wrong = await house.post("clerk", path, {"score": 6})
    assert check(wrong, 422, "validation_failed")["errors"][0] == {
        "field": "score",
        "code": "out_of_range",
        "message": "The number is out of its range.",
    }


async def test_the_list_is_read_to_its_end_without_gap_or_repetition(house: House) -> None:
    talons = [await house.register(language="en") for _ in range(5)]
    seen: list[str] = []
    path = "/v1/appeals?language=en&limit=2"
    page = (await house.get("clerk", path)).json()
    while True:
        seen += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        page = (await house.get("clerk", f"{path}&cursor={page['next']}")).json()
    assert seen == sorted(set(seen), reverse=True)
    assert {talon["id"] for talon in talons} <= set(seen)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=lost", "status"),
        ("limit=0", "limit"),
        ("limit=1000", "limit"),
        ("limit=many", "limit"),
        ("cursor=abc", "cursor"),
        ("cursor=%00", "cursor"),
        ("cursor=W10", "cursor"),
        ("colour=red", "colour"),
        ("region=%00", "region"),
        ("topic=A", "topic"),
        ("registered_from=2026-01-01T00:00:00", "registered_from"),
        ("name=Gulnur", "name"),
    ],
)
async def test_a_wrong_question_says_where(house: House, query: str, field: str) -> None:
    problem = check(await house.get("clerk", f"/v1/appeals?{query}"), 422, "validation_failed")
    assert problem["errors"][0]["field"] == field


async def test_a_cursor_is_good_for_its_own_question_only(house: House) -> None:
    for _ in range(2):
        await house.register()
    cursor = (await house.get("clerk", "/v1/appeals?limit=1")).json()["next"]
    other = await house.get("clerk", f"/v1/appeals?status=closed&cursor={cursor}")
    assert check(other, 422, "validation_failed")["errors"][0]["code"] == "wrong_cursor"


@pytest.mark.law("АППК 63(2)")
async def test_a_name_is_searched_for_in_the_body_and_in_any_letters(house: House) -> None:
    numbers = {"iin": "900101300811", "bin": "240140000001"}
    talon = await house.register(applicant={"name": "Өмірбек Қожагелді"} | numbers)
    asked_by = [
        {"name": name} for name in ("омирбек", "ОМИРБЕК КОЖАГЕЛДИ", "Omirbek", "Qojageldi", "Kozhageldi")
    ]
    for asked in (*asked_by, *({name: number} for name, number in numbers.items())):
        answer = await house.http.post("/v1/appeals/search", json=asked, headers=house.headers("clerk"))
        assert talon["id"] in {each["id"] for each in answer.json()["items"]}
        answer = await house.http.post("/v1/appeals/search", json=asked, headers=house.headers("stranger"))
        assert answer.json()["items"] == []


@pytest.mark.parametrize("query", ["overdue=true", "needs_attention=true", "stage=agency", "channel=site"])
async def test_a_filter_keeps_what_does_not_fit_away(house: House, query: str) -> None:
    talon = await house.register()
    listed = (await house.get("clerk", f"/v1/appeals?limit=200&{query}")).json()["items"]
    assert talon["id"] not in {each["id"] for each in listed}


async def test_the_citizen_reads_the_question_and_only_while_it_waits(house: House) -> None:
    talon, task = await house.started()
    code = {"Tracking-Code": talon["tracking_code"]}
    path = f"/v1/appeals/{talon['id']}"
    await house.verb("clerk", task, "claim")
    await house.verb("clerk", task, "request-information", text="Балаларыңыз нешеу?")
    asked = (await house.http.get(path, headers=code)).json()
    assert asked["question"] == "Балаларыңыз нешеу?"
    answer = await house.http.post(
        f"{path}/information", json={"text": "Төртеу."}, headers=code | {"Idempotency-Key": str(uuid4())}
    )
    assert answer.json()["question"] is None


async def test_a_note_on_a_task_stands_among_the_notes_and_changes_nothing(house: House) -> None:
    talon, task = await house.started()
    noted = await house.verb("clerk", task, "note", text="Кешке қоңырау шалу керек.")
    assert noted.status_code == 201
    assert noted.json()["task"] == task["id"]
    notes = (await house.get("clerk", f"/v1/appeals/{talon['id']}/notes")).json()
    assert [each["id"] for each in notes] == [noted.json()["id"]]
    assert (await house.get("clerk", f"/v1/tasks/{task['id']}")).json()["version"] == task["version"]
    check(await house.verb("stranger", task, "note", text="x"), 404, "missing")
