"""The shipped policies load, lead every appeal to an answer, and stay as released."""

import json
import tomllib
from datetime import UTC, datetime
from hashlib import sha256
from itertools import cycle
from pathlib import Path

import pytest

from domain import events as e
from domain.decide.alarms import next_alarm
from domain.decide.forecast import forecast
from domain.decide.registration import register
from domain.evolve.appeal import record
from domain.identity.people import Role
from domain.policy.escalation import EscalationTarget
from domain.policy.plan import Step
from domain.policy.policy import Policy
from domain.policy.routing import plan_for
from domain.worktime.working_calendar import Calendar
from loaders.policy.parse import PolicyErrors
from loaders.policy.policy_files import load_policy_with_calendar
from runtime.settings import PROJECT_ROOT
from tests.support.domain.builders import make_intake

FOLDER = PROJECT_ROOT / "policies"
NOON = datetime(2026, 3, 18, 7, tzinfo=UTC)

# A released version never changes: a new one gets a new version, and a line here.
RELEASED = {
    "kazakhstan-2026.1": "b1e5f2b988989711",
    "kazakhstan-2026.2": "b3d6dd9f9afbfb4e",
    "rehearsal-2026.1": "e56603b4915513e5",
}


@pytest.fixture(scope="module", params=["kazakhstan", "rehearsal"])
def shipped(request: pytest.FixtureRequest) -> tuple[Policy, Calendar]:
    return load_policy_with_calendar(FOLDER, request.param)


def test_every_step_of_every_plan_has_an_assignee(shipped: tuple[Policy, Calendar]) -> None:
    policy, _ = shipped
    receptions = cycle(each.id for each in policy.organisations.values() if each.has_role(Role.CLERK))

    for topic in policy.topics.values():
        for region in policy.regions:
            plan = plan_for(policy, topic, region, next(receptions))
            groups = [step.group for step in (*plan.steps, plan.side_task)]
            groups += [group for _, group in plan.specialists]
            for group in groups:
                assert policy.organisation(group.organisation).has_role(group.role)
                assert group != policy.fallback
            assert plan.steps[0].step is Step.RECEPTION
            assert plan.steps[-1].work.lapse_after is None


def test_every_topic_escalates_to_the_operator(shipped: tuple[Policy, Calendar]) -> None:
    policy, calendar = shipped

    for topic in policy.topics.values():
        plan = plan_for(policy, topic, "61", "reception-61")
        appeal, _ = record(None, register(make_intake(plan, calendar, NOON)), NOON)
        assert appeal is not None
        assert next_alarm(appeal) is not None
        last = forecast(appeal, most=200)[-1].event
        assert isinstance(last, e.Escalated)
        assert last.target is EscalationTarget.OPERATOR


def test_every_region_has_a_reception_of_its_own(shipped: tuple[Policy, Calendar]) -> None:
    policy, _ = shipped

    assert all(policy.reception(f"reception-{region}").region == region for region in policy.regions)


@pytest.mark.law("АППК 76(1)")
def test_the_country_has_twenty_regions_and_the_statute_of_its_law() -> None:
    policy, calendar = load_policy_with_calendar(FOLDER, "kazakhstan")

    assert len(policy.regions) == 20
    assert str(policy.statute.budget) == "15wd"
    assert not calendar.always_open


def test_a_rehearsal_has_a_step_that_lapses_automatically() -> None:
    policy, calendar = load_policy_with_calendar(FOLDER, "rehearsal")

    assert calendar.always_open
    assert str(policy.steps[Step.SPECIALIST].work.lapse_after) == "5s"


def test_a_released_version_never_changes(shipped: tuple[Policy, Calendar]) -> None:
    policy, _ = shipped
    content = tomllib.loads((FOLDER / f"{policy.name}.toml").read_text("utf-8"))

    digest = sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]

    assert digest == RELEASED.get(policy.versioned_name), (
        f"{policy.versioned_name} has changed: give it a new version"
    )


def test_missing_policy_is_reported_with_the_available_ones() -> None:
    with pytest.raises(PolicyErrors, match=r"no such policy; there are kazakhstan, rehearsal$"):
        load_policy_with_calendar(FOLDER, "moon")


def test_a_policy_is_called_as_its_file(tmp_path: Path) -> None:
    (tmp_path / "calendars").symlink_to(FOLDER / "calendars")
    (tmp_path / "other.toml").write_text((FOLDER / "rehearsal.toml").read_text("utf-8"), "utf-8")

    with pytest.raises(PolicyErrors, match=r"other\.toml:4: name: must be other"):
        load_policy_with_calendar(tmp_path, "other")


def test_missing_calendar_is_reported_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "rehearsal.toml").write_text((FOLDER / "rehearsal.toml").read_text("utf-8"), "utf-8")

    with pytest.raises(
        PolicyErrors, match=r"rehearsal\.toml:6: calendar: there is no calendar always-open-1"
    ):
        load_policy_with_calendar(tmp_path, "rehearsal")


def test_binary_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")

    with pytest.raises(PolicyErrors, match=r"bytes\.toml: cannot be read: "):
        load_policy_with_calendar(tmp_path, "bytes")
