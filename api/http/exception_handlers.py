"""Exception handlers: every expected exception becomes a problem."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import ValidationError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from api.http.methods import RouteMethods
from api.http.problems import (
    ApiError,
    api_error_from_refusal,
    build_problem_response,
    catalogs_of,
    language_of,
    problem_response,
)
from application.errors import UseCaseError
from application.i18n import MessageCatalogs
from domain.errors import Refusal
from schemas.http.responses.problems import FieldError
from store.database.errors import UnreadableHistory
from workflows.commands.errors import WorkflowServiceUnavailable

METHOD_NOT_ALLOWED = 405
CODE_BY_STATUS = {
    400: "malformed_json",
    401: "unauthenticated",
    404: "unknown_path",
    405: "method_not_allowed",
    413: "body_too_large",
}


class KnownProblem(NamedTuple):
    """The code of a problem, and whether the same request may succeed a little later."""

    code: str
    is_temporary: bool


PROBLEM_BY_ERROR: dict[type[Exception], KnownProblem] = {
    WorkflowServiceUnavailable: KnownProblem("workflow_service_unavailable", is_temporary=True),
    OperationalError: KnownProblem("database_unavailable", is_temporary=True),
    InterfaceError: KnownProblem("database_unavailable", is_temporary=True),
    PoolTimeout: KnownProblem("busy", is_temporary=True),
    UnreadableHistory: KnownProblem("history_unreadable", is_temporary=False),
}
MAX_FIELD_ERRORS, MAX_FIELD_NAME_LENGTH = 50, 200
PARAMETER_LOCATIONS = frozenset({"body", "query", "path", "header"})
CODE_BY_ERROR_TYPE = {  # pydantic's name → ours
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


def register_exception_handlers(app: FastAPI, routers: Sequence[APIRouter] = ()) -> None:
    """Register the handlers with *app*, whose addresses are those of *routers*."""
    app.state.methods = RouteMethods(routers)
    expected = (
        Refusal,
        UseCaseError,
        RequestValidationError,
        HTTPException,
        *PROBLEM_BY_ERROR,
    )
    for error in expected:
        app.exception_handler(error)(_handle_exception)


def problem_for(request: Request, error: Exception) -> JSONResponse | None:
    """Return the problem that *error* means, None where it is unexpected."""
    if isinstance(error, HTTPException | RequestValidationError):
        refused = _method_refusal(request, error)
        if refused is not None:
            return problem_response(request, refused)
    if isinstance(error, RequestValidationError | ValidationError):
        return _validation_problem(request, error.errors())
    known = _use_case_error_for(error)
    return problem_response(request, known) if known else None


def _method_refusal(request: Request, error: HTTPException | RequestValidationError) -> ApiError | None:
    """Return that the address does not have the method of *request*, with all methods that it has."""
    methods: RouteMethods = request.app.state.methods
    path = request.url.path
    if isinstance(error, HTTPException):
        allowed = methods.of(path) if error.status_code == METHOD_NOT_ALLOWED else frozenset()
    else:  # where a fixed path has been taken for an id
        is_in_path = any(each["loc"][:1] == ("path",) for each in error.errors())
        allowed = methods.of_fixed(path) if is_in_path else frozenset()
    if not allowed:
        return None
    return ApiError("method_not_allowed", headers={"Allow": ", ".join(sorted(allowed))})


def _use_case_error_for(error: Exception) -> UseCaseError | None:
    match error:
        case UseCaseError():
            return error
        case Refusal():
            return api_error_from_refusal(error)
        case HTTPException():
            return ApiError(CODE_BY_STATUS.get(error.status_code, "internal_error"), headers=error.headers)
        case _:
            known = next((each for kind, each in PROBLEM_BY_ERROR.items() if isinstance(error, kind)), None)
            return ApiError(known.code, is_temporary=known.is_temporary) if known else None


async def _handle_exception(request: Request, error: Exception) -> Response:
    response = problem_for(request, error)
    if response is None:
        raise error
    return response


def _validation_problem(request: Request, errors: Sequence[Mapping[str, Any]]) -> JSONResponse:
    """Return what pydantic found invalid, field by field, without the values; at most the first fifty."""
    if any(each["type"] == "json_invalid" for each in errors):
        return problem_response(request, ApiError("malformed_json"))
    catalogs = catalogs_of(request)
    return build_problem_response(
        request,
        ApiError("validation_failed"),
        [_field_error(request, catalogs, each) for each in errors[:MAX_FIELD_ERRORS]],
    )


def _field_error(request: Request, catalogs: MessageCatalogs, error: Mapping[str, Any]) -> FieldError:
    place = [str(part) for part in error["loc"]]
    name = ".".join(place[1:] if place and place[0] in PARAMETER_LOCATIONS else place)[:MAX_FIELD_NAME_LENGTH]
    code = CODE_BY_ERROR_TYPE.get(error["type"], error["type"])
    if not catalogs.has_message(f"error.{code}"):
        code = "invalid_value"
    facts = {key: str(fact) for key, fact in error.get("ctx", {}).items() if key != "error"}
    message = catalogs.message(language_of(request), f"error.{code}", facts)
    return FieldError(field=name, code=code, message=message)
