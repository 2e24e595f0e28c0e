"""Refusals across Temporal: they leave as ApplicationErrors by code, and come back as the same class."""

from temporalio.exceptions import ApplicationError

from domain.errors import Refusal, refusal


def to_application_error(refused: Refusal) -> ApplicationError:
    """Return the error that carries *refused* to the caller."""
    return ApplicationError(refused.code, refused.details, type=refused.code, non_retryable=True)


def to_refusal(error: ApplicationError) -> Refusal:
    """Return the refusal that *error* carried."""
    facts = error.details[0] if error.details and isinstance(error.details[0], dict) else {}
    return refusal(error.type or "", {str(name): str(fact) for name, fact in facts.items()})


def malformed(verb: str) -> ApplicationError:
    """Return the refusal of a command that cannot be read or carried out as it is."""
    return ApplicationError("malformed", {"verb": verb}, type="malformed", non_retryable=True)
