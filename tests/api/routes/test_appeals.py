"""Appeals over HTTP: found, followed, and what citizens ask of them by whatever channel."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.projections.time_ledger.clock_moves import PauseEndReason
from domain.projections.time_ledger.spans import TimeOwnerKind
from domain.state.clock import ClockKind
from domain.state.task import Purpose
from schemas.http.responses.clocks import AppealTimeLedgerView
from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem


async def settled(harness: ApiHarness, **changes: Any) -> dict[str, Any]:
    talon, task = await harness.register_and_start(**changes)
    await harness.send_task_command("clerk", task, "claim")
    answer = await harness.send_task_command("clerk", task, "complete", outcome="explained")
    assert answer.status_code == 200, answer.text
    return talon


async def story(harness: ApiHarness, talon: dict[str, Any]) -> list[str]:
    answer = await harness.get("clerk", f"/v1/appeals/{talon['id']}/timeline")
    return [each["event"] for each in answer.json()["past"]]


async def test_an_appeal_is_found_by_id_and_by_number_however_it_is_typed(harness: ApiHarness) -> None:
    talon = await harness.register()
    by_id = await harness.get("clerk", f"/v1/appeals/{talon['id']}")
    for number in (talon["number"], talon["number"].lower(), talon["number"].replace("-", " ")):
        by_number = await harness.get("clerk", f"/v1/appeals/by-number/{number}")
        assert by_number.json() == by_id.json()
    assert_problem(
        await harness.get("clerk", "/v1/appeals/by-number/HK-2026-00000017-0"), 422, "validation_failed"
    )
    assert_problem(await harness.get("clerk", f"/v1/appeals/{uuid4()}"), 404, "not_found")


async def test_timeline_shows_past_and_scheduled_events(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start()
    await harness.send_task_command("clerk", task, "claim")
    answer = (await harness.get("clerk", f"/v1/appeals/{talon['id']}/timeline")).json()
    assert [each["event"] for each in answer["past"]] == ["registered", "task_opened", "task_claimed"]
    assert answer["past"][2]["by"] == {
        "role": "clerk",
        "organisation": "reception-61",
        "name": "Айгүл Серікова",
    }
    assert "plan" not in answer["past"][0]["details"]
    moments = [each["expected_at"] for each in answer["future"]]
    assert moments == sorted(moments)
    assert "step_lapsed" in {each["event"] for each in answer["future"]}


async def test_the_citizens_question_and_answer_stop_and_start_the_steps_clock(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start()
    await harness.send_task_command("clerk", task, "claim")
    await harness.send_task_command("clerk", task, "request-information", text="Отбасы құрамы?")
    waiting = (await harness.get("clerk", f"/v1/appeals/{talon['id']}")).json()
    assert (waiting["status"], waiting["tasks"][0]["due_at"]) == ("awaiting_information", None)
    assert waiting["statutory_due_at"] == talon["statutory_due_at"]
    answer = await harness.http.post(
        f"/v1/appeals/{talon['id']}/provide-information",
        json={"text": "Алты адам."},
        headers={"Tracking-Code": talon["tracking_code"], "Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "in_progress"
    assert "applicants" not in answer.json()
    timeline = (await harness.get("clerk", f"/v1/appeals/{talon['id']}/timeline")).json()["past"]
    assert timeline[-1]["event"] == "information_provided"
    assert timeline[-1]["text"] == "Алты адам."
    assert timeline[-1]["by"]["role"] == "citizen"


async def test_the_ledger_of_time_adds_up(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start()
    await harness.send_task_command("clerk", task, "claim")
    await harness.send_task_command("clerk", task, "request-information", text="Отбасы құрамы?")
    paused = await read_clocks(harness, talon)
    due = {clock.kind: clock.due_at for clock in paused.running_clocks}
    assert due[ClockKind.STEP] is None
    assert due[ClockKind.STATUTE] == datetime.fromisoformat(talon["statutory_due_at"])
    await harness.post("clerk", f"/v1/appeals/{talon['id']}/provide-information", {"text": "Алты адам."})
    await harness.post("supervisor", f"/v1/appeals/{talon['id']}/extend", {"term": "2wd", "text": "Сұрау."})
    kept = await read_clocks(harness, talon)
    assert kept.spent.elapsed == kept.ends_at - kept.begins_at
    spent = kept.spent
    assert spent.elapsed == spent.working + spent.paused + spent.idle + spent.off_hours
    assert kept.spent.elapsed == sum((each.spent.elapsed for each in kept.totals), timedelta())
    owners = {each.owner.kind for each in kept.totals}
    assert owners <= {TimeOwnerKind.CITIZEN, TimeOwnerKind.ORGANISATION}  # spans below a second are dropped
    (pause,), (extension,) = kept.pauses, kept.extensions
    assert (pause.by and pause.by.name, pause.text) == ("Айгүл Серікова", "Отбасы құрамы?")
    assert (pause.end_reason, pause.statutory_clock_paused) == (PauseEndReason.ANSWERED, False)
    assert (extension.by and extension.by.name, extension.text) == ("Венера Қасымова", "Сұрау.")
    assert (extension.term, extension.organisation) == ("2wd", "reception-61")
    work, *duties = kept.task_times
    assert (work.task, work.organisation) == (UUID(task["id"]), "reception-61")
    assert {each.purpose for each in duties} == {Purpose.DUTY}
    statute = next(clock for clock in kept.running_clocks if clock.kind is ClockKind.STATUTE)
    appeal = (await harness.get("clerk", f"/v1/appeals/{talon['id']}")).json()
    assert statute.due_at == datetime.fromisoformat(appeal["statutory_due_at"])
    assert_problem(await harness.get("stranger", f"/v1/appeals/{talon['id']}/time-ledger"), 404, "not_found")


async def read_clocks(harness: ApiHarness, talon: dict[str, Any]) -> AppealTimeLedgerView:
    answer = await harness.get("clerk", f"/v1/appeals/{talon['id']}/time-ledger")
    assert answer.status_code == 200, answer.text
    return AppealTimeLedgerView.model_validate_json(answer.text)


async def test_a_withdrawal_closes_and_keeps_its_words(harness: ApiHarness) -> None:
    talon, _ = await harness.register_and_start()
    key = str(uuid4())
    body = {"text": "Мәселем шешілді."}
    done = await harness.post("clerk", f"/v1/appeals/{talon['id']}/withdraw", body, key)
    assert (done.status_code, done.json()["outcome"]) == (200, "withdrawn")
    again = await harness.post("clerk", f"/v1/appeals/{talon['id']}/withdraw", body, key)
    assert again.text == done.text
    other = await harness.post("clerk", f"/v1/appeals/{talon['id']}/withdraw", body)
    assert_problem(other, 409, "appeal_closed")


async def test_a_reopened_appeal_keeps_its_old_outcome(harness: ApiHarness) -> None:
    talon = await settled(harness)
    key = str(uuid4())
    path = f"/v1/appeals/{talon['id']}/reopen"
    done = await harness.post("clerk", path, {"text": "Көмек жоқ."}, key)
    assert done.status_code == 200, done.text
    assert (done.json()["status"], done.json()["reopenings"]) == ("in_progress", 1)
    again = await harness.post("clerk", path, {"text": "Көмек жоқ."}, key)
    assert again.text == done.text
    assert_problem(await harness.post("clerk", path, {"text": "Тағы."}), 409, "appeal_not_closed")
    assert (await story(harness, talon)).count("reopened") == 1


async def test_help_is_received_before_the_appeal_closes(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start(topic="material-help")
    await harness.send_task_command("clerk", task, "claim")
    await harness.send_task_command("clerk", task, "complete", outcome="resolved")
    path = f"/v1/appeals/{talon['id']}"
    assert (await harness.get("clerk", path)).json()["status"] == "awaiting_receipt"
    done = await harness.post("clerk", f"{path}/confirm-receipt", {"received": True})
    assert (done.json()["status"], done.json()["outcome"]) == ("closed", "resolved")


async def test_only_those_above_extend_the_term_and_only_so_far(harness: ApiHarness) -> None:
    talon, _ = await harness.register_and_start()
    path = f"/v1/appeals/{talon['id']}/extend"
    assert_problem(
        await harness.post("clerk", path, {"term": "5wd", "text": "Сұрау."}), 403, "office_not_authorised"
    )
    done = await harness.post("supervisor", path, {"term": "5wd", "text": "Сұрау."})
    assert done.status_code == 200, done.text
    assert done.json()["statutory_due_at"] > talon["statutory_due_at"]
    too_long = await harness.post("supervisor", path, {"term": "99mo", "text": "Сұрау."})
    assert too_long.status_code in (409, 422)
    wrong = assert_problem(
        await harness.post("supervisor", path, {"term": "soon", "text": "x"}), 422, "validation_failed"
    )
    assert wrong["errors"][0]["code"] == "wrong_term"


async def test_an_appeal_becomes_a_part_of_another(harness: ApiHarness) -> None:
    (talon, _), other = await harness.register_and_start(), await harness.register()
    path = f"/v1/appeals/{talon['id']}/merge"
    problem = assert_problem(await harness.post("clerk", path, {"into": str(uuid4())}), 422, "unknown_appeal")
    assert problem["errors"][0]["field"] == "into"
    assert_problem(await harness.post("clerk", path, {"into": talon["id"]}), 422, "merged_into_itself")
    done = await harness.post("clerk", path, {"into": other["id"]})
    assert (done.json()["outcome"], done.json()["merged_into"]) == ("merged", other["id"])
    back = await harness.post("clerk", f"/v1/appeals/{other['id']}/merge", {"into": talon["id"]})
    assert_problem(back, 409, "appeal_closed")


async def test_a_note_moves_no_clock_and_is_not_for_outsiders(harness: ApiHarness) -> None:
    talon = await harness.register("integrator", channel="e_government")
    path = f"/v1/appeals/{talon['id']}"
    before = (await harness.get("clerk", path)).json()
    key = str(uuid4())
    done = await harness.post("clerk", f"{path}/notes", {"text": "Кешке қоңырау."}, key)
    again = await harness.post("clerk", f"{path}/notes", {"text": "Кешке қоңырау."}, key)
    assert (done.status_code, again.text) == (201, done.text)
    assert (await harness.get("clerk", path)).json() == before
    notes = (await harness.get("supervisor", f"{path}/notes")).json()["items"]
    assert [each["text"] for each in notes] == ["Кешке қоңырау."]
    assert_problem(await harness.get("integrator", f"{path}/notes"), 403, "forbidden")
    assert_problem(await harness.post("integrator", f"{path}/notes", {"text": "x"}), 403, "forbidden")


async def test_the_citizen_says_how_it_was(harness: ApiHarness) -> None:
    talon = await harness.register(intake_resolution={"outcome": "resolved", "text": "Бітті."})
    headers = {"Tracking-Code": talon["tracking_code"], "Idempotency-Key": str(uuid4())}
    path = f"/v1/appeals/{talon['id']}/feedback"
    done = await harness.http.post(path, json={"score": 5, "text": "Рахмет!"}, headers=headers)
    assert (done.status_code, done.json()["score"]) == (201, 5)
    wrong = await harness.post("clerk", path, {"score": 6})
    assert assert_problem(wrong, 422, "validation_failed")["errors"][0] == {
        "field": "score",
        "code": "out_of_range",
        "message": "The number is out of its range.",
    }


async def test_the_list_is_read_to_its_end_without_gap_or_repetition(harness: ApiHarness) -> None:
    talons = [await harness.register(language="en") for _ in range(5)]
    seen: list[str] = []
    path = "/v1/appeals?language=en&limit=2"
    page = (await harness.get("clerk", path)).json()
    while True:
        seen += [each["id"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        page = (await harness.get("clerk", f"{path}&cursor={page['next_cursor']}")).json()
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
async def test_a_wrong_question_says_where(harness: ApiHarness, query: str, field: str) -> None:
    problem = assert_problem(await harness.get("clerk", f"/v1/appeals?{query}"), 422, "validation_failed")
    assert problem["errors"][0]["field"] == field


async def test_a_cursor_is_good_for_its_own_question_only(harness: ApiHarness) -> None:
    for _ in range(2):
        await harness.register()
    cursor = (await harness.get("clerk", "/v1/appeals?limit=1")).json()["next_cursor"]
    other = await harness.get("clerk", f"/v1/appeals?status=closed&cursor={cursor}")
    assert assert_problem(other, 422, "validation_failed")["errors"][0]["code"] == "wrong_cursor"


@pytest.mark.law("АППК 63(2)")
async def test_a_name_is_searched_for_in_the_body_and_in_any_letters(harness: ApiHarness) -> None:
    numbers = {"iin": "900101300811", "bin": "240140000001"}
    talon = await harness.register(applicant={"name": "Өмірбек Қожагелді"} | numbers)
    asked_by = [
        {"name": name} for name in ("омирбек", "ОМИРБЕК КОЖАГЕЛДИ", "Omirbek", "Qojageldi", "Kozhageldi")
    ]
    for asked in (*asked_by, *({name: number} for name, number in numbers.items())):
        answer = await harness.http.post(
            "/v1/appeals/search", json=asked, headers=harness.auth_headers("clerk")
        )
        assert talon["id"] in {each["id"] for each in answer.json()["items"]}
        answer = await harness.http.post(
            "/v1/appeals/search", json=asked, headers=harness.auth_headers("stranger")
        )
        assert answer.json()["items"] == []


@pytest.mark.parametrize("query", ["overdue=true", "needs_attention=true", "stage=agency", "channel=website"])
async def test_a_filter_keeps_what_does_not_fit_away(harness: ApiHarness, query: str) -> None:
    talon = await harness.register()
    listed = (await harness.get("clerk", f"/v1/appeals?limit=200&{query}")).json()["items"]
    assert talon["id"] not in {each["id"] for each in listed}


async def test_the_citizen_reads_the_question_and_only_while_it_waits(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start()
    code = {"Tracking-Code": talon["tracking_code"]}
    path = f"/v1/appeals/{talon['id']}"
    await harness.send_task_command("clerk", task, "claim")
    await harness.send_task_command("clerk", task, "request-information", text="Балаларыңыз нешеу?")
    asked = (await harness.http.get(path, headers=code)).json()
    assert asked["requested_information"] == "Балаларыңыз нешеу?"
    answer = await harness.http.post(
        f"{path}/provide-information",
        json={"text": "Төртеу."},
        headers=code | {"Idempotency-Key": str(uuid4())},
    )
    assert answer.json()["requested_information"] is None


async def test_a_note_on_a_task_stands_among_the_notes_and_changes_nothing(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start()
    noted = await harness.send_task_command("clerk", task, "notes", text="Кешке қоңырау шалу керек.")
    assert noted.status_code == 201
    assert noted.json()["task"] == task["id"]
    notes = (await harness.get("clerk", f"/v1/appeals/{talon['id']}/notes")).json()["items"]
    assert [each["id"] for each in notes] == [noted.json()["id"]]
    assert (await harness.get("clerk", f"/v1/tasks/{task['id']}")).json()["version"] == task["version"]
    assert_problem(await harness.send_task_command("stranger", task, "notes", text="x"), 404, "not_found")
