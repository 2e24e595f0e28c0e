"""The API's own description (OpenAPI): an example for each operation, and every problem declared."""

from typing import Any

from fastapi import FastAPI

from api.http.problems import MEDIA_TYPE
from api.openapi.request_examples import REQUEST_EXAMPLES
from api.openapi.response_examples import RESPONSE_EXAMPLES
from schemas.http.responses.problems import PendingCommandView, Problem

API_DESCRIPTION = (
    "Komek carries citizens' appeals from the counter to the outcome. Every POST takes an Idempotency-Key "
    "and may be repeated with it. Refusals are RFC 9457 problems in Kazakh, Russian or English, by "
    "Accept-Language."
)
TAGS = [
    {"name": "appeals", "description": "What citizens ask for: taken in, followed, brought to an end."},
    {"name": "tasks", "description": "What waits for people: inbox, verbs, batches."},
    {"name": "directory", "description": "Organisations, topics, people and the policy in force."},
    {"name": "calendars", "description": "The calendar in force, and how it is changed."},
    {"name": "receptions", "description": "When heads and deputies receive people, and what comes of it."},
    {"name": "notices", "description": "Notices due to applicants, for the services that deliver them."},
    {"name": "escalations", "description": "Calls about late tasks, for those who are called."},
    {"name": "operations", "description": "The state of the installation."},
]
ACCEPTED_RESPONSE: dict[int | str, dict[str, Any]] = {
    202: {"model": PendingCommandView, "description": "Taken; the answer is not there yet"}
}
PROBE_OPERATIONS = frozenset({"liveness_probe", "readiness_probe"})
PUBLIC_OPERATIONS = PROBE_OPERATIONS | {"read_public_schedule", "read_vocabulary"}
PROBLEM_DESCRIPTIONS = {
    "400": "The request cannot be read, or its Idempotency-Key is missing",
    "401": "No known token",
    "403": "Not for this role",
    "404": "There is no such thing here, or not for you",
    "409": "Not in the state things are in",
    "412": "It has changed since it was read",
    "413": "The body is too large",
    "415": "The body is not JSON",
    "422": "The request is wrong; the errors name each field",
    "500": "The mistake is ours",
    "503": "A part is away; ask again after Retry-After",
}
COMMON_STATUSES = ("401", "403", "422", "500", "503")
AUTHENTICATED_STATUSES = {"401", "403"}
IDEMPOTENCY_KEY_SCHEMA = {"type": "string", "pattern": r"^[\x21-\x7e]+$", "minLength": 8, "maxLength": 200}
BODY_STATUSES = ("400", "413", "415")
COMMAND_STATUSES = ("404", "409", "412")


def customise_openapi(app: FastAPI) -> None:
    """Have *app* describe itself fully, once."""
    plain = app.openapi

    def whole() -> dict[str, Any]:
        if app.openapi_schema is None:
            _complete_schema(plain())
        return plain()

    app.openapi = whole  # type: ignore[method-assign]  # FastAPI's documented way


def _complete_schema(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= schemas["Problem"].pop("$defs")
    for leftover in ("HTTPValidationError", "ValidationError"):
        schemas.pop(leftover, None)
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            _complete_operation(operation, method, by_id="{" in path)


def _complete_operation(operation: dict[str, Any], method: str, *, by_id: bool) -> None:
    name = operation["operationId"]
    operation["responses"].pop("422", None)
    if name not in PROBE_OPERATIONS:
        statuses = {*COMMON_STATUSES, *(("404",) if by_id else ())} - (
            AUTHENTICATED_STATUSES if name in PUBLIC_OPERATIONS else set()
        )
        statuses |= {*BODY_STATUSES, *COMMAND_STATUSES} if method != "get" else set()
        operation["responses"] |= {status: _problem_response(status) for status in sorted(statuses)}
    for parameter in operation.get("parameters", []):
        if parameter["name"] == "Idempotency-Key":
            parameter |= {
                "required": True,
                "schema": IDEMPOTENCY_KEY_SCHEMA,
                "example": "3f0d2c1e-8a52-4c0e-9a64-0a3c5b0e7d11",
            }
    if name in REQUEST_EXAMPLES:
        operation["requestBody"]["content"]["application/json"]["example"] = REQUEST_EXAMPLES[name]
    if name in RESPONSE_EXAMPLES:
        good = next(status for status in operation["responses"] if status.startswith("2"))
        operation["responses"][good]["content"]["application/json"]["example"] = RESPONSE_EXAMPLES[name]


def _problem_response(status: str) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": PROBLEM_DESCRIPTIONS[status], "content": content}
