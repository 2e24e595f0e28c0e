"""The policy in force, made whole by what imports have brought; asked for anew every few seconds."""

from time import monotonic

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.policy import Policy, extended
from store import rulebook

FRESH_SECONDS = 5.0


class Rules:
    """Remembers the whole policy for a while."""

    def __init__(self, policy: Policy) -> None:
        """Begin with *policy* as its file has it."""
        self.own = policy
        self._whole = policy
        self._learnt: float | None = None

    async def policy(self, connection: AsyncConnection) -> Policy:
        """Return the policy with all organisations and topics."""
        if self._learnt is None or monotonic() - self._learnt > FRESH_SECONDS:
            self._whole = extended(self.own, *await rulebook.imported(connection))
            self._learnt = monotonic()
        return self._whole

    def forget(self) -> None:
        """Ask anew from now on: something was added."""
        self._learnt = None
