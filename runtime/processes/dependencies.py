"""The dependencies of the use cases, as the processes build them from the settings."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from application.dependencies import Dependencies
from loaders.policy import policy_files
from loaders.regions import region_files
from loaders.rulebook import rulebook_files
from runtime.processes import readiness
from runtime.settings import Settings
from workflows.calendar_client import CalendarRolloutClient
from workflows.client import AppealClient


def build_dependencies(
    settings: Settings, engine: AsyncEngine, client: Client, command_key: bytes
) -> Dependencies:
    """Return the dependencies on a database and on Temporal; commands are sealed by *command_key*."""
    policy, calendar = policy_files.load_policy_with_calendar(settings.policies, settings.policy)
    appeals = AppealClient(client, timedelta(seconds=settings.answer_seconds), command_key=command_key)
    return Dependencies(
        engine=engine,
        appeal_client=appeals,
        calendar_rollout_client=CalendarRolloutClient(client),
        policy=policy,
        calendar=calendar,
        clock=lambda: datetime.now(UTC),
        readiness_checks=readiness.component_checks(engine, client),
        readiness_warnings=readiness.warning_checks(engine, client, appeals.runs),
        body_limit=settings.body_limit,
        rulebooks=rulebook_files.load_rulebooks(settings.policies, policy.law) if policy.law else (),
        region_history=region_files.load_former_regions(settings.policies, policy.law),
    )
