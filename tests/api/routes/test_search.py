"""A search over HTTP: what a clerk knows of an appeal, and the other appeals of the person at the counter."""

from typing import Any

import pytest

from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem

PATH = "/v1/appeals/search"
PHONE = "+7 702 555 17 31"


async def _found(harness: ApiHarness, who: str = "clerk", **asked: Any) -> list[str]:
    answer = await harness.post(who, PATH, asked)
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["items"]]


async def test_an_appeal_is_found_by_phone_number_and_words(harness: ApiHarness) -> None:
    applicant = {"name": "Жұлдыз Орынбай", "contacts": {"phone": PHONE}}
    talon = await harness.register(applicant=applicant, text="Жүгерілер ауылында кітапхана керек")
    for asked in (
        {"phone": "8 702 5551731"},
        {"phone": "555-17-31"},
        {"number": talon["number"][-10:]},
        {"words": "жүгері кітапхана"},
        {"words": "кітапхана", "name": "орынбай", "phone": "1731"},
    ):
        assert talon["id"] in await _found(harness, **asked), asked
        assert talon["id"] not in await _found(harness, "stranger", **asked)


async def test_the_same_persons_appeals_are_found_while_registering(harness: ApiHarness) -> None:
    applicant = {"name": "Айдос Төлеуұлы", "contacts": {"phone": "+7 702 555 17 32"}}
    first = await harness.register(applicant=applicant)
    second = await harness.register(applicant=applicant | {"iin": "900101300811"})
    at_the_counter = {"name": "Толеуулы Айдос", "phone": "87025551732"}
    assert {first["id"], second["id"]} <= set(await _found(harness, person=at_the_counter))
    known = at_the_counter | {"iin": "900101300007"}  # of another IIN is another person
    found = await _found(harness, person=known)
    assert first["id"] in found
    assert second["id"] not in found


@pytest.mark.parametrize(
    ("asked", "field", "code"),
    [
        ({"phone": "12"}, "phone", "too_short"),
        ({"number": "%"}, "number", "invalid_number"),
        ({"name": "а. ли"}, "name", "too_short"),
        ({"words": "во %"}, "words", "too_short"),
        ({"person": {"name": "Айдос"}}, "person.phone", "missing"),
        ({"person": {"phone": PHONE}}, "person.phone", "missing"),
    ],
)
async def test_what_cannot_be_searched_is_named(
    harness: ApiHarness, asked: dict[str, Any], field: str, code: str
) -> None:
    problem = assert_problem(await harness.post("clerk", PATH, asked), 422, "validation_failed")
    assert [(each["field"], each["code"]) for each in problem["errors"]] == [(field, code)]
