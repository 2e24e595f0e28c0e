"""What the API needs from outside, handed in whole by whoever builds it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.law.rulebook import Rulebook
from domain.policy.policy import Policy
from domain.policy.regions import RegionHistory
from domain.worktime.working_calendar import Calendar
from workflows.calendar_client import CalendarRolloutClient
from workflows.client import AppealClient

ReadinessCheck = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The database, the workflows, the rules for new appeals, the time, and what /readyz asks by name."""

    engine: AsyncEngine
    appeal_client: AppealClient
    calendar_rollout_client: CalendarRolloutClient
    policy: Policy
    calendar: Calendar
    clock: Callable[[], datetime]
    readiness_checks: dict[str, ReadinessCheck]
    body_limit: int = 1_000_000
    rulebooks: tuple[Rulebook, ...] = ()
    region_history: RegionHistory = field(default_factory=RegionHistory)
