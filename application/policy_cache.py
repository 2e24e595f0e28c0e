"""The policy with imported entries and the amended calendar, reloaded from time to time."""

from time import monotonic

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.policy.policy import Policy, with_imported
from domain.worktime.working_calendar import Calendar
from store.reference import calendars, policies

CACHE_SECONDS = 5.0


class PolicyCache:
    """A cache of the whole policy and the calendar in force."""

    def __init__(self, policy: Policy, calendar: Calendar) -> None:
        """Start with *policy* and *calendar* as their files define them."""
        self.file_policy = policy
        self._file_calendar = self._calendar = calendar
        self._extended_policy = policy
        self._loaded_at: float | None = None

    async def policy(self, connection: AsyncConnection) -> Policy:
        """Return the policy with all organisations and topics."""
        await self._reload(connection)
        return self._extended_policy

    async def calendar(self, connection: AsyncConnection) -> Calendar:
        """Return the country's calendar with all amendments."""
        await self._reload(connection)
        return self._calendar

    def invalidate(self) -> None:
        """Make the next call reload: an entry was added or changed."""
        self._loaded_at = None

    async def _reload(self, connection: AsyncConnection) -> None:
        if self._loaded_at is not None and monotonic() - self._loaded_at <= CACHE_SECONDS:
            return
        self._extended_policy = with_imported(
            self.file_policy, *await policies.imported_reference_data(connection)
        )
        self._calendar = await calendars.calendar_in_force(connection, self._file_calendar)
        self._loaded_at = monotonic()
