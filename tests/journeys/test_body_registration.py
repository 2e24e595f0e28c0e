"""A body states the number and day of its own registration; it is shown, found and repeated in notices."""

from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import claim_new_appeal


async def _found(harness: ApiHarness, number: str) -> list[str]:
    answer = await harness.post("clerk", "/v1/appeals/search", {"body_number": number})
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["items"]]


async def test_the_number_of_the_body_is_shown_found_and_notified(harness: ApiHarness) -> None:
    it = await claim_new_appeal(harness)
    number = f"ЖТ-{it.talon['number'][8:]}"
    seen = await it.appeal_command("clerk", "record-body-registration", number=f"№ {number.lower()}")
    assert seen["body_number"] == number
    assert seen["body_registered_on"] == it.talon["registered_at"][:10]
    assert await _found(harness, number) == [it.talon["id"]]
    assert await _found(harness, f"{number}0") == []
    citizen = (await it.citizen_request()).json()
    assert citizen["body_number"] == number
    assert number in citizen["notices"][-1]["text"]
    await it.refer_to_agency()
    moved = await it.read()
    assert moved["body_number"] is None  # the agency has not registered it itself
    assert await _found(harness, number) == [it.talon["id"]]


async def test_what_may_be_a_name_or_an_iin_is_no_number(harness: ApiHarness) -> None:
    it = await claim_new_appeal(harness)
    for typed in ("Гүлнұр Әбенова 1", "900101300007", "ЖТ", "1" * 41):
        refused = await it.try_appeal_command("clerk", "record-body-registration", number=typed)
        assert_problem(refused, 422, "validation_failed")
        assert typed not in refused.text
