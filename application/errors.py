"""Errors of a use case that no domain rule raises."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from schemas.http.responses.views import TaskView


class UseCaseError(Exception):
    """A use case cannot be carried out; *code* is stable and has its texts in the message catalogs."""

    def __init__(
        self,
        code: str,
        *,
        errors: Sequence[tuple[str, str]] = (),
        facts: Mapping[str, object] | None = None,
        is_temporary: bool = False,
    ) -> None:
        """Carry *facts* for the text and *errors* as (field, code); a temporary one may be retried soon."""
        super().__init__(code)
        self.code = code
        self.errors = errors
        self.facts = {name: str(fact) for name, fact in (facts or {}).items()}
        self.is_temporary = is_temporary


def invalid_field(field: str, code: str = "invalid_value") -> UseCaseError:
    """Return the error of one field that the schema cannot check."""
    return UseCaseError("validation_failed", errors=[(field, code)])


class StaleTaskVersion(UseCaseError):
    """The task has changed since the caller read it; *current* is what it is now."""

    def __init__(self, current: TaskView) -> None:
        """Carry the task as it is now."""
        super().__init__("version_mismatch")
        self.current = current


class CommandUnconfirmed(Exception):
    """The command was taken but not confirmed in time; *subject*, its task or appeal, shows the result."""

    def __init__(self, subject: UUID) -> None:
        """Carry the id of the task or appeal."""
        super().__init__(subject)
        self.subject = subject
