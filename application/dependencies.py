"""The dependencies of the use cases, built once by the process that runs them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from application.i18n import MessageCatalogs, load_catalogs
from application.oversight.lost_workflows import WorkflowWatch
from application.policy_cache import PolicyCache
from application.presenters.decisions import DecisionPresenter
from application.presenters.notice_text import NoticeTextRenderer
from domain.country.languages import Language
from domain.law.rulebook import Rulebook
from domain.policy.policy import Policy
from domain.policy.regions import RegionHistory
from domain.worktime.working_calendar import Calendar
from workflows.calendar_client import CalendarRolloutClient
from workflows.client import AppealClient

ReadinessCheck = Callable[[], Awaitable[bool]]


@dataclass(frozen=True)
class Dependencies:
    """The database, the workflows, the rules for new appeals, the clock, and the checks of readiness."""

    engine: AsyncEngine
    appeal_client: AppealClient
    calendar_rollout_client: CalendarRolloutClient
    policy: Policy
    calendar: Calendar
    clock: Callable[[], datetime]
    readiness_checks: dict[str, ReadinessCheck]
    readiness_warnings: Mapping[str, ReadinessCheck] = field(default_factory=dict)
    body_limit: int = 1_000_000
    rulebooks: tuple[Rulebook, ...] = ()
    region_history: RegionHistory = field(default_factory=RegionHistory)

    @cached_property
    def policy_cache(self) -> PolicyCache:
        """Return the cache of the policy and the calendar in force."""
        return PolicyCache(self.policy, self.calendar)

    @cached_property
    def workflow_watch(self) -> WorkflowWatch:
        """Return the watch over the open appeals that have lost their workflow."""
        return WorkflowWatch(self.engine, self.appeal_client, self.clock)

    @cached_property
    def catalogs(self) -> MessageCatalogs:
        """Return the message catalogs; instants are written in the calendar's time zone."""
        return load_catalogs(ZoneInfo(self.calendar.timezone))

    async def notice_text_renderer(
        self, connection: AsyncConnection, language: Language
    ) -> NoticeTextRenderer:
        """Return the renderer of notices by the policy in force, for a reader of *language*."""
        policy = await self.policy_cache.policy(connection)
        return NoticeTextRenderer(
            self.catalogs, policy, self.rulebooks, DecisionPresenter(self.rulebooks, language)
        )
