"""Errors of the store: not refusals by the rules, but conflicts that its caller handles."""

from datetime import datetime
from uuid import UUID


class ConcurrentHistory(Exception):
    """Other facts are stored under the same numbers: one appeal has two writers."""

    def __init__(self, appeal: UUID, seq: int) -> None:
        super().__init__(f"appeal {appeal} has other facts at or after number {seq}")


class HistoryGap(Exception):
    """The facts before these are not stored: the database is older than the workflow that sent them."""

    def __init__(self, appeal: UUID, seq: int) -> None:
        super().__init__(f"appeal {appeal} has no fact before number {seq}")


class UnreadableHistory(Exception):
    """The facts of an appeal lead to no state: some are lost, as in a database restored in part."""

    def __init__(self, appeal: UUID) -> None:
        super().__init__(f"the history of appeal {appeal} cannot be read")


class VersionContentChanged(Exception):
    """A version of a policy, rulebook or calendar that appeals are stamped with has another content now."""

    def __init__(self, what: str, version: str) -> None:
        super().__init__(
            f"{what} {version} is in use and its content has changed: declare the change under a new version"
        )


class StaleVersion(Exception):
    """This version of the calendar has been changed already."""

    def __init__(self, version: str) -> None:
        super().__init__(f"calendar {version} has been changed in the meantime")


class KeyReused(Exception):
    """This person made another request under the same Idempotency-Key."""


class SourceRegistered(Exception):
    """The record of the source is registered already; ``is_unchanged`` unless its content was another."""

    def __init__(self, *, is_unchanged: bool) -> None:
        """Carry whether the content is the same, as far as it is known."""
        super().__init__()
        self.is_unchanged = is_unchanged


class KeyInUse(Exception):
    """The request under this Idempotency-Key, accepted at *accepted_at*, is still being executed."""

    def __init__(self, accepted_at: datetime) -> None:
        super().__init__()
        self.accepted_at = accepted_at


class LockUnavailable(Exception):
    """Another process holds the lock."""
