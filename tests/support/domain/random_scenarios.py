"""Random scenarios: lives of appeals in which people did what they may, and time passed between."""

from collections.abc import Sequence
from contextlib import suppress
from copy import copy
from datetime import timedelta
from functools import cache

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain.errors import Refusal
from tests.support.domain.builders import (
    OFFICE_CALENDAR,
    OPERATOR,
    PEOPLE,
    ROUND_THE_CLOCK_CALENDAR,
    Scenario,
)
from tests.support.domain.strategies import (
    APPEAL_VERBS,
    LONG_WAITS,
    PLANS,
    SHORT_WAITS,
    commands_of,
    permitted_verbs,
)
from tests.support.scale import scaled

SHARED_SCENARIOS = 80  # enough for each plan to be lived several times


def random_scenarios() -> st.SearchStrategy[Scenario]:
    """Return stories of a while in which people did what they may, and time passed between.

    Each test draws its own in `./dev prove`; the gate draws one set per process, which its tests share.
    """
    if scaled(SHARED_SCENARIOS, 0) == 0:
        return _drawn_scenarios()
    return st.integers(0, SHARED_SCENARIOS - 1).map(lambda place: copy_of(_shared_scenarios()[place]))


def copy_of(story: Scenario) -> Scenario:
    """Return a scenario that continues from *story* and leaves it as it is."""
    copied = copy(story)
    copied.facts = list(story.facts)
    return copied


@cache
def _shared_scenarios() -> Sequence[Scenario]:
    stories: list[Scenario] = []

    @settings(max_examples=SHARED_SCENARIOS, phases=[Phase.generate], suppress_health_check=[*HealthCheck])
    @given(_drawn_scenarios())
    def draw_each(story: Scenario) -> None:
        stories.append(story)

    draw_each()
    return stories


@st.composite
def _drawn_scenarios(draw: st.DrawFn) -> Scenario:
    story = Scenario(
        draw(st.sampled_from(PLANS)), draw(st.sampled_from([OFFICE_CALENDAR, ROUND_THE_CLOCK_CALENDAR]))
    )
    for _ in range(draw(st.integers(0, 12))):
        pass_time = draw(st.sampled_from([story.wait_until, story.resume_after_outage]))
        pass_time(story.now + draw(st.sampled_from([timedelta(0), *SHORT_WAITS, *LONG_WAITS[:2]])))
        if story.appeal.is_closed:
            command: st.SearchStrategy[c.PersonCommand] = st.just(c.Reopen(OPERATOR))
        elif draw(st.booleans()) and story.appeal.open_tasks:
            command = commands_of(*draw(permitted_verbs(story.appeal, PEOPLE)), story.now)
        else:
            verb = draw(st.sampled_from(APPEAL_VERBS))
            command = commands_of(verb, OPERATOR, story.task, story.now)
        with suppress(Refusal):
            story.handle(draw(command))
    return story
