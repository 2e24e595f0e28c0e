"""What the API needs from outside, handed in whole by whoever builds it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.law.rulebook import Rulebook
from domain.policy.policy import Policy
from domain.policy.regions import History
from domain.worktime.working_calendar import Calendar
from workflows.calendar_client import CalendarChanges
from workflows.client import Appeals

Check = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Needs:
    """The database, the workflows, the rules for new appeals, the time, and what /readyz asks by name."""

    engine: AsyncEngine
    appeals: Appeals
    changes: CalendarChanges
    policy: Policy
    calendar: Calendar
    clock: Callable[[], datetime]
    checks: dict[str, Check]
    body_limit: int = 1_000_000
    rulebooks: tuple[Rulebook, ...] = ()
    regions: History = field(default_factory=History)
