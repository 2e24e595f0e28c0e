"""What the applicant is told: by whom, how, in which words; and what becomes of a notice nobody gives."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from domain.state.clock import ClockKind
from tests.api.test_edge import check
from tests.journeys.world import Life, World

WORDS = "Мекенжайыңыз бен қолыңыз жоқ."
PROOF = "№ RA 123 456 789 KZ"
PHONE = "+77010000000"


async def owing(world: World, **changes: Any) -> Life:
    """Tell of an appeal with a notice to give: of its defects, named at ten on day 0."""
    life = await world.registered(**changes)
    await life.do("clerk", "claim")
    await life.do("clerk", "name-defects", missing=["address", "signature"], term="3wd", text=WORDS)
    return life


async def read(world: World, who: str = "integrator", **asked: str) -> dict[str, Any]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = await world.house.get(who, f"/v1/notices?{query}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def events(page: dict[str, Any]) -> list[str]:
    return [each["event"] for each in page["items"]]


@pytest.mark.law("АППК 66(2)")
@pytest.mark.parametrize("who", ["clerk", "rival", "supervisor", "integrator"])
async def test_whoever_it_falls_to_gives_notice_with_its_proof_and_a_gateway_may(
    world: World, who: str
) -> None:
    life = await owing(world)
    done = await life.do(who, "notify", "duty", means="registered_letter", text=PROOF)
    assert done["state"] == "completed"
    (told,) = await life.past("applicant_notified")
    assert (told.details["means"], told.text) == ("registered_letter", PROOF)


async def test_a_gateway_sees_that_it_may_and_nothing_else_of_the_task_is_its(world: World) -> None:
    life = await owing(world)
    duty, main = await life.task("duty"), await life.task()
    seen = await world.house.get("integrator", f"/v1/tasks/{duty['id']}")
    assert seen.json()["allowed"] == ["notify"]
    check(await world.house.get("integrator", f"/v1/tasks/{main['id']}"), 404, "missing")
    check(await life.try_("integrator", "claim", "duty"), 403, "not_your_group")


async def test_a_notice_is_given_once(world: World) -> None:
    life = await owing(world)
    await life.do("clerk", "notify", "duty", means="sms", text=PROOF)
    check(await life.try_("integrator", "notify", "duty", means="sms", text=PROOF), 409, "task_closed")


async def test_what_was_undone_is_not_to_be_told_any_more(world: World) -> None:
    life = await owing(world)
    await life.do("clerk", "notify", "duty", means="sms", text=PROOF)
    await life.ask("clerk", "withdrawal", text="Өтінішімді кері қайтарып аламын.")
    undone = await life.task("duty")
    assert (undone["rule"], undone["state"]) == ("termination_notice", "ready")
    await life.ask("clerk", "reopening", text="Пікірімді өзгерттім.")
    states = {each["rule"]: each["state"] for each in (await life.seen())["tasks"] if each["duty"]}
    assert states == {"mend": "completed", "termination_notice": "cancelled"}
    check(await life.try_("integrator", "notify", "duty", means="sms", text=PROOF), 409, "task_closed")
    (closed,) = [each for each in (await read(world))["items"] if each["event"] == "closed"]
    assert closed["task"] is None


async def test_it_is_not_for_strangers(world: World) -> None:
    await world.hire("portal", "housing-71", "integrator")
    life = await owing(world)
    for who in ("stranger", "portal"):
        check(await life.try_(who, "notify", "duty", means="sms", text=PROOF), 404, "missing")
    check(await life.try_("clerk", "notify", means="sms", text=PROOF), 409, "task_not_ready")
    check(await life.try_("clerk", "notify", "duty", means="sms"), 422, "validation_failed")  # no proof


async def test_a_portal_tells_those_whose_appeals_it_took_in(world: World) -> None:
    await world.hire("portal", "housing-71", "integrator")
    others = await owing(world)
    own = await world.registered("portal", channel="e_government")
    await own.do("clerk", "claim")
    await own.do("clerk", "name-defects", missing=["date"], term="1wd", text=WORDS)
    told = await read(world, "portal")
    assert {each["appeal"] for each in told["items"]} == {str(own.id)} != {str(others.id)}
    assert (await own.do("portal", "notify", "duty", means="cabinet", text=PROOF))["state"] == "completed"


@pytest.mark.law("АППК 70(3)")
async def test_a_notice_that_nobody_gives_is_late_and_climbs_the_ladder_after_the_closing_too(
    world: World,
) -> None:
    life = await world.registered()
    await life.citizen("withdrawal", text="Мәселем шешілді.")
    owed = await life.task("duty")
    assert (owed["rule"], (await life.seen())["status"]) == ("termination_notice", "closed")
    assert datetime.fromisoformat(owed["due"]) == world.day(3, 18, 30)
    await world.until(world.day(8))
    late = [each.details for each in await life.past("breached") if each.details["clock"] == "step"]
    assert [each["task"] for each in late] == [owed["id"]]
    called = {each.details["to"] for each in await life.past("escalated") if each.details["clock"] == "step"}
    assert {"supervisor", "head"} <= called
    (task,) = [each for each in (await life.seen())["tasks"] if each["id"] == owed["id"]]
    done = await world.asked("operator", f"/v1/tasks/{task['id']}/notify", {"means": "email", "text": PROOF})
    assert done.json()["state"] == "completed"
    assert [each.kind for each in (await life.clocks()).running] == [ClockKind.WINDOW]


@pytest.mark.law("АППК 66(2)")
async def test_a_gateway_reads_what_to_send_to_whom_and_where_to_say_that_it_did(world: World) -> None:
    life = await owing(world)
    page = await read(world)
    assert events(page) == ["registered", "defects_named"]
    first, second = page["items"]
    assert (first["appeal"], first["seq"], first["number"]) == (str(life.id), 1, life.talon["number"])
    assert (first["language"], first["task"], first["words"]) == ("kk", None, None)
    assert first["text"].startswith(f"Өтінішіңіз {life.talon['number']} нөмірімен тіркелді.")
    assert first["recipients"][0]["contacts"] == {"phone": PHONE}
    assert (second["words"], second["article"]) == (WORDS, "АППК 64(6)")
    assert "мекенжай, қолтаңба" in second["text"]
    assert "18:30" in second["text"]
    assert second["task"] == (await life.task("duty"))["id"]
    await life.do("integrator", "notify", "duty", means="sms", text=PROOF)
    assert (await read(world))["items"][1]["task"] is None


@pytest.mark.law("АППК 65(1)")
async def test_of_a_referral_to_another_agency_it_tells_as_of_a_redirect_and_once(world: World) -> None:
    life = await world.registered(topic="housing-repair")
    await life.do("clerk", "claim")
    await life.do("clerk", "refer", step="agency", reason="competence")
    await life.do("officer", "accept")
    await life.do("officer", "refer", step="agency", reason="competence", to="akimat-61")
    page = await read(world)
    assert events(page) == ["registered", "referred"]  # that of the counter is nobody's business outside
    told = page["items"][-1]
    assert told["text"].startswith(
        f"{life.talon['number']} өтініші құзыретті органға жіберілді: Әкім аппараты"
    )
    assert (told["article"], told["task"]) == ("АППК 65(1)", (await life.task("duty"))["id"])
    assert (await life.citizen()).json()["notices"][-1]["text"] == told["text"]
    await life.do("integrator", "notify", "duty", means="sms", text=PROOF)
    assert (await read(world, after=page["next"]))["items"] == []


async def test_it_is_read_on_from_where_one_was_and_again_where_one_asks_again(world: World) -> None:
    await owing(world)
    await owing(world)
    pages: list[dict[str, Any]] = []
    after = ""
    while not pages or pages[-1]["items"]:
        pages.append(await read(world, limit="1", **({"after": after} if after else {})))
        after = pages[-1]["next"]
    assert [events(page) for page in pages] == [["registered"], ["defects_named"]] * 2 + [[]]
    assert pages[-1]["next"] == pages[-2]["next"]
    again = await read(world, limit="1", after=pages[0]["next"])
    assert again == pages[1]


async def test_a_new_gateway_may_begin_with_what_is_to_come(world: World) -> None:
    life = await owing(world)
    now = await read(world, after="now")
    assert now["items"] == []
    await life.citizen("mending", text="Міне.")
    await life.ask("supervisor", "extension", term="1wd", text="Күту.")
    assert events(await read(world, after=now["next"])) == ["extended"]


async def test_the_feed_is_for_gateways_and_operators(world: World) -> None:
    for who in ("clerk", "supervisor", "head"):
        check(await world.house.get(who, "/v1/notices"), 403, "forbidden")
    await read(world, "operator")
    wrong = await world.house.get("integrator", "/v1/notices?after=yesterday")
    assert check(wrong, 422, "validation_failed")["errors"][0]["field"] == "after"


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "Срок по обращению {} истёк без решения."), ("en", "The term of appeal {} has ended")],
)
@pytest.mark.law("АППК 91(2)")
async def test_of_a_silence_the_applicant_is_told_with_the_right_to_complain(
    world: World, language: str, words: str
) -> None:
    life = await world.registered(language=language, topic="housing-repair")
    await life.slept_on()
    (told,) = [each for each in (await read(world))["items"] if each["event"] == "deemed_refused"]
    assert told["text"].startswith(words.format(life.talon["number"]))
    assert told["article"] == "АППК 91(2)"
    assert "АППК 92(1)" in told["text"]
    (owed,) = [each for each in (await life.seen())["tasks"] if each["rule"] == "silence"]
    assert told["task"] == owed["id"]


@pytest.mark.law("АППК 91(6)")
async def test_of_the_silence_of_those_above_whom_nobody_stands_the_court_is_named(world: World) -> None:
    life = await world.registered(language="en")
    await life.do("operator", "redirect", override=True, to="akimat-61", text="That of the region's akim.")
    await world.until(world.day(16))
    assert (await life.task())["organisation"] == "coordination-desk"  # yet it is the silence of the akimat
    (told,) = [each for each in (await read(world))["items"] if each["event"] == "deemed_refused"]
    assert "you may go to court until" in told["text"]
    assert told["text"].endswith("(АППК 136(6)).")


@pytest.mark.law("АППК 77(2)")
@pytest.mark.law("АППК 80(5)")
async def test_of_a_decision_a_gateway_reads_where_to_complain_and_gives_its_proof(world: World) -> None:
    life = await world.registered(language="en", topic="housing-repair")
    await life.do("clerk", "claim")
    await life.do("clerk", "refer", step="agency", reason="competence")
    await life.do("officer", "accept")
    await life.do("officer", "complete", outcome="explained", text="You are number 12.")
    (owed,) = [each for each in (await life.seen())["tasks"] if each["rule"] == "written"]
    assert (owed["duty"], owed["organisation"]) == ("notice", "housing-61")
    told = (await read(world))["items"][-1]
    assert (told["event"], told["words"], told["task"]) == ("closed", "You are number 12.", owed["id"])
    names = (world.house.needs.policy.organisation(each).titles.en for each in ("housing-61", "akimat-61"))
    body, above = names
    assert "within 3 months of receiving this notice" in told["text"]
    assert f"the body that had the appeal: {body}." in told["text"]
    assert f"the body above it: {above} (АППК 92(1))." in told["text"]
    await world.until(world.day(9))
    late = [each.details["task"] for each in await life.past("breached") if each.details["clock"] == "step"]
    assert owed["id"] in late
    await life.told()
    assert (await read(world))["items"][-1]["task"] is None


@pytest.mark.law("АППК 77(2)")
async def test_that_help_is_granted_is_told_once_and_not_again_when_it_has_arrived(world: World) -> None:
    life = await world.registered(topic="targeted-assistance")
    await life.do("clerk", "claim")
    await life.do("clerk", "complete", outcome="resolved", text="Жөнделеді.")
    told = (await read(world))["items"][-1]
    assert (told["event"], told["task"]) == ("help_granted", (await life.task("duty"))["id"])
    await life.told()
    await life.citizen("receipt", received=True)
    told = (await read(world))["items"][-1]
    assert (told["event"], told["task"]) == ("closed", None)
    assert not await world.house.appeals.is_running(life.id)


async def test_no_date_is_told_of_what_begins_when_the_notice_is_there(world: World) -> None:
    life = await world.registered(language="ru")
    await life.do("clerk", "claim")
    await life.do("clerk", "tell-preliminary", text="Тіркеу жоқ.")
    told = (await read(world))["items"][-1]["text"]
    assert "В течение 2 рабочих дней со дня получения этого уведомления" in told
    assert "не ранее истечения 3 рабочих дней со дня его получения" in told
    assert "18:30" not in told


async def test_the_citizen_reads_all_that_was_told(world: World) -> None:
    life = await owing(world)
    await life.citizen("withdrawal")
    seen = (await life.citizen()).json()
    assert [each["text"].split()[0] for each in seen["notices"]] == [
        "Өтінішіңіз",
        life.talon["number"],
        life.talon["number"],
    ]
    assert "кері қайтарылды" in seen["notices"][-1]["text"]
    assert not any(private in str(seen) for private in private_data())


def private_data() -> Iterator[str]:
    yield from ("Гүлнұр", "900101300007", PHONE, WORDS)
