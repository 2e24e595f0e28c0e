"""What an exception means to the one who asked: every one that can be foreseen becomes a problem."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from api.language import Words
from api.problems import SOON, Trouble, language_of, problem, refusal, respond
from domain.errors import Refusal
from schemas.problems import FieldError
from workflows.client import Unavailable

BY_STATUS = {
    400: "malformed_json",
    401: "unauthenticated",
    404: "no_such_address",
    405: "method_not_allowed",
    413: "body_too_large",
}
ORIGINS = frozenset({"body", "query", "path", "header"})
WHAT_IS_WRONG = {  # pydantic's name → ours
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "string_too_short": "too_short",
    "too_short": "too_short",
    "uuid_parsing": "not_a_uuid",
    "uuid_type": "not_a_uuid",
    "enum": "unknown_value",
    "literal_error": "unknown_value",
    "datetime_parsing": "not_a_moment",
    "datetime_from_date_parsing": "not_a_moment",
    "datetime_object_invalid": "not_a_moment",
    "datetime_type": "not_a_moment",
    "timezone_aware": "timezone_missing",
    "int_parsing": "not_a_number",
    "int_parsing_size": "out_of_range",
    "int_type": "not_a_number",
    "int_from_float": "not_a_number",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "greater_than": "out_of_range",
    "bool_parsing": "not_a_boolean",
    "bool_type": "not_a_boolean",
    "list_type": "not_a_list",
    "tuple_type": "not_a_list",
    "dict_type": "not_an_object",
    "model_type": "not_an_object",
    "model_attributes_type": "not_an_object",
    "string_type": "not_text",
    "string_unicode": "control_characters",
    "string_pattern_mismatch": "wrong_form",
}


def register(app: FastAPI) -> None:
    """Teach *app* what to answer."""
    app.exception_handler(Refusal)(_refused)
    app.exception_handler(Trouble)(_troubled)
    app.exception_handler(RequestValidationError)(_not_valid)
    app.exception_handler(HTTPException)(_by_status)
    app.exception_handler(Unavailable)(_workflows_away)
    for away in (OperationalError, InterfaceError, PoolTimeout):
        app.exception_handler(away)(_database_away)


def invalid(request: Request, errors: Sequence[Mapping[str, Any]]) -> JSONResponse:
    """Return what pydantic found wrong, field by field, without the values."""
    words: Words = request.app.state.words
    return problem(request, Trouble("validation_failed"), [_field(request, words, each) for each in errors])


def _field(request: Request, words: Words, error: Mapping[str, Any]) -> FieldError:
    place = [str(part) for part in error["loc"]]
    name = ".".join(place[1:] if place and place[0] in ORIGINS else place)
    code = WHAT_IS_WRONG.get(error["type"], error["type"])
    if not words.knows(f"error.{code}"):
        code = "wrong_value"
    facts = {key: str(fact) for key, fact in error.get("ctx", {}).items() if key != "error"}
    message = words.say(language_of(request), f"error.{code}", facts)
    return FieldError(field=name, code=code, message=message)


async def _refused(request: Request, refused: Refusal) -> Response:
    return respond(request, refusal(refused))


async def _troubled(request: Request, trouble: Trouble) -> Response:
    return respond(request, trouble)


async def _not_valid(request: Request, error: RequestValidationError) -> Response:
    if any(each["type"] == "json_invalid" for each in error.errors()):
        return respond(request, Trouble("malformed_json"))
    return invalid(request, error.errors())


async def _by_status(request: Request, error: HTTPException) -> Response:
    return respond(
        request, Trouble(BY_STATUS.get(error.status_code, "internal_error"), headers=error.headers)
    )


async def _workflows_away(request: Request, _error: Unavailable) -> Response:
    return respond(request, Trouble("workflows_away", headers=SOON))


async def _database_away(request: Request, _error: Exception) -> Response:
    return respond(request, Trouble("database_away", headers=SOON))
