"""Every value that the API accepts or returns has a title in three languages, learnt from one operation."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from api.app import create_app
from domain.country.languages import Language
from schemas.vocabulary.registry import ENUMERATIONS
from schemas.wire.stored_names import EVENT_NAMES
from tests.support.api.harness import ApiHarness

DESCRIBED: dict[str, Any] = create_app(SimpleNamespace(engine=None, body_limit=1)).openapi()  # type: ignore[arg-type]
SCHEMAS = DESCRIBED["components"]["schemas"]
ENUMS = {name: schema["enum"] for name, schema in SCHEMAS.items() if "enum" in schema}
HOW = "add it with Titles(kk, ru, en) to a table of schemas/vocabulary/, and a new table to registry.TABLES"


@pytest.mark.parametrize("name", sorted(ENUMS))
def test_every_value_of_the_api_has_a_title(name: str) -> None:
    untitled = sorted(set(ENUMS[name]) - set(ENUMERATIONS.get(name, {})))
    assert untitled == [], f"no title for {name} {untitled}: {HOW}"


def test_every_type_of_event_has_a_title() -> None:
    assert sorted(ENUMERATIONS["EventType"]) == sorted(EVENT_NAMES), f"EVENT_TITLES is incomplete: {HOW}"


def test_no_title_is_about_a_value_that_does_not_exist() -> None:
    assert {name: set(titles) - set(ENUMS.get(name, titles)) for name, titles in ENUMERATIONS.items()} == {
        name: set() for name in ENUMERATIONS
    }


def test_every_choice_of_values_is_a_named_enumeration() -> None:
    assert list(unnamed_enumerations(DESCRIBED["paths"], "paths")) == []
    inside = (unnamed_enumerations(schema, name) for name, schema in SCHEMAS.items() if name not in ENUMS)
    assert [place for places in inside for place in places] == []


def unnamed_enumerations(schema: object, place: str) -> Iterator[str]:
    match schema:
        case {"enum": [_, _, *_]}:
            yield place
        case dict():
            for name, each in schema.items():
                if name != "example":
                    yield from unnamed_enumerations(each, f"{place}/{name}")
        case list():
            for each in schema:
                yield from unnamed_enumerations(each, place)
        case _:
            pass


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", sorted(ENUMERATIONS))
def test_two_values_of_an_enumeration_never_have_the_same_title(name: str, language: Language) -> None:
    titles = [getattr(each, language) for each in ENUMERATIONS[name].values()]
    assert all(title == title.strip() and title for title in titles)
    assert len(set(titles)) == len(titles)


async def test_a_client_learns_kinds_decisions_and_grounds_without_a_token(harness: ApiHarness) -> None:
    answer = await harness.http.get("/v1/vocabulary")
    assert answer.status_code == 200
    vocabulary = answer.json()
    assert vocabulary["enumerations"].keys() == ENUMERATIONS.keys()
    newest = vocabulary["rulebooks"][0]
    assert newest["in_force"]
    assert [book["in_force"] for book in vocabulary["rulebooks"][1:]] == [False]
    kinds = {kind["code"]: kind for kind in newest["kinds"]}
    decisions = {each["code"]: each for each in kinds["application"]["decisions"]}
    assert decisions["favourable_act"]["outcomes"] == ["resolved", "explained"]
    assert all(decisions["favourable_act"]["titles"].values())
    assert "court_act" in {each["code"] for each in kinds["application"]["termination_grounds"]}
