"""The rules in force: the policy made whole by imports, the calendar as changed; asked for now and then."""

from time import monotonic

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.policy.policy import Policy, with_imported
from domain.worktime.working_calendar import Calendar
from store.reference import calendars, policies

CACHE_SECONDS = 5.0


class PolicyCache:
    """Remembers the whole policy and the calendar in force for a while."""

    def __init__(self, policy: Policy, calendar: Calendar) -> None:
        """Begin with *policy* and *calendar* as their files have them."""
        self.file_policy = policy
        self._file_calendar = self._calendar = calendar
        self._extended_policy = policy
        self._loaded_at: float | None = None

    async def policy(self, connection: AsyncConnection) -> Policy:
        """Return the policy with all organisations and topics."""
        await self._reload(connection)
        return self._extended_policy

    async def calendar(self, connection: AsyncConnection) -> Calendar:
        """Return the calendar of the country with all that was changed in it."""
        await self._reload(connection)
        return self._calendar

    def invalidate(self) -> None:
        """Ask anew from now on: something was added or changed."""
        self._loaded_at = None

    async def _reload(self, connection: AsyncConnection) -> None:
        if self._loaded_at is not None and monotonic() - self._loaded_at <= CACHE_SECONDS:
            return
        self._extended_policy = with_imported(
            self.file_policy, *await policies.imported_reference_data(connection)
        )
        self._calendar = await calendars.calendar_in_force(connection, self._file_calendar)
        self._loaded_at = monotonic()
