"""What an exception means to the one who asked: every one that can be foreseen becomes a problem."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import ValidationError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from api.http.problems import SOON, language_of, problem, refusal, respond
from application.errors import Trouble
from application.i18n import Words
from domain.errors import Refusal
from schemas.http.responses.problems import FieldError
from workflows.client import Unavailable

BY_STATUS = {
    400: "malformed_json",
    401: "unauthenticated",
    404: "no_such_address",
    405: "method_not_allowed",
    413: "body_too_large",
}
DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout)
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
    "date_parsing": "not_a_date",
    "date_from_datetime_parsing": "not_a_date",
    "date_from_datetime_inexact": "not_a_date",
    "date_type": "not_a_date",
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
    foreseen = (Refusal, Trouble, RequestValidationError, HTTPException, Unavailable, *DATABASE_AWAY)
    for error in foreseen:
        app.exception_handler(error)(_answered)


def answer_to(request: Request, error: Exception) -> JSONResponse | None:
    """Return the problem that *error* means, None where nobody has foreseen it."""
    if isinstance(error, RequestValidationError | ValidationError):
        return _invalid(request, error.errors())
    trouble = _meant(error)
    return respond(request, trouble) if trouble else None


def _meant(error: Exception) -> Trouble | None:
    match error:
        case Trouble():
            return error
        case Refusal():
            return refusal(error)
        case HTTPException():
            return Trouble(BY_STATUS.get(error.status_code, "internal_error"), headers=error.headers)
        case Unavailable():
            return Trouble("workflows_away", headers=SOON)
        case OperationalError() | InterfaceError() | PoolTimeout():
            return Trouble("database_away", headers=SOON)
        case _:
            return None


async def _answered(request: Request, error: Exception) -> Response:
    answer = answer_to(request, error)
    if answer is None:
        raise error
    return answer


def _invalid(request: Request, errors: Sequence[Mapping[str, Any]]) -> JSONResponse:
    """Return what pydantic found wrong, field by field, without the values."""
    if any(each["type"] == "json_invalid" for each in errors):
        return respond(request, Trouble("malformed_json"))
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
