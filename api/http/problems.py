"""Problems: the table code → status, and the RFC 9457 problem of each error and refusal."""

from collections.abc import Mapping, Sequence

from fastapi import Request
from fastapi.responses import JSONResponse

from application.dependencies import Dependencies
from application.errors import StaleTaskVersion, UseCaseError
from application.i18n import MessageCatalogs, preferred_language
from domain.country.languages import Language
from domain.errors import Refusal
from schemas.http.responses.problems import FieldError, PendingCommandView, Problem

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = {"Retry-After": "2"}


class ApiError(UseCaseError):
    """An error of HTTP itself, found before any use case is called."""

    def __init__(
        self,
        code: str,
        *,
        headers: Mapping[str, str] | None = None,
        facts: Mapping[str, object] | None = None,
        is_temporary: bool = False,
    ) -> None:
        """Carry *facts* for the text and *headers* for the response."""
        super().__init__(code, facts=facts, is_temporary=is_temporary)
        self.headers = dict(headers or {})


STATUS_BY_CODE: dict[str, int] = {
    "refused": 409,
    "not_found": 404,
    "unknown_task": 404,
    "forbidden": 403,
    "not_your_group": 403,
    "not_the_holder": 403,
    "not_a_supervisor": 403,
    "office_not_authorised": 403,
    "conflict": 409,
    "task_held_by_another": 409,
    "not_allowed_for_purpose": 409,
    "not_allowed_in_task_state": 409,
    "task_closed": 409,
    "appeal_closed": 409,
    "appeal_not_closed": 409,
    "not_allowed_in_status": 409,
    "side_task_open": 409,
    "no_sender": 409,
    "term_expired": 409,
    "version_mismatch": 412,
    "limit_reached": 409,
    "invalid": 422,
    "malformed": 422,
    "ground_required": 422,
    "outcome_not_allowed": 422,
    "backward_referral": 422,
    "same_assignee": 422,
    "unknown_step": 422,
    "not_in_future": 422,
    "impossible_date": 422,
    "unknown_question": 422,
    "question_required": 422,
    "hold_too_long": 422,
    "extension_too_long": 422,
    "merged_into_itself": 422,
    "nothing_to_correct": 422,
    "registration_day_out_of_range": 422,
    "calendar_exhausted": 422,
    "calendar_not_in_force": 409,
    "calendar_has_no_closing": 422,
    "already_day_off": 422,
    "already_working_day": 422,
    "day_off_nationwide": 422,
    "day_not_estimated": 422,
    "no_working_day": 422,
    "unknown_topic": 422,
    "unknown_region": 422,
    "unknown_reception": 422,
    "unknown_organisation": 422,
    "no_rulebook": 422,
    "unknown_kind": 422,
    "extension_not_allowed": 422,
    "decision_not_allowed": 422,
    "termination_ground_not_allowed": 422,
    "language_not_allowed": 422,
    "not_provided_by_law": 409,
    "defect_correction_pending": 409,
    "not_notified_yet": 409,
    "no_defects_to_correct": 409,
    "defect_correction_term_too_long": 422,
    "identical_appeal_required": 422,
    "appeal_not_identical": 422,
    "written_form_required": 422,
    "too_early": 409,
    "hearing_required": 409,
    "reasons_required": 422,
    "not_announced_yet": 409,
    "barred": 403,
    "recusal_pending": 403,
    "recusal_already_requested": 409,
    "no_holder_to_recuse": 409,
    "not_forwardable": 409,
    "no_superior": 409,
    "forward_required": 409,
    "not_competent_to_decide": 409,
    "redirect_required": 409,
    "merge_not_allowed": 409,
    "danger_takes_precedence": 409,
    "intake_resolution_not_allowed": 422,
    "unknown_demand": 422,
    "invalid_split": 422,
    "not_your_reception": 403,
    "reception_cancelled": 409,
    "reception_started": 409,
    "reception_not_started": 409,
    "reception_ended": 409,
    "receptions_overlap": 409,
    "official_not_eligible": 422,
    "invalid_hours": 422,
    "unknown_booking": 422,
    # of use cases and of HTTP itself
    "unknown_person": 422,
    "unknown_appeal": 422,
    "source_registered": 409,
    "source_changed": 409,
    "unauthenticated": 401,
    "not_for_citizens": 403,
    "unknown_path": 404,
    "method_not_allowed": 405,
    "malformed_json": 400,
    "unsupported_media_type": 415,
    "body_too_large": 413,
    "validation_failed": 422,
    "idempotency_key_missing": 400,
    "idempotency_key_malformed": 400,
    "idempotency_key_reused": 422,
    "if_match_malformed": 400,
    "defined_by_policy": 409,
    "appeal_starting": 503,
    "workflow_service_unavailable": 503,
    "database_unavailable": 503,
    "busy": 503,
    "history_unreadable": 500,
    "internal_error": 500,
}
FIELD_BY_CODE: dict[str, str] = {
    "unknown_topic": "topic",
    "unknown_region": "region",
    "unknown_reception": "reception",
    "unknown_organisation": "organisation",
    "unknown_person": "holder",
    "unknown_appeal": "into",
    "merged_into_itself": "into",
    "ground_required": "ground",
    "outcome_not_allowed": "outcome",
    "decision_not_allowed": "decision",
    "termination_ground_not_allowed": "termination_ground",
    "backward_referral": "step",
    "unknown_step": "step",
    "hold_too_long": "until",
    "impossible_date": "happened_on.date",
    "language_not_allowed": "text",
    "reasons_required": "text",
    "defect_correction_term_too_long": "term",
    "identical_appeal_required": "identical_to",
    "intake_resolution_not_allowed": "intake_resolution",
    "unknown_demand": "demands",
    "invalid_split": "demands",
    "extension_too_long": "term",
    "official_not_eligible": "official",
    "unknown_booking": "booking",
    "registration_day_out_of_range": "registered_on",
}


CODES_OF_MISSING_FIELDS = frozenset({"ground_required", "reasons_required", "written_form_required"})


def problem_type_of(code: str) -> str:
    """Return the path of the page about *code*."""
    return f"/problems/{code.replace('_', '-')}"


def language_of(http_request: Request) -> Language:
    """Return the reader's language."""
    return preferred_language(http_request.headers.get("accept-language", ""))


def catalogs_of(http_request: Request) -> MessageCatalogs:
    """Return the message catalogs."""
    dependencies: Dependencies = http_request.app.state.dependencies
    return dependencies.catalogs


def problem_response(http_request: Request, error: UseCaseError) -> JSONResponse:
    """Return the problem that *error* means."""
    catalogs, language = catalogs_of(http_request), language_of(http_request)
    facts = error.facts | {"expected": error.facts.get("allowed", "")}
    errors = [
        FieldError(field=field, code=code, message=catalogs.message(language, f"error.{code}", facts))
        for field, code in error.errors
    ]
    return build_problem_response(http_request, error, errors)


def _key_of_suggestion(catalogs: MessageCatalogs, error: UseCaseError) -> str:
    """Return the key of the suggestion, the one for the verb to use instead if it has its own."""
    own = f"{error.code}.next.{error.facts.get('instead')}"
    return own if catalogs.has_message(own) else f"{error.code}.next"


def build_problem_response(
    http_request: Request, error: UseCaseError, errors: Sequence[FieldError]
) -> JSONResponse:
    """Return the problem that *error* means, with its field *errors* already written."""
    catalogs, language, code = catalogs_of(http_request), language_of(http_request), error.code
    problem = Problem(
        type=problem_type_of(code),
        title=catalogs.message(language, f"{code}.title"),
        status=STATUS_BY_CODE[code],
        detail=catalogs.message(language, f"{code}.detail", error.facts),
        code=code,
        suggested_action=catalogs.message(language, _key_of_suggestion(catalogs, error), error.facts),
        errors=list(errors),
        parameters=error.facts,
        request_id=http_request.state.request_id,
    )
    content = problem.model_dump(mode="json")
    headers = {"Content-Language": language, "Vary": "Accept-Language"}
    headers |= RETRY_AFTER if error.is_temporary else {}
    match error:
        case ApiError():
            headers |= error.headers
        case StaleTaskVersion(current=current):
            headers["ETag"] = f'"{current.version}"'
            content["current"] = current.model_dump(mode="json")
        case _:
            pass
    return JSONResponse(content, STATUS_BY_CODE[code], headers, MEDIA_TYPE)


def api_error_from_refusal(refusal: Refusal) -> UseCaseError:
    """Return the error that *refusal* means, with the field that it is about."""
    field = refusal.details.get("field") or FIELD_BY_CODE.get(refusal.code)
    errors = [(field, _field_code(refusal))] if field else []
    return UseCaseError(refusal.code, errors=errors, facts=refusal.details)


def _field_code(refusal: Refusal) -> str:
    """Return what is wrong with the field that *refusal* is about."""
    if refusal.code in CODES_OF_MISSING_FIELDS:
        return "missing"
    return "unknown_value" if refusal.details.get("allowed") else "invalid_value"


def pending_response(http_request: Request, location: str) -> JSONResponse:
    """Return that the command was taken, and where its result will be seen."""
    catalogs, language = catalogs_of(http_request), language_of(http_request)
    pending = PendingCommandView(
        title=catalogs.message(language, "pending.title"),
        suggested_action=catalogs.message(language, "pending.next"),
        location=location,
        request_id=http_request.state.request_id,
    )
    headers = RETRY_AFTER | {"Location": location, "Content-Language": language}
    return JSONResponse(pending.model_dump(), 202, headers)
