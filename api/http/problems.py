"""How a refusal reads over HTTP: one table code → status, and the RFC 9457 problem that follows from it."""

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import JSONResponse

from application.errors import Trouble
from application.i18n import Words, preferred
from domain.errors import Refusal
from domain.text.languages import Language
from schemas.http.responses.problems import FieldError, Pending, Problem

MEDIA_TYPE = "application/problem+json"
SOON = {"Retry-After": "2"}

STATUSES: dict[str, int] = {
    "refused": 409,
    "missing": 404,
    "unknown_task": 404,
    "forbidden": 403,
    "not_your_group": 403,
    "not_the_holder": 403,
    "not_a_supervisor": 403,
    "wrong_office": 403,
    "conflict": 409,
    "task_held_by_another": 409,
    "task_not_ready": 409,
    "task_closed": 409,
    "appeal_closed": 409,
    "appeal_not_closed": 409,
    "not_now": 409,
    "side_task_open": 409,
    "nothing_to_return_to": 409,
    "too_late": 409,
    "changed_meanwhile": 412,
    "limit_reached": 409,
    "invalid": 422,
    "malformed": 422,
    "ground_required": 422,
    "wrong_outcome": 422,
    "backward_referral": 422,
    "same_receiver": 422,
    "unknown_step": 422,
    "not_in_future": 422,
    "hold_too_long": 422,
    "extension_too_long": 422,
    "merged_into_itself": 422,
    "calendar_exhausted": 422,
    "calendar_not_in_force": 409,
    "calendar_never_closes": 422,
    "day_off_already": 422,
    "day_worked_already": 422,
    "day_not_regional": 422,
    "day_not_estimated": 422,
    "no_working_day": 422,
    "unknown_topic": 422,
    "unknown_region": 422,
    "unknown_reception": 422,
    "unknown_organisation": 422,
    "no_rulebook": 422,
    "unknown_kind": 422,
    "extension_not_allowed": 422,
    "wrong_decision": 422,
    "wrong_termination": 422,
    "wrong_language": 422,
    "not_in_law": 409,
    "already_awaited": 409,
    "nothing_to_mend": 409,
    "mend_term_too_long": 422,
    "earlier_required": 422,
    "wrong_earlier": 422,
    "writing_required": 422,
    "too_early": 409,
    "hearing_first": 409,
    "reasons_required": 422,
    "nothing_told": 409,
    "barred": 403,
    "recusal_pending": 403,
    "challenged_before": 409,
    "nobody_to_challenge": 409,
    "nothing_to_forward": 409,
    "nobody_above": 409,
    "forward_instead": 409,
    "no_power": 409,
    "redirect_instead": 409,
    "not_to_be_merged": 409,
    "danger_first": 409,
    "not_here_and_now": 422,
    "unknown_demand": 422,
    "not_a_part": 422,
    "not_your_reception": 403,
    "reception_cancelled": 409,
    "reception_begun": 409,
    "reception_not_begun": 409,
    "reception_over": 409,
    "receptions_overlap": 409,
    "not_a_receiver": 422,
    "wrong_hours": 422,
    "unknown_booking": 422,
    # the door's own
    "unknown_person": 422,
    "unknown_appeal": 422,
    "unauthenticated": 401,
    "no_such_address": 404,
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
    "workflows_away": 503,
    "database_away": 503,
    "internal_error": 500,
}
FIELDS: dict[str, str] = {
    "unknown_topic": "topic",
    "unknown_region": "region",
    "unknown_reception": "reception",
    "unknown_organisation": "organisation",
    "unknown_person": "holder",
    "unknown_appeal": "into",
    "merged_into_itself": "into",
    "ground_required": "ground",
    "wrong_outcome": "outcome",
    "wrong_decision": "decision",
    "wrong_termination": "termination",
    "backward_referral": "step",
    "unknown_step": "step",
    "hold_too_long": "until",
    "wrong_language": "text",
    "reasons_required": "text",
    "mend_term_too_long": "term",
    "earlier_required": "earlier",
    "not_here_and_now": "here_and_now",
    "unknown_demand": "demands",
    "not_a_part": "demands",
    "extension_too_long": "term",
    "not_a_receiver": "receiver",
    "unknown_booking": "booking",
}


def type_of(code: str) -> str:
    """Return the address of the page about *code*."""
    return f"/problems/{code.replace('_', '-')}"


def language_of(request: Request) -> Language:
    """Return the language in which this reader is answered."""
    return preferred(request.headers.get("accept-language", ""))


def respond(request: Request, trouble: Trouble) -> JSONResponse:
    """Return *trouble* as an answer to *request*."""
    words: Words = request.app.state.words
    language = language_of(request)
    errors = [
        FieldError(field=field, code=code, message=words.say(language, f"error.{code}", trouble.facts))
        for field, code in trouble.errors
    ]
    return problem(request, trouble, errors)


def problem(request: Request, trouble: Trouble, errors: Sequence[FieldError]) -> JSONResponse:
    """Return *trouble* with *errors* that are already written."""
    words: Words = request.app.state.words
    language, code = language_of(request), trouble.code
    written = Problem(
        type=type_of(code),
        title=words.say(language, f"{code}.title"),
        status=STATUSES[code],
        detail=words.say(language, f"{code}.detail", trouble.facts),
        code=code,
        what_next=words.say(language, f"{code}.next"),
        errors=list(errors),
        facts=trouble.facts,
        request_id=request.state.request_id,
    )
    headers = trouble.headers | {"Content-Language": language, "Vary": "Accept-Language"}
    content = written.model_dump(mode="json") | trouble.extra
    return JSONResponse(content, STATUSES[code], headers, MEDIA_TYPE)


def refusal(refused: Refusal) -> Trouble:
    """Return the trouble that a *refused* command means, with the field that it is about."""
    field = refused.facts.get("field") or FIELDS.get(refused.code)
    errors = [(field, "wrong_value")] if field else []
    return Trouble(refused.code, errors=errors, facts=refused.facts)


def pending(request: Request, place: str) -> JSONResponse:
    """Return that the command was taken, and where its result will be seen."""
    words: Words = request.app.state.words
    language = language_of(request)
    taken = Pending(
        title=words.say(language, "pending.title"),
        what_next=words.say(language, "pending.next"),
        place=place,
        request_id=request.state.request_id,
    )
    return JSONResponse(taken.model_dump(), 202, SOON | {"Location": place, "Content-Language": language})
