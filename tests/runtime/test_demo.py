from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from rich.console import Console

from domain.country.personal_numbers import decode_iin, is_iin
from domain.identity.people import Role
from domain.policy.plan import Step
from domain.policy.policy import Policy
from domain.state.task import Purpose, TaskState
from loaders.policy import policy_files
from runtime.api_client import ApiClient, http_client
from runtime.demo.display.monitor import Monitor
from runtime.demo.display.screen import ProgressDisplay
from runtime.demo.display.totals import count_totals, published_figures
from runtime.demo.sample import SampleData, load
from runtime.demo.simulation.scenarios import (
    PUBLISHED_OUTCOMES,
    PUBLISHED_THEMES,
    Incident,
    PlannedOutcome,
    Scenario,
    apportion,
    build_scenarios,
)
from runtime.demo.simulation.session import IssuedTalon, Session
from runtime.demo.simulation.staff import FALLBACK_ORGANISATION, role_taking
from runtime.settings import PROJECT_ROOT
from schemas.http.requests.intake import ApplicantBody
from schemas.http.responses.views import AppealListItemView, TaskListItemView

NOW = datetime(2026, 11, 16, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def sample() -> SampleData:
    return load()


@pytest.fixture(scope="module")
def policy() -> Policy:
    return policy_files.load_policy_with_calendar(PROJECT_ROOT / "policies", "rehearsal")[0]


@pytest.fixture(scope="module")
def built_scenarios(sample: SampleData, policy: Policy) -> list[Scenario]:
    return build_scenarios(sample, policy, 521)


def test_the_figures_of_a_region_are_played_at_a_tenth(
    built_scenarios: list[Scenario], policy: Policy
) -> None:
    assert Counter(each.planned_outcome for each in built_scenarios) == {
        "solved": 275,
        "explained": 229,
        "open": 17,
    }
    themes = Counter(policy.topics[each.letter.topic].theme for each in built_scenarios)
    assert (themes["social-support"], themes["housing"], themes["employment"]) == (215, 163, 45)
    assert len(built_scenarios) == 521


@pytest.mark.parametrize("count", range(1, 40))
def test_every_share_is_somebodys_however_few_there_are(count: int) -> None:
    for shares in (PUBLISHED_OUTCOMES, PUBLISHED_THEMES):
        assert len(apportion(shares, count)) == count


def test_the_same_play_is_played_every_time(
    sample: SampleData, policy: Policy, built_scenarios: list[Scenario]
) -> None:
    assert build_scenarios(sample, policy, 521) == built_scenarios


def test_every_incident_occurs(built_scenarios: list[Scenario]) -> None:
    assert {each.incident for each in built_scenarios} == set(Incident)
    assert {each.incident for each in built_scenarios if each.planned_outcome is PlannedOutcome.OPEN} == {
        Incident.IGNORED_BY_ALL,
        Incident.UNFINISHED,
    }


def test_every_story_goes_a_way_that_its_topic_has(built_scenarios: list[Scenario], policy: Policy) -> None:
    for story in built_scenarios:
        assert story.deciding_step in policy.topics[story.letter.topic].steps
        assert policy.reception(story.reception)


def test_people_write_in_both_languages_about_every_topic(sample: SampleData, policy: Policy) -> None:
    assert Counter(each.language for each in sample.letters) == {"kk": 22, "ru": 22}
    assert {(each.topic, each.language) for each in sample.letters} == {
        (topic, language) for topic in policy.topics for language in ("kk", "ru")
    }


def test_no_letter_is_sent_with_a_gap(built_scenarios: list[Scenario]) -> None:
    assert not [each for each in built_scenarios if set("{}") & set(each.text)]


def test_sample_iins_belong_to_no_living_person(built_scenarios: list[Scenario]) -> None:
    iins = [each.applicant["iin"] for each in built_scenarios]
    assert len(set(iins)) == len(iins)
    assert all(is_iin(each) and decode_iin(each).birth_date is None for each in iins)


def test_applicants_are_such_as_the_api_takes(built_scenarios: list[Scenario]) -> None:
    for story in built_scenarios:
        assert ApplicantBody.model_validate(story.applicant).category == story.letter.category


def test_everybody_works_where_the_policy_has_such_a_role(sample: SampleData, policy: Policy) -> None:
    for organisation, role, _ in sample.staff:
        assert policy.organisation(organisation).has_role(role)
    assert {each.reception for each in sample.districts} <= {
        organisation for organisation, _, _ in sample.staff
    }


def test_whatever_is_written_is_written_in_both_languages(sample: SampleData) -> None:
    assert set(sample.replies["kk"]) == set(sample.replies["ru"])


def talon(built_scenarios: list[Scenario], turn: Incident) -> IssuedTalon:
    story = next(each for each in built_scenarios if each.incident is turn)
    return IssuedTalon("appeal", "HK-2026-00000001-1", "CODE", story)


def task(**changes: Any) -> TaskListItemView:
    offered = {
        "id": UUID(int=1),
        "appeal": UUID(int=2),
        "number": "HK-2026-00000001-1",
        "topic": "heating",
        "region": "61",
        "purpose": Purpose.WORK,
        "step": Step.AGENCY,
        "organisation": "housing-61",
        "role": Role.OFFICER,
        "state": TaskState.OFFERED,
        "holder": None,
        "opened_at": NOW,
        "state_since": NOW,
        "due_at": None,
        "held_until": None,
        "mandatory": False,
        "specialty": None,
        "statutory_due_at": None,
        "needs_attention": False,
        "version": 1,
    }
    return TaskListItemView.model_validate(offered | changes)


SOON, LATE = timedelta(seconds=1), timedelta(seconds=8)
AT_DESK = partial(task, organisation=FALLBACK_ORGANISATION)
AT_COUNTER = partial(task, step=Step.RECEPTION, role=Role.CLERK)


@pytest.mark.parametrize(
    ("turn", "waiting", "after", "who"),
    [
        (Incident.NONE, task, SOON, Role.OFFICER),
        (Incident.IGNORED_BY_ALL, AT_COUNTER, SOON, Role.CLERK),
        (Incident.IGNORED_BY_ALL, task, LATE, None),
        (Incident.IGNORED_BY_ALL, AT_DESK, LATE, None),
        (Incident.IGNORED_AT_COUNTER, AT_COUNTER, LATE, None),
        (Incident.IGNORED_AT_COUNTER, task, SOON, Role.OFFICER),
        (Incident.IGNORED_UNTIL_SUPERVISOR, task, SOON, None),
        (Incident.IGNORED_UNTIL_SUPERVISOR, task, LATE, Role.SUPERVISOR),
        (Incident.IGNORED_UNTIL_SUPERVISOR, AT_DESK, LATE, Role.OFFICER),
        (Incident.IGNORED_UNTIL_FALLBACK, task, LATE, None),
        (Incident.IGNORED_UNTIL_FALLBACK, AT_DESK, SOON, Role.OFFICER),
    ],
)
def test_who_takes_a_task_up_is_as_the_story_says(
    built_scenarios: list[Scenario],
    turn: Incident,
    waiting: Callable[[], TaskListItemView],
    after: timedelta,
    who: Role | None,
) -> None:
    assert role_taking(talon(built_scenarios, turn), waiting(), NOW + after) == who


def test_a_call_back_is_made_even_where_the_rest_is_ignored(built_scenarios: list[Scenario]) -> None:
    call_back = task(purpose=Purpose.CALL_BACK, step=Step.RECEPTION, role=Role.CLERK)
    assert role_taking(talon(built_scenarios, Incident.IGNORED_AT_COUNTER), call_back, NOW) == Role.CLERK


def test_a_turn_is_taken_once(sample: SampleData, built_scenarios: list[Scenario]) -> None:
    play = Session(sample, [])
    declined = talon(built_scenarios, Incident.DECLINED)
    assert not play.take_incident(declined, Incident.CLAIM_RACE)
    assert play.take_incident(declined, Incident.DECLINED)
    assert not play.take_incident(declined, Incident.DECLINED)


def line(number: int, outcome: str | None) -> AppealListItemView:
    return AppealListItemView.model_validate(
        {
            "id": UUID(int=number),
            "number": f"HK-2026-{number:08}-0",
            "topic": "heating",
            "region": "61",
            "status": "closed" if outcome else "in_progress",
            "step": "agency",
            "stage": "closed" if outcome else "agency",
            "organisation": "housing-61",
            "received_at": NOW,
            "registered_at": NOW,
            "statutory_due_at": None,
            "escalations": 0,
            "needs_attention": False,
            "reopenings": 0,
            "outcome": outcome,
            "closed_at": NOW if outcome else None,
        }
    )


def ids(*numbers: int) -> list[str]:
    return [str(UUID(int=number)) for number in numbers]


def test_the_parts_add_up_to_the_whole() -> None:
    lines = [
        line(1, "resolved"),
        line(2, "explained"),
        line(3, None),
        line(4, "withdrawn"),
        line(4, "withdrawn"),
    ]
    outcome_totals = count_totals(ids(1, 2, 3, 4), lines)
    assert outcome_totals.is_consistent
    assert str(outcome_totals) == "1 resolved + 1 explained + 1 withdrawn + 1 open = 4"


def test_lost_appeal_makes_the_totals_inconsistent() -> None:
    outcome_totals = count_totals(ids(1, 2), [line(1, "resolved")])
    assert not outcome_totals.is_consistent
    assert str(outcome_totals) == "1 resolved + 0 explained + 0 open ≠ 2"


def test_appeals_of_others_are_not_counted() -> None:
    assert count_totals(ids(1), [line(1, None), line(2, "resolved")]).by_outcome["resolved"] == 0


def test_the_published_figures_add_up() -> None:
    assert published_figures() == "2,747 + 2,289 + 168 = 5,204"


@pytest.mark.parametrize("terminal", [True, False])
async def test_the_screen_shows_how_appeals_fare(
    sample: SampleData, built_scenarios: list[Scenario], *, terminal: bool
) -> None:
    play, shown = Session(sample, []), StringIO()
    given = IssuedTalon(str(UUID(int=1)), "HK-2026-00000001-0", "CODE", built_scenarios[0])
    play.add_talon(given)
    play.log("HK-2026-00000001-0  [somebody] takes it")
    async with http_client("http://127.0.0.1:1") as http:
        watch = Monitor(play, ApiClient(http))
        watch.lines[given.appeal] = line(1, None)
        with ProgressDisplay(
            Console(file=shown, force_terminal=terminal, width=140), play, watch, 521
        ) as screen:
            screen.refresh()
    assert "1 of 521 talons issued; 1 open, 0 resolved, 0 explained" in shown.getvalue()
    assert ("[somebody] takes it" in shown.getvalue()) is terminal
