"""What the store cannot do: not a refusal of the rules, but something for its caller to answer for."""

from uuid import UUID


class ConcurrentHistory(Exception):
    """Other facts already stand where these were to be written: two writers of one appeal."""

    def __init__(self, appeal: UUID, seq: int) -> None:
        super().__init__(f"appeal {appeal} has other facts at or after number {seq}")


class VersionContentChanged(Exception):
    """A version of a policy or calendar that appeals were stamped with now says something else."""

    def __init__(self, what: str, version: str) -> None:
        super().__init__(
            f"{what} {version} is in use and no longer says what it said: give the change a new version"
        )


class StaleVersion(Exception):
    """Somebody else has changed this version of the calendar already."""

    def __init__(self, version: str) -> None:
        super().__init__(f"calendar {version} has been changed meanwhile")


class KeyReused(Exception):
    """This person asked for something else under the same Idempotency-Key."""


class KeyInUse(Exception):
    """The same request under this Idempotency-Key is being answered just now."""


class LockUnavailable(Exception):
    """Others do what only one may do at a time."""
