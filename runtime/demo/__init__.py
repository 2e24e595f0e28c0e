"""`komek demo`: made-up appeals live their lives in the running stack, by rules in seconds."""

import asyncio
from uuid import uuid4

from rich.console import Console

from loaders.policy import policy_files
from runtime import first_token
from runtime.api_client import Door, client
from runtime.demo import second_api
from runtime.demo.final_report import conclude
from runtime.demo.intake import open_counter
from runtime.demo.monitor import Watch
from runtime.demo.sample import Sample, load
from runtime.demo.scenarios import Story, stories
from runtime.demo.screen import Screen
from runtime.demo.session import Play
from runtime.demo.staff import Offices, dismissed, hired
from runtime.settings import Settings

ARRIVALS = 0.6  # of the time: the rest is for those who came last
PATIENCE = 60.0  # seconds more, for machines that are busy
GLANCE = 0.5
AT_ONCE = 16


def run(settings: Settings, appeals: int, seconds: float) -> int:
    """Play *appeals* stories in about *seconds*; return 0 if the sums at the end add up."""
    console, sample = Console(), load()
    policy, _calendar = policy_files.load(settings.policies, second_api.POLICY)
    told = stories(sample, policy, appeals)
    token = first_token.first(settings)
    console.print("komek: starting an API by the rules of the rehearsal")
    with second_api.api(settings) as url:
        return asyncio.run(_play(settings, console, url, token, sample, told, seconds))


class Curtain(Exception):
    """The play is over: everybody stops where they are."""


async def _play(  # noqa: PLR0913, PLR0917 - what is played, where and for how long
    settings: Settings,
    console: Console,
    url: str,
    token: str,
    sample: Sample,
    told: list[Story],
    seconds: float,
) -> int:
    async with client(url, AT_ONCE) as http, client(settings.api_url or url) as beside:
        door = Door(http, token)
        staff = await hired(door, sample.staff, f"demo-{uuid4()}")
        play = Play(sample, staff)
        watch = Watch(play, Door(beside, token))
        try:
            with Screen(console, play, watch, len(told)) as screen:
                await _perform(play, watch, screen, told, seconds)
            await watch.look(climbers=len(told))
        finally:
            await dismissed(door, staff)
    return conclude(settings, console, play, watch)


async def _perform(play: Play, watch: Watch, screen: Screen, told: list[Story], seconds: float) -> None:
    """Let everybody play until all stories have ended, or the patience has. Raises what stopped them."""
    try:
        async with asyncio.TaskGroup() as scenes:
            play.open(scenes)
            play.begin(Offices(play, watch.door).run())
            play.begin(open_counter(play, told, ARRIVALS * seconds))
            play.begin(watch.run())
            while not play.finished(watch.ended, len(told)) and _is_worth_waiting(play, len(told), seconds):
                await asyncio.sleep(GLANCE)
                screen.show()
            raise Curtain
    except ExceptionGroup as stopped:
        if not isinstance(stopped.exceptions[0], Curtain):
            raise stopped.exceptions[0] from stopped


def _is_worth_waiting(play: Play, count: int, seconds: float) -> bool:
    """Tell whether people still come, or have not all had their time since."""
    return len(play.talons) < count or play.lasted < max(seconds, play.given_at) + PATIENCE
