"""A clerk corrects what was registered by mistake: a name, a phone, an IIN, the topic, the region."""

from typing import Any

from sqlalchemy import text

from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal, claim_new_appeal

MISSPELT = {"name": "Гүлнар Әбенов", "iin": "900101300007", "contacts": {"phone": "8 701 000 00 00"}}
RIGHT: dict[str, Any] = {
    "name": "Гүлнұр Әбенова",
    "iin": "900101300811",
    "contacts": {"phone": "8 (701) 000-00-02", "email": "g@example.kz"},
}


async def _search(harness: ApiHarness, **asked: Any) -> list[str]:
    answer = await harness.post("clerk", "/v1/appeals/search", asked)
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["items"]]


async def test_a_misspelt_applicant_could_not_be_corrected(harness: ApiHarness) -> None:
    it = await claim_new_appeal(harness, applicant=MISSPELT)
    seen = await it.appeal_command("clerk", "correct-applicant", **RIGHT, text="Жеке куәлігі бойынша.")
    (applicant,) = seen["applicants"]
    assert (applicant["name"], applicant["iin"]) == (RIGHT["name"], RIGHT["iin"])
    assert applicant["contacts"] == {"phone": "+77010000002", "email": "g@example.kz"}
    (event,) = await it.past_events("applicant_corrected")
    assert event.by is not None
    assert event.by.name == "Айгүл Серікова"
    assert event.text == "Жеке куәлігі бойынша."
    assert (event.details["position"], event.details["fields"]) == (0, ["name", "iin", "contacts"])
    assert it.talon["id"] in await _search(harness, name="әбенова гүлнұр", iin=RIGHT["iin"])
    assert it.talon["id"] not in await _search(harness, iin=MISSPELT["iin"])


async def test_the_former_values_are_kept_for_officials(harness: ApiHarness) -> None:
    it = await claim_new_appeal(harness, applicant=MISSPELT)
    await it.appeal_command("clerk", "correct-applicant", **RIGHT)
    path = f"{it.path}/corrections"
    (kept,) = (await harness.get("clerk", path)).json()["items"]
    assert kept["former_values"] == {
        "name": MISSPELT["name"],
        "iin": MISSPELT["iin"],
        "contacts": {"phone": "+77010000000"},
    }
    assert kept["by_person"] == str(harness.people["clerk"].id)
    assert_problem(await harness.get("stranger", path), 404, "not_found")


async def test_a_correction_under_one_key_is_carried_out_once(harness: ApiHarness) -> None:
    it = await claim_new_appeal(harness, applicant=MISSPELT)
    path, body = f"{it.path}/correct-applicant", {"iin": None, "contacts": {"phone": None}}
    for _ in range(2):
        answer = await harness.request_until_done("clerk", path, body, key="corrected-once")
        assert answer.status_code == 200, answer.text
    async with harness.engine.begin() as connection:  # as where the answer to the first one was lost
        await connection.execute(
            text("UPDATE idempotency_keys SET response = NULL WHERE key = 'corrected-once'")
        )
    answer = await harness.request_until_done("clerk", path, body, key="corrected-once")
    assert answer.status_code == 200, answer.text
    assert len(await it.past_events("applicant_corrected")) == 1
    (applicant,) = answer.json()["applicants"]
    assert (applicant["name"], applicant["iin"], applicant["contacts"]) == (MISSPELT["name"], None, {})


async def test_an_unreadable_phone_is_kept_as_another_contact(harness: ApiHarness) -> None:
    it = await claim_new_appeal(harness, applicant=MISSPELT)
    seen = await it.appeal_command("clerk", "correct-applicant", contacts={"phone": "көршіден"})
    assert seen["applicants"][0]["contacts"] == {"other": "көршіден"}


async def test_an_applicant_that_is_not_there_is_named_in_the_problem(harness: ApiHarness) -> None:
    it = await claim_new_appeal(harness)
    missing = await it.try_appeal_command("clerk", "correct-applicant", applicant=3, name="Басқа Адам")
    problem = assert_problem(missing, 422, "validation_failed")
    assert problem["errors"][0]["field"] == "applicant"
    nameless = await it.try_appeal_command("clerk", "correct-applicant", name=None)
    assert assert_problem(nameless, 422, "validation_failed")["errors"][0]["field"] == "name"


async def test_a_wrong_topic_no_longer_leads_to_the_wrong_agency(harness: ApiHarness) -> None:
    it = await claim_new_appeal(harness, topic="housing-queue")
    due = (await it.read())["statutory_due_at"]
    seen = await it.appeal_command("clerk", "correct-topic", topic="single-parents", text="Жәрдемақы.")
    assert (seen["topic"], seen["statutory_due_at"]) == ("single-parents", due)
    assert {each["topic"] for each in seen["tasks"]} == {"single-parents"}
    (event,) = await it.past_events("topic_corrected")
    assert (event.details["former_topic"], event.details["topic"]) == ("housing-queue", "single-parents")
    assert (await it.refer_to_agency())["organisation"] == "social-protection-61"


async def test_a_wrong_region_is_corrected_by_any_of_its_names(harness: ApiHarness) -> None:
    it: HttpAppeal = await claim_new_appeal(harness, topic="housing-queue")
    assert_problem(await it.try_appeal_command("clerk", "correct-region", region="99"), 422, "unknown_region")
    seen = await it.appeal_command("clerk", "correct-region", region="Шымкент қаласы")
    assert seen["region"] == "79"
    assert (await it.refer_to_agency())["organisation"] == "housing-79"
    listed = (await harness.get("operator", "/v1/appeals?region=79")).json()["items"]
    assert it.talon["id"] in [each["id"] for each in listed]
