"""The rules in force: the policy made whole by imports, the calendar as changed; asked for now and then."""

from time import monotonic

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.policy.policy import Policy, extended
from domain.worktime.working_calendar import Calendar
from store.reference import calendars, policies

FRESH_SECONDS = 5.0


class Rules:
    """Remembers the whole policy and the calendar in force for a while."""

    def __init__(self, policy: Policy, calendar: Calendar) -> None:
        """Begin with *policy* and *calendar* as their files have them."""
        self.own = policy
        self._file = self._calendar = calendar
        self._whole = policy
        self._learnt: float | None = None

    async def policy(self, connection: AsyncConnection) -> Policy:
        """Return the policy with all organisations and topics."""
        await self._learn(connection)
        return self._whole

    async def calendar(self, connection: AsyncConnection) -> Calendar:
        """Return the calendar of the country with all that was changed in it."""
        await self._learn(connection)
        return self._calendar

    def forget(self) -> None:
        """Ask anew from now on: something was added or changed."""
        self._learnt = None

    async def _learn(self, connection: AsyncConnection) -> None:
        if self._learnt is not None and monotonic() - self._learnt <= FRESH_SECONDS:
            return
        self._whole = extended(self.own, *await policies.imported(connection))
        self._calendar = await calendars.in_force(connection, self._file)
        self._learnt = monotonic()
