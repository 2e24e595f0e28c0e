"""Errors of a use case that no domain rule raises."""

from collections.abc import Mapping, Sequence


class ApiError(Exception):
    """The door itself says no; *code* is a row of the table."""

    def __init__(
        self,
        code: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[tuple[str, str]] = (),
        facts: Mapping[str, object] | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        """Carry *facts* for the sentence, *errors* as (field, code), *extra* members and *headers*."""
        super().__init__(code)
        self.code = code
        self.headers = dict(headers or {})
        self.errors = errors
        self.extra = dict(extra or {})
        self.facts = {name: str(fact) for name, fact in (facts or {}).items()}


def invalid_field(field: str, code: str) -> ApiError:
    """Return the trouble of one field that pydantic cannot see."""
    return ApiError("validation_failed", errors=[(field, code)])
