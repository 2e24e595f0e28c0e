"""`komek demo`: made-up appeals live their lives in the running stack, by rules in seconds."""

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

ARRIVAL_SHARE = 0.6  # of the time: the rest is for those who came last
GRACE_SECONDS = 60.0  # seconds more, for machines that are busy
REFRESH_SECONDS = 0.5
MAX_CONCURRENT = 16


def run(settings: Settings, appeals: int, seconds: float) -> int:
    """Play *appeals* stories in about *seconds*; return 0 if the sums at the end add up."""
    console, sample = Console(), load()
    policy, _calendar = policy_files.load_policy_with_calendar(settings.policies, second_api.DEMO_POLICY)
    told = build_scenarios(sample, policy, appeals)
    token = first_token.first_operator_token(settings)
    console.print("komek: starting an API with the demo policy")
    with second_api.second_api(settings) as url:
        return asyncio.run(_run_session(settings, console, url, token, sample, told, seconds))


class SessionEnded(Exception):
    """The play is over: everybody stops where they are."""


async def _run_session(  # noqa: PLR0913, PLR0917 - what is played, where and for how long
    settings: Settings,
    console: Console,
    url: str,
    token: str,
    sample: SampleData,
    told: list[Scenario],
    seconds: float,
) -> int:
    async with http_client(url, MAX_CONCURRENT) as http, http_client(settings.api_url or url) as beside:
        door = ApiClient(http, token)
        staff = await register_staff(door, sample.staff, f"demo-{uuid4()}")
        play = Session(sample, staff)
        watch = Monitor(play, ApiClient(beside, token))
        try:
            with ProgressDisplay(console, play, watch, len(told)) as screen:
                await _run_until_done(play, watch, screen, told, seconds)
            await watch.poll(climbers=len(told))
        finally:
            await revoke_staff(door, staff)
    return print_report(settings, console, play, watch)


async def _run_until_done(
    play: Session, watch: Monitor, screen: ProgressDisplay, told: list[Scenario], seconds: float
) -> None:
    """Let everybody play until all stories have ended, or the patience has. Raises what stopped them."""
    try:
        async with asyncio.TaskGroup() as scenes:
            play.attach(scenes)
            play.spawn(InboxDistributor(play, watch.api).run())
            play.spawn(submit_appeals(play, told, ARRIVAL_SHARE * seconds))
            play.spawn(watch.run())
            while not play.is_finished(watch.ended_as_planned, len(told)) and _should_continue(
                play, len(told), seconds
            ):
                await asyncio.sleep(REFRESH_SECONDS)
                screen.refresh()
            raise SessionEnded
    except ExceptionGroup as stopped:
        if not isinstance(stopped.exceptions[0], SessionEnded):
            raise stopped.exceptions[0] from stopped


def _should_continue(play: Session, count: int, seconds: float) -> bool:
    """Tell whether people still come, or have not all had their time since."""
    return (
        len(play.talons) < count
        or play.elapsed_seconds < max(seconds, play.last_talon_seconds) + GRACE_SECONDS
    )
