"""Notices to the applicant: by which body, means and text, and what follows from a missing one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

WORDS = "Мекенжайыңыз бен қолыңыз жоқ."
PROOF = "№ RA 123 456 789 KZ"
PHONE = "+77010000000"


async def owing(simulation: Simulation, **changes: Any) -> HttpAppeal:
    """Return an appeal with a notice due: of its defects, reported at ten on day 0."""
    life = await simulation.register(**changes)
    await life.task_command("clerk", "claim")
    await life.task_command(
        "clerk", "report-defects", defects=["address", "signature"], term="3wd", text=WORDS
    )
    return life


async def read(simulation: Simulation, who: str = "integrator", **asked: str) -> dict[str, Any]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = await simulation.harness.get(who, f"/v1/notices?{query}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def events(page: dict[str, Any]) -> list[str]:
    return [each["event"] for each in page["items"]]


@pytest.mark.law("АППК 66(2)")
@pytest.mark.parametrize("who", ["clerk", "integrator"])
async def test_assignee_or_gateway_records_a_notice_with_proof(simulation: Simulation, who: str) -> None:
    life = await owing(simulation)
    done = await life.task_command(who, "record-notification", "duty", means="registered_letter", text=PROOF)
    assert done["state"] == "completed"
    (notified,) = await life.past_events("applicant_notified")
    assert (notified.details["means"], notified.text) == ("registered_letter", PROOF)


async def test_a_gateway_sees_that_it_may_and_nothing_else_of_the_task_is_its(simulation: Simulation) -> None:
    life = await owing(simulation)
    duty, main = await life.task("duty"), await life.task()
    seen = await simulation.harness.get("integrator", f"/v1/tasks/{duty['id']}")
    assert seen.json()["allowed_verbs"] == ["record-notification"]
    assert_problem(await simulation.harness.get("integrator", f"/v1/tasks/{main['id']}"), 404, "not_found")
    assert_problem(await life.try_task_command("integrator", "claim", "duty"), 403, "not_your_group")


async def test_notice_of_an_undone_event_is_cancelled(simulation: Simulation) -> None:
    life = await owing(simulation)
    await life.task_command("clerk", "record-notification", "duty", means="sms", text=PROOF)
    await life.appeal_command("clerk", "withdraw", text="Өтінішімді кері қайтарып аламын.")
    undone = await life.task("duty")
    assert (undone["rule"], undone["state"]) == ("termination_notice", "ready")
    await life.appeal_command("clerk", "reopen", text="Пікірімді өзгерттім.")
    states = {each["rule"]: each["state"] for each in (await life.read())["tasks"] if each["duty"]}
    assert states == {"defect_correction": "completed", "termination_notice": "cancelled"}
    assert_problem(
        await life.try_task_command("integrator", "record-notification", "duty", means="sms", text=PROOF),
        409,
        "task_closed",
    )
    (closed,) = [each for each in (await read(simulation))["items"] if each["event"] == "closed"]
    assert closed["task"] is None


async def test_it_is_not_for_strangers(simulation: Simulation) -> None:
    await simulation.add_person("portal", "housing-71", "integrator")
    life = await owing(simulation)
    for who in ("stranger", "portal"):
        assert_problem(
            await life.try_task_command(who, "record-notification", "duty", means="sms", text=PROOF),
            404,
            "not_found",
        )
    assert_problem(
        await life.try_task_command("clerk", "record-notification", means="sms", text=PROOF),
        409,
        "not_allowed_for_purpose",
    )
    assert_problem(
        await life.try_task_command("clerk", "record-notification", "duty", means="sms"),
        422,
        "validation_failed",
    )  # no proof


async def test_portal_reads_notices_of_its_own_appeals(simulation: Simulation) -> None:
    await simulation.add_person("portal", "housing-71", "integrator")
    others = await owing(simulation)
    own = await simulation.register("portal", channel="e_government")
    await own.task_command("clerk", "claim")
    await own.task_command("clerk", "report-defects", defects=["date"], term="1wd", text=WORDS)
    feed = await read(simulation, "portal")
    assert {each["appeal"] for each in feed["items"]} == {str(own.id)} != {str(others.id)}
    assert (
        await own.task_command("portal", "record-notification", "duty", means="portal_account", text=PROOF)
    )["state"] == "completed"


@pytest.mark.law("АППК 66(2)")
async def test_gateway_reads_recipients_and_reports_delivery(
    simulation: Simulation,
) -> None:
    life = await owing(simulation)
    page = await read(simulation)
    assert events(page) == ["registered", "defects_reported"]
    first, second = page["items"]
    assert (first["appeal"], first["seq"], first["number"]) == (str(life.id), 1, life.talon["number"])
    assert (first["language"], first["task"], first["officer_text"]) == ("kk", None, None)
    assert first["text"].startswith(f"Өтінішіңіз {life.talon['number']} нөмірімен тіркелді.")
    assert first["recipients"][0]["contacts"] == {"phone": PHONE}
    assert (second["officer_text"], second["article"]) == (WORDS, "АППК 64(6)")
    assert "мекенжай, қолтаңба" in second["text"]
    assert "3 жұмыс күні" in second["text"]
    assert second["task"] == (await life.task("duty"))["id"]
    await life.task_command("integrator", "record-notification", "duty", means="sms", text=PROOF)
    assert (await read(simulation))["items"][1]["task"] is None


@pytest.mark.law("АППК 65(1)")
async def test_referral_to_another_agency_is_notified_once(
    simulation: Simulation,
) -> None:
    life = await simulation.register(topic="housing-repair")
    await life.bring_to_agency()
    await life.task_command("officer", "refer", step="agency", reason="other_competent_body", to="akimat-61")
    page = await read(simulation)
    assert events(page) == ["registered", "referred"]  # the counter's referral is internal
    notice = page["items"][-1]
    assert notice["text"].startswith(
        f"{life.talon['number']} өтініші құзыретті органға жіберілді: Әкім аппараты"
    )
    assert (notice["article"], notice["task"]) == ("АППК 65(1)", (await life.task("duty"))["id"])
    assert (await life.citizen_request()).json()["notices"][-1]["text"] == notice["text"]
    await life.task_command("integrator", "record-notification", "duty", means="sms", text=PROOF)
    assert (await read(simulation, cursor=page["next_cursor"]))["items"] == []


async def test_it_is_read_on_from_where_one_was_and_again_where_one_asks_again(
    simulation: Simulation,
) -> None:
    await owing(simulation)
    await owing(simulation)
    pages: list[dict[str, Any]] = []
    cursor = ""
    while not pages or pages[-1]["items"]:
        pages.append(await read(simulation, limit="1", **({"cursor": cursor} if cursor else {})))
        cursor = pages[-1]["next_cursor"]
    assert [events(page) for page in pages] == [["registered"], ["defects_reported"]] * 2 + [[]]
    assert pages[-1]["next_cursor"] == pages[-2]["next_cursor"]
    again = await read(simulation, limit="1", cursor=pages[0]["next_cursor"])
    assert again == pages[1]


async def test_a_new_gateway_may_begin_with_what_is_to_come(simulation: Simulation) -> None:
    life = await owing(simulation)
    now = await read(simulation, cursor="now")
    assert now["items"] == []
    await life.citizen_request("correct-defects", text="Міне.")
    await life.appeal_command("supervisor", "extend", term="1wd", text="Күту.")
    assert events(await read(simulation, cursor=now["next_cursor"])) == ["extended"]


async def test_the_feed_is_for_gateways_and_operators(simulation: Simulation) -> None:
    for who in ("clerk", "supervisor", "head"):
        assert_problem(await simulation.harness.get(who, "/v1/notices"), 403, "forbidden")
    empty = await read(simulation, "operator")
    assert empty["items"] == []
    assert await read(simulation, "operator", cursor=empty["next_cursor"]) == empty
    wrong = await simulation.harness.get("integrator", "/v1/notices?cursor=yesterday")
    assert assert_problem(wrong, 422, "validation_failed")["errors"][0]["field"] == "cursor"


@pytest.mark.law("АППК 91(2)")
async def test_deemed_refusal_notice_names_the_right_to_complain(simulation: Simulation) -> None:
    life = await simulation.register(language="ru", topic="housing-repair")
    await simulation.let_term_expire(life)
    (notice,) = [each for each in (await read(simulation))["items"] if each["event"] == "deemed_refused"]
    assert notice["text"].startswith(f"Срок по обращению {life.talon['number']} истёк без решения.")
    assert notice["article"] == "АППК 91(2)"
    assert "АППК 92(1)" in notice["text"]
    (owed,) = [each for each in (await life.read())["tasks"] if each["rule"] == "deemed_refusal"]
    assert notice["task"] == owed["id"]


@pytest.mark.law("АППК 91(6)")
async def test_deemed_refusal_without_superior_names_the_court(
    simulation: Simulation,
) -> None:
    life = await simulation.register(language="en")
    await life.task_command(
        "operator", "redirect", override=True, to="akimat-61", text="That of the region's akim."
    )
    await simulation.advance_to(simulation.on_workday(16))
    assert (await life.task())["organisation"] == "coordination-desk"  # yet it is the silence of the akimat
    (notice,) = [each for each in (await read(simulation))["items"] if each["event"] == "deemed_refused"]
    assert "you may go to court until" in notice["text"]
    assert notice["text"].endswith("(АППК 136(1)).")


@pytest.mark.law("АППК 77(2)")
@pytest.mark.law("АППК 80(5)")
async def test_gateway_reads_the_remedy_and_records_proof(
    simulation: Simulation,
) -> None:
    life = await simulation.register(language="en", topic="housing-repair")
    await life.bring_to_agency()
    await life.task_command("officer", "complete", outcome="explained", text="You are number 12.")
    (owed,) = [each for each in (await life.read())["tasks"] if each["rule"] == "written_decision"]
    assert (owed["duty"], owed["organisation"]) == ("notice", "housing-61")
    notice = (await read(simulation))["items"][-1]
    assert (notice["event"], notice["officer_text"], notice["task"]) == (
        "closed",
        "You are number 12.",
        owed["id"],
    )
    names = (
        simulation.harness.dependencies.policy.organisation(each).titles.en
        for each in ("housing-61", "akimat-61")
    )
    body, above = names
    assert "within 3 months of receiving this notice" in notice["text"]
    assert f"the body that had the appeal: {body}." in notice["text"]
    assert f"the body above it: {above} (АППК 92(1))." in notice["text"]
    await simulation.advance_to(simulation.on_workday(9))
    late = [
        each.details["task"] for each in await life.past_events("breached") if each.details["clock"] == "step"
    ]
    assert owed["id"] in late
    await life.complete_due_notices()
    assert (await read(simulation))["items"][-1]["task"] is None


@pytest.mark.law("АППК 77(2)")
async def test_granted_help_is_notified_once(
    simulation: Simulation,
) -> None:
    life = await simulation.register(topic="targeted-assistance")
    await life.task_command("clerk", "claim")
    await life.task_command("clerk", "complete", outcome="resolved", text="Жөнделеді.")
    notice = (await read(simulation))["items"][-1]
    assert (notice["event"], notice["task"]) == ("help_granted", (await life.task("duty"))["id"])
    await life.complete_due_notices()
    await life.citizen_request("confirm-receipt", received=True)
    notice = (await read(simulation))["items"][-1]
    assert (notice["event"], notice["task"]) == ("closed", None)
    assert not await simulation.harness.appeals.is_running(life.number)


async def test_term_from_receipt_of_the_notice_has_no_date(simulation: Simulation) -> None:
    life = await simulation.register(language="ru")
    await life.task_command("clerk", "claim")
    await life.task_command("clerk", "announce-preliminary-decision", text="Тіркеу жоқ.")
    notice = (await read(simulation))["items"][-1]["text"]
    assert "В течение 2 рабочих дней со дня получения этого уведомления" in notice
    assert "не ранее истечения 3 рабочих дней со дня его получения" in notice
    assert "18:30" not in notice


async def test_citizen_reads_all_notices(simulation: Simulation) -> None:
    life = await owing(simulation)
    await life.citizen_request("withdraw")
    seen = (await life.citizen_request()).json()
    assert [each["text"].split()[0] for each in seen["notices"]] == [
        "Өтінішіңіз",
        life.talon["number"],
        life.talon["number"],
    ]
    assert "кері қайтарып алынды" in seen["notices"][-1]["text"]
    assert WORDS in [each["officer_text"] for each in seen["notices"]]
    assert not any(private in str(seen) for private in private_data() if private != WORDS)


def private_data() -> Iterator[str]:
    yield from ("Гүлнұр", "900101300007", PHONE, WORDS)


async def test_a_decision_handed_over_at_the_counter_is_one_command(simulation: Simulation) -> None:
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    handed = {"means": "in_person", "proof": PROOF, "at": simulation.clock().isoformat()}
    await life.task_command("clerk", "complete", outcome="explained", text=WORDS, notified=handed)
    (notified,) = await life.past_events("applicant_notified")
    assert (notified.details["means"], notified.text) == ("in_person", PROOF)
    assert (await life.duty("notice"))["state"] == "completed"
    seen = await life.read("clerk")
    assert (seen["status"], seen["decided_by"]) == ("closed", "reception-61")
    assert seen["applicant_notification"]["notified_at"] is not None


@pytest.mark.parametrize(("shift", "code"), [(1, "in_the_future"), (-1, "invalid_value")])
async def test_a_notification_is_dated_between_the_task_and_now(
    simulation: Simulation, shift: int, code: str
) -> None:
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    at = (simulation.clock() + shift * timedelta(days=1)).isoformat()
    stated = {"means": "in_person", "proof": PROOF, "at": at}
    refused = await life.try_task_command(
        "clerk", "complete", outcome="explained", text=WORDS, notified=stated
    )
    problem = assert_problem(refused, 422, "validation_failed")
    assert (problem["errors"][0]["field"], problem["errors"][0]["code"]) == ("notified.at", code)


async def test_who_referred_sees_the_decision_and_whether_the_applicant_was_notified(
    simulation: Simulation,
) -> None:
    life = await simulation.register()
    await life.bring_to_agency()
    assert (await life.read("clerk"))["decided_by"] is None
    await life.task_command("officer", "complete", outcome="explained", text=WORDS)
    seen = await life.read("clerk")
    assert (seen["decided_by"], seen["decision"]["code"]) == ("housing-61", "favourable_act")
    owed = seen["applicant_notification"]
    assert (owed["organisation"], owed["notified_at"]) == ("housing-61", None)
    assert owed["due_at"] is not None
    await life.complete_due_notices()
    known = (await life.read("clerk"))["applicant_notification"]
    assert (known["due_at"], known["notified_at"] is None) == (None, False)
