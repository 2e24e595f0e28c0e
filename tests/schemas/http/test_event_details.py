"""Each type of event has its own shape in the API, which names no internals."""

from dataclasses import fields

import pytest
from pydantic import TypeAdapter

from schemas.http.event_details import (
    DETAILS_BY_NAME,
    OMITTED_FIELDS,
    AnyEventDetails,
    event_details,
    shown_fields,
)
from schemas.vocabulary.registry import ENUMERATIONS
from schemas.wire.stored_names import EVENT_NAMES
from tests.support.domain.builders import held_by_clerk

PARTS = {"GroupView", "LawView", "ClockShiftView"}
INTERNALS = {"mark_index", "skipped_shares", "skipped_levels", "early", "statute_clock", "plan"}


@pytest.mark.parametrize("name", sorted(EVENT_NAMES))
def test_every_field_of_an_event_has_a_shape_that_the_api_describes(name: str) -> None:
    schema = DETAILS_BY_NAME[name].model_json_schema()
    unknown = schema.get("$defs", {}).keys() - PARTS - ENUMERATIONS.keys()
    assert not unknown, f"add {unknown} to SHAPES or OMITTED_FIELDS in schemas/http/event_details.py"
    assert schema["required"][0] == "event"
    assert schema["description"].endswith((".", ":"))


@pytest.mark.parametrize("name", sorted(EVENT_NAMES))
def test_no_event_shows_internals(name: str) -> None:
    assert DETAILS_BY_NAME[name].model_fields.keys().isdisjoint(INTERNALS)


def test_every_omitted_field_is_a_field_of_some_event() -> None:
    known = {each.name for event in EVENT_NAMES.values() for each in fields(event)}
    assert known >= OMITTED_FIELDS


def test_details_are_read_back_in_the_shape_of_their_type() -> None:
    adapter: TypeAdapter[AnyEventDetails] = TypeAdapter(AnyEventDetails)
    for fact in held_by_clerk().facts:
        name = next(name for name, kind in EVENT_NAMES.items() if isinstance(fact.event, kind))
        shown = event_details(name, fact.event)
        assert adapter.validate_json(shown.model_dump_json()) == shown
        assert shown.model_dump().keys() >= set(shown_fields(type(fact.event)).values())
