"""A body takes a boolean as true or false, a number as a number, and nothing that only looks like one."""

from collections.abc import Iterator
from typing import get_args

import pytest
from pydantic import ValidationError

import api.app  # noqa: F401 - so that every body is known
from schemas.base import RequestBody

LOOK_ALIKES: dict[type, object] = {bool: 1, int: "1", float: "1"}


def bodies(base: type[RequestBody] = RequestBody) -> Iterator[type[RequestBody]]:
    for each in base.__subclasses__():
        yield each
        yield from bodies(each)


FIELDS = [
    (body, field.alias or name, LOOK_ALIKES[kind])
    for body in sorted(set(bodies()), key=lambda each: each.__name__)
    if not (body.__name__.endswith("Params") or body.__module__.startswith("tests."))  # an address holds text
    for name, field in body.model_fields.items()
    for kind in LOOK_ALIKES
    if kind in (field.annotation, *get_args(field.annotation))
    or any(kind in get_args(each) for each in get_args(field.annotation))
]


@pytest.mark.parametrize(("body", "field", "sent"), FIELDS, ids=lambda each: getattr(each, "__name__", each))
def test_a_value_of_another_type_is_refused(body: type[RequestBody], field: str, sent: object) -> None:
    with pytest.raises(ValidationError) as refused:
        body.model_validate({field: sent})
    assert field in {each["loc"][0] for each in refused.value.errors()}, "use Flag, WholeNumber or Number"


def test_every_flag_of_a_body_is_among_them() -> None:
    assert {field for _, field, _ in FIELDS} >= {"active", "override", "received", "upheld", "mandatory"}
