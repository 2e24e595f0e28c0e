"""`komek demo`: simulates appeals in the running stack, under a policy with terms of seconds."""

import asyncio
from uuid import uuid4

from rich.console import Console

from loaders.policy import policy_files
from runtime import first_token
from runtime.api_client import ApiClient, http_client
from runtime.demo import second_api
from runtime.demo.display.final_report import print_report
from runtime.demo.display.monitor import Monitor
from runtime.demo.display.screen import ProgressDisplay
from runtime.demo.sample import SampleData, load
from runtime.demo.simulation.intake import submit_appeals
from runtime.demo.simulation.scenarios import Scenario, build_scenarios
from runtime.demo.simulation.session import Session
from runtime.demo.simulation.staff import InboxDistributor, register_staff, revoke_staff
from runtime.settings import Settings

ARRIVAL_SHARE = 0.6  # of the time: the rest is for the last appeals
GRACE_SECONDS = 60.0  # seconds more, for machines that are busy
REFRESH_SECONDS = 0.5
MAX_CONCURRENT = 16


def run(settings: Settings, appeals: int, seconds: float) -> int:
    """Run *appeals* scenarios in about *seconds*; return 0 if the totals at the end are consistent."""
    console, sample = Console(), load()
    policy, _calendar = policy_files.load_policy_with_calendar(settings.policies, second_api.DEMO_POLICY)
    scenarios = build_scenarios(sample, policy, appeals)
    token = first_token.first_operator_token(settings)
    console.print("komek: starting an API with the demo policy")
    with second_api.second_api(settings) as url:
        return asyncio.run(_run_session(settings, console, url, token, sample, scenarios, seconds))


class SessionEnded(Exception):
    """The session is over: all its tasks are cancelled."""


async def _run_session(  # noqa: PLR0913, PLR0917 - what is played, where and for how long
    settings: Settings,
    console: Console,
    url: str,
    token: str,
    sample: SampleData,
    scenarios: list[Scenario],
    seconds: float,
) -> int:
    async with http_client(url, MAX_CONCURRENT) as http, http_client(settings.api_url or url) as beside:
        api = ApiClient(http, token)
        staff = await register_staff(api, sample.staff, f"demo-{uuid4()}")
        session = Session(sample, staff)
        monitor = Monitor(session, ApiClient(beside, token))
        try:
            with ProgressDisplay(console, session, monitor, len(scenarios)) as screen:
                await _run_until_done(session, monitor, screen, scenarios, seconds)
            await monitor.poll(max_escalated=len(scenarios))
        finally:
            await revoke_staff(api, staff)
    return print_report(settings, console, session, monitor)


async def _run_until_done(
    session: Session, monitor: Monitor, screen: ProgressDisplay, scenarios: list[Scenario], seconds: float
) -> None:
    """Run until all scenarios have ended or the time is over. Raises the error of a failed task."""
    try:
        async with asyncio.TaskGroup() as tasks:
            session.attach(tasks)
            session.spawn(InboxDistributor(session, monitor.api).run())
            session.spawn(submit_appeals(session, scenarios, ARRIVAL_SHARE * seconds))
            session.spawn(monitor.run())
            while not session.is_finished(monitor.ended_as_planned, len(scenarios)) and _should_continue(
                session, len(scenarios), seconds
            ):
                await asyncio.sleep(REFRESH_SECONDS)
                screen.refresh()
            raise SessionEnded
    except ExceptionGroup as stopped:
        if not isinstance(stopped.exceptions[0], SessionEnded):
            raise stopped.exceptions[0] from stopped


def _should_continue(session: Session, count: int, seconds: float) -> bool:
    """Return whether talons are still to be issued, or the last ones have had too little time."""
    return (
        len(session.talons) < count
        or session.elapsed_seconds < max(seconds, session.last_talon_seconds) + GRACE_SECONDS
    )
