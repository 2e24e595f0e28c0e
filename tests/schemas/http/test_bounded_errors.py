"""No request body makes an error for each of its many parts."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

import schemas.http
from schemas.base import RequestBody

MANY = 50_000
MOST = 1_100  # errors, for a body of any size: two for each of at most 500 items


def _models(base: type[RequestBody]) -> Iterator[type[RequestBody]]:
    for each in base.__subclasses__():
        yield each
        yield from _models(each)


def _all_models() -> list[type[RequestBody]]:
    for each in pkgutil.walk_packages(schemas.http.__path__, "schemas.http."):
        importlib.import_module(each.name)
    return sorted(set(_models(RequestBody)), key=str)


def errors(model: type[RequestBody], body: Any) -> int:
    """Return how many errors *body* has as a *model*."""
    try:
        model.model_validate(body)
    except ValidationError as error:
        return error.error_count()
    return 0


@pytest.mark.parametrize("model", _all_models(), ids=lambda model: model.__name__)
def test_a_large_body_has_few_errors(model: type[RequestBody]) -> None:
    unknown = {str(number): 0 for number in range(MANY)}
    assert 0 < errors(model, unknown) <= MOST
    for name in model.model_fields:
        assert errors(model, {name: unknown}) <= MOST
        assert errors(model, {name: [{}] * MANY}) <= MOST
        assert errors(model, {name: [0] * 500}) <= MOST
